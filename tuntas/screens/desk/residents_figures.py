"""Figures of the register: the population by topic, and the monthly LAMPID report; on the page and as a table."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.people.access import list_seen
from tuntas.reports.lampid import read_lampid
from tuntas.reports.population import TOPICS, Cell, Figures, read_figures
from tuntas.screens.desk.csv_answer import answer_csv
from tuntas.screens.desk.residents import frame
from tuntas.screens.shared.access import needs, officer_of

_HIDDEN = "–"
_MONTHS_BACK = 12


@needs(Right.SEE_RESIDENTS)
def residents_figures(request: HttpRequest) -> HttpResponse:
    """How many live here, by one topic. `?umum=1` is what may be given away: no cell below five people."""
    topic = request.GET.get("menurut", "")
    topic = topic if topic in TOPICS else next(iter(TOPICS))
    is_public = request.GET.get("umum") == "1"
    offices = _offices(request)
    figures = read_figures(offices, topic=topic, is_public=is_public)
    if request.GET.get("bentuk") == "csv":
        return answer_csv(_figures_rows(figures), name=f"penduduk-{topic}")
    context = frame(request, figures=figures, topics=TOPICS.items(), topic=topic, is_public=is_public, offices=offices)
    return render(request, "desk/residents_figures.html", context)


@needs(Right.SEE_RESIDENTS)
def residents_lampid(request: HttpRequest) -> HttpResponse:
    """Births, deaths, arrivals and departures of a month (`?bulan=2026-11`)."""
    today = timezone.localdate()
    month = _read_month(request.GET.get("bulan", ""), today=today)
    offices = _offices(request)
    report = read_lampid(offices, month=month)
    if request.GET.get("bentuk") == "csv":
        rows = [(str(line.label), line.men, line.women, line.total) for line in report.lines]
        return answer_csv([_head(_("Peristiwa")), *rows], name=f"lampid-{month:%Y-%m}")
    context = frame(request, report=report, months=_list_months(today), offices=offices)
    return render(request, "desk/residents_lampid.html", context)


def _offices(request: HttpRequest) -> list[Office]:
    """All offices that the officer sees, or the one that `?kantor=` names."""
    offices = list_seen(officer_of(request), on=timezone.localdate())
    return [office for office in offices if office.code == request.GET.get("kantor")] or offices


def _read_month(text: str, *, today: date) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = today
    return min(month, today).replace(day=1)


def _list_months(today: date) -> list[date]:
    """This month and those before it, newest first."""
    numbers = [today.year * 12 + today.month - 1 - back for back in range(_MONTHS_BACK)]
    return [date(number // 12, number % 12 + 1, 1) for number in numbers]


def _head(label: str) -> tuple[str, str, str, str]:
    return label, _("Laki-laki"), _("Perempuan"), _("Jumlah")


def _figures_rows(figures: Figures) -> list[Sequence[object]]:
    lines = (*figures.lines, figures.sums)
    return [_head(figures.topic), *((line.label, *map(_shown, line.cells)) for line in lines)]


def _shown(cell: Cell) -> str:
    return _HIDDEN if cell.is_hidden else str(cell.number)
