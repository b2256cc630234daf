"""The register of letters: every number of the year, used or void, with the reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.letters.models import Number
from tuntas.letters.numbering import list_broken
from tuntas.offices.roles import Right
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs

_PAGE = 100


@needs(Right.SEE_OFFICE_CASES)
def register(request: HttpRequest) -> HttpResponse:
    """Numbers of the officer's own office, newest first."""
    desk = read_desk(request)
    year = timezone.localdate().year
    numbers = Number.objects.filter(series__office=desk.office, series__year=year)
    before = request.GET.get("sebelum", "")
    if before.isdigit():
        numbers = numbers.filter(seq__lt=int(before))
    rows = list(numbers.select_related("series", "letter", "case").order_by("-seq", "series__name")[: _PAGE + 1])
    context = {"rows": rows[:_PAGE], "year": year, "desk": desk, "office": desk.office}
    context |= {"broken": list_broken(office=desk.office) if desk.office else []}
    context |= {"more": rows[_PAGE - 1].seq if len(rows) > _PAGE else None}
    return render(request, "desk/register.html", context)
