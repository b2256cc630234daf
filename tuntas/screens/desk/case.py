"""The workbench: photo beside data, a verdict per document, one decision."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuntas.cases.access import get_case
from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.flow.read_record import read_record
from tuntas.intake.refusals import FieldError
from tuntas.offices.roles import Right
from tuntas.reports.told import list_told
from tuntas.reports.workbench import read_bench
from tuntas.screens.desk.judging import list_rows
from tuntas.screens.desk.queue import read_desk, say_left
from tuntas.screens.desk.wording import list_history, list_notes, list_stops, say_state
from tuntas.screens.shared.access import needs, officer_of


def load_case(request: HttpRequest, case_id: uuid.UUID) -> Case:
    """The case if it exists for this officer, else 404."""
    try:
        return get_case(officer_of(request), case_id, at=timezone.now())
    except CaseUnknown as refusal:
        raise Http404(str(refusal)) from refusal


@needs(Right.SEE_QUEUE)
def case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Opens a case; the reading is noted for the applicant to see."""
    found = read_record(load_case(request, case_id), by=officer_of(request))
    return show_case(request, found)


def show_case(
    request: HttpRequest,
    found: Case,
    *,
    errors: list[FieldError] | None = None,
    revealed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The workbench of a case whose reading was noted."""
    at = timezone.now()
    desk, bench = read_desk(request), read_bench(found, officer=officer_of(request), at=at)
    context: dict[str, object] = {
        "desk": desk,
        "office": desk.office,
        "bench": bench,
        "left": say_left(found.due_at, at=at),
    }
    context |= {"stops": list_stops(bench.status), "word": say_state(bench.status), "notes": list_notes(found)}
    context["told"] = list_told(found)
    if bench.can_decide:
        context["judging"] = list_rows(bench, posted=request.POST, errors=errors or [])
    else:
        context["history"] = list_history(bench.status)
    context |= {"errors": errors or [], "revealed": revealed, "note": request.POST.get("note", "")}
    return render(request, "desk/case.html", context, status=status)
