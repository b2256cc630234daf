"""The telephone: people whom no message reached, the number once it is asked for, and what came of the call."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.refusals import CaseUnknown
from tuntas.catalog.finding import get_definition
from tuntas.flow.tell_by_phone import read_number, tell_by_phone
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.notices.calling import CallTask, CannotCall, list_outcomes
from tuntas.notices.showing import mask_address
from tuntas.offices.roles import Right
from tuntas.reports.told import get_call, list_calls
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.SEE_OFFICE_CASES)
def calls(request: HttpRequest) -> HttpResponse:
    """Who waits for a call now, and whom to try again later."""
    at, desk = timezone.now(), read_desk(request)
    tasks = list_calls(officer_of(request), at=at)
    rows = [_row(task) for task in tasks if task.is_due(at)]
    later = [_row(task) for task in tasks if not task.is_due(at)]
    return render(request, "desk/calls.html", {"desk": desk, "office": desk.office, "rows": rows, "later": later})


def _row(task: CallTask) -> dict[str, object]:
    return {
        "task": task,
        "short": get_definition(task.case.service_version_id).short,
        "masked": mask_address(task.phone) if task.phone else "",
    }


@needs(Right.SEE_OFFICE_CASES)
def call(request: HttpRequest, case_id: uuid.UUID, person: str) -> HttpResponse:
    """What to tell one person; POST `outcome` notes the call."""
    task = _load(request, case_id, person)
    if request.method != "POST":
        return _show(request, task)
    try:
        tell_by_phone(task, by=officer_of(request), outcome=request.POST.get("outcome", ""))
    except InputRefused as refusal:
        return _show(request, task, errors=list(refusal.errors))
    except CannotCall as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Hasil telepon sudah dicatat."))
    return redirect("desk:calls")


@needs(Right.SEE_OFFICE_CASES)
def call_number(request: HttpRequest, case_id: uuid.UUID, person: str) -> HttpResponse:
    """POST: the same page with the number in full; GET, as after a login, leads to the masked one."""
    if request.method != "POST":
        return redirect("desk:call", case_id, person)
    task = _load(request, case_id, person)
    return _show(request, task, number=read_number(task, by=officer_of(request)))


def _load(request: HttpRequest, case_id: uuid.UUID, person: str) -> CallTask:
    try:
        return get_call(officer_of(request), case_id=case_id, person=person, at=timezone.now())
    except CaseUnknown as refusal:
        raise Http404(str(refusal)) from refusal


def _show(
    request: HttpRequest, task: CallTask, *, number: str = "", errors: list[FieldError] | None = None
) -> HttpResponse:
    desk = read_desk(request)
    page = {"desk": desk, "office": desk.office, "number": number, "errors": errors or [], **_row(task)}
    page |= {"outcomes": list(list_outcomes())}
    return render(request, "desk/call.html", page, status=422 if errors else 200)
