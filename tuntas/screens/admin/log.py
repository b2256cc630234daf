"""The record of administration: who changed what, in sentences, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.offices.roles import Right
from tuntas.reports.administration import list_records
from tuntas.screens.admin.frame import frame
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.ADMINISTER)
def log(request: HttpRequest) -> HttpResponse:
    """The newest changes in the offices that the administrator keeps; `?sebelum=` goes further back."""
    before = request.GET.get("sebelum", "")
    page = list_records(officer_of(request), before=before, on=timezone.localdate())
    return render(request, "admin/log.html", frame(request, page=page, before=before))
