"""The register of letters: every number of a year, used, written by hand or void, with the reason."""

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuntas.cases.refusals import CannotMove
from tuntas.flow.record_paper import PaperEntry, list_lettered, record_paper
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.letters.models import Number, Series
from tuntas.letters.numbering import list_broken, local_day
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of

_PAGE = 100
_KEEPS = Right.KEEP_REGISTER


@needs(Right.SEE_OFFICE_CASES)
def register(request: HttpRequest) -> HttpResponse:
    """Numbers of the officer's own office, newest first; `?tahun=` is another year, `?halaman=` a further page."""
    desk = read_desk(request)
    years = _list_years(desk.office)
    asked = request.GET.get("tahun", "")
    year = next((one for one in years if str(one) == asked), years[0])
    numbers = Number.objects.filter(series__office=desk.office, series__year=year)
    rows = numbers.select_related("series", "letter", "case").order_by("-seq", "series__name")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("halaman"))
    context = {"page": page, "year": year, "years": years, "desk": desk, "office": desk.office}
    context |= {"broken": list_broken(office=desk.office) if desk.office else []}
    context |= {"may_record": _KEEPS in desk.rights}
    return render(request, "desk/register.html", context)


def _list_years(office: Office | None) -> list[int]:
    """This year and those with numbers, newest first."""
    kept = Series.objects.filter(office=office).values_list("year", flat=True)
    return sorted({timezone.localdate().year, *kept}, reverse=True)


@needs(_KEEPS)
def register_paper(request: HttpRequest) -> HttpResponse:
    """Letters that were written by hand while the system was away: their numbers, taken once."""
    officer, errors = officer_of(request), list[FieldError]()
    office = next(post.office for post in list_posts(officer, on=timezone.localdate()) if _KEEPS in post.rights)
    if request.method == "POST":
        try:
            numbers = record_paper(office, _read(request.POST), by=officer)
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotMove as refusal:
            errors = [FieldError("first", str(refusal))]
        else:
            messages.success(request, _say_taken(numbers))
            return redirect("desk:register")
    context = {"desk": read_desk(request), "office": office, "errors": errors, "typed": request.POST}
    context |= {"problems": {error.field: error.message for error in errors}}
    context |= {"services": list_lettered(office), "today": local_day(office, at=timezone.now())}
    return render(request, "desk/register_paper.html", context, status=422 if errors else 200)


def _read(posted: Mapping[str, str]) -> PaperEntry:
    """What cannot be read becomes something that is refused by its field's own sentence."""
    first = posted.get("first", "").strip()
    try:
        on = date.fromisoformat(posted.get("on", ""))
    except ValueError:
        on = date.min
    return PaperEntry(
        service=posted.get("service", ""),
        count=_whole(posted.get("count", "")),
        on=on,
        reason=posted.get("reason", ""),
        first=_whole(first) if first else None,
    )


def _whole(text: str) -> int:
    return int(text) if text.strip().isdecimal() and len(text) < 7 else 0


def _say_taken(numbers: list[Number]) -> str:
    if len(numbers) == 1:
        return _("Tercatat: nomor %(text)s.") % {"text": numbers[0].text}
    return ngettext(
        "Tercatat %(count)d nomor: %(first)s sampai %(last)s.",
        "Tercatat %(count)d nomor: %(first)s sampai %(last)s.",
        len(numbers),
    ) % {"count": len(numbers), "first": numbers[0].text, "last": numbers[-1].text}
