"""The administrator's first page: what there is to look after, with counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.offices.roles import Right
from tuntas.reports.administration import count_work
from tuntas.screens.admin.frame import frame
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.ADMINISTER)
def start(request: HttpRequest) -> HttpResponse:
    """Services, offices, officers, records; first what waits for a decision."""
    work = count_work(officer_of(request), on=timezone.localdate())
    return render(request, "admin/start.html", frame(request, work=work))
