"""Deciding: approve or send back with a verdict per document; reject; undo."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.paper import name_of
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.reasons import REJECTIONS
from tuntas.flow.approve import approve
from tuntas.flow.reject import reject
from tuntas.flow.send_back import send_back
from tuntas.flow.undo import undo
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.offices.signing import WrongPin
from tuntas.offices.tree import PostMissing
from tuntas.reports.inbox import list_queue
from tuntas.screens.desk.case import load_case, show_case
from tuntas.screens.desk.judging import read_fine, read_wrongs
from tuntas.screens.desk.queue import read_desk, remember_decided
from tuntas.screens.shared.access import needs, officer_of
from tuntas.vault.tries import TooManyTries


@needs(Right.SEE_QUEUE)
def decide(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One decision per request, then the next case of the queue; GET, as after a login, shows the case."""
    case, officer = load_case(request, case_id), officer_of(request)
    if request.method != "POST":
        return redirect("desk:case", case.pk)
    wrongs = read_wrongs(request.POST)
    try:
        if request.POST.get("do") == "send_back" or wrongs:
            send_back(case, by=officer, reasons=wrongs, fine=read_fine(request.POST))
            messages.success(request, _("%(service)s dikembalikan ke pemohon.") % {"service": name_of(case)})
        else:
            _approve(request, case, officer)
    except InputRefused as refusal:
        return show_case(request, case, errors=list(refusal.errors), status=422)
    except (WrongPin, TooManyTries) as refusal:
        return show_case(request, case, errors=[FieldError("pin", str(refusal))], status=422)
    except (CannotMove, PostMissing) as refusal:
        messages.warning(request, str(refusal))
    return to_next(request, officer)


def _approve(request: HttpRequest, case: Case, officer: Officer) -> None:
    posted = request.POST
    decided = approve(
        case, by=officer, pin=posted.get("pin", ""), fine=read_fine(posted), note=posted.get("note", "")[:500]
    )
    remember_decided(request, decided)
    to = decided.desk.title if decided.desk else _("selesai")
    messages.success(request, _("%(service)s ke %(desk)s.") % {"service": name_of(case), "desk": to})


def to_next(request: HttpRequest, officer: Officer) -> HttpResponse:
    """The most urgent case that is left, or the empty desk."""
    rows = list_queue(officer, at=timezone.now(), limit=1).rows
    return redirect("desk:case", rows[0].case.pk) if rows else redirect("desk:start")


@needs(Right.REJECT)
def reject_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Asks for the reason on a page of its own, because a refusal costs somebody a day."""
    case, officer = load_case(request, case_id), officer_of(request)
    errors: list[FieldError] = []
    if request.method == "POST":
        try:
            reject(case, by=officer, code=request.POST.get("code", ""), note=request.POST.get("note", "").strip()[:500])
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotMove as refusal:
            messages.warning(request, str(refusal))
            return to_next(request, officer)
        else:
            messages.success(request, _("%(service)s ditolak. Pemohon diberi tahu.") % {"service": name_of(case)})
            return to_next(request, officer)
    desk = read_desk(request)
    context = {"case": case, "short": name_of(case), "desk": desk, "office": desk.office, "errors": errors}
    context |= {"rejections": list(REJECTIONS.values()), "typed": request.POST}
    return render(request, "desk/reject_case.html", context, status=422 if errors else 200)


@needs(Right.SEE_QUEUE)
def undo_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Takes the last approval back and opens the case again; GET, as after a login, only opens it."""
    case = load_case(request, case_id)
    if request.method != "POST":
        return redirect("desk:case", case.pk)
    try:
        undo(case, by=officer_of(request))
    except CannotMove as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:start")
    messages.success(request, _("Persetujuan diurungkan."))
    return redirect("desk:case", case.pk)
