"""Signing on a phone: read each letter, tick it, one PIN for all."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuntas.cases.models import Case, Step
from tuntas.cases.paper import name_of
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import Duty, State
from tuntas.flow.read_record import read_record
from tuntas.flow.sign_batch import sign_batch
from tuntas.intake.refusals import FieldError
from tuntas.letters.preview import render_preview
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.offices.signing import WrongPin
from tuntas.offices.tree import PostMissing
from tuntas.reports.workbench import purpose_of
from tuntas.screens.desk.case import load_case
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of
from tuntas.vault.tries import TooManyTries

_SEEN = "seen_letters"
_SHOWN = 50


@dataclass(frozen=True)
class Item:
    """One letter to sign."""

    case: Case
    name: str
    short: str
    purpose: str
    is_seen: bool
    is_ticked: bool


@needs(Right.SIGN)
def sign(request: HttpRequest) -> HttpResponse:
    """The list; POST signs what was ticked and seen."""
    officer, errors, status = officer_of(request), list[FieldError](), 200
    chosen = request.POST.getlist("case") if request.method == "POST" else []
    waiting = _list_waiting(officer)
    if request.method == "POST":
        try:
            _sign_chosen(request, officer, [case for case in waiting if str(case.pk) in chosen])
        except WrongPin as refusal:
            errors, status = [FieldError("pin", str(refusal))], 422
        except TooManyTries as refusal:
            errors, status = [FieldError("pin", str(refusal))], 429
        else:
            return redirect("desk:sign")
    desk = read_desk(request)
    items = [_item(request, case, chosen) for case in waiting]
    context = {"items": items, "desk": desk, "office": desk.office, "errors": errors}
    context |= {"ticked": sum(item.is_ticked for item in items)}
    return render(request, "desk/sign.html", context, status=status)


def _list_waiting(officer: Officer) -> list[Case]:
    """What this officer would sign next, soonest due first; the same queries however many. Flow checks each again."""
    posts = [post for post in list_posts(officer, on=timezone.localdate()) if Right.SIGN in post.rights]
    undecided = Step.objects.filter(case=OuterRef("pk"), decided_at__isnull=True).order_by("order")
    cases = (
        Case.objects.on_desks(posts)
        .alias(duty=Subquery(undecided.values("duty")[:1]))
        .filter(duty=Duty.SIGN)
        .exclude(steps__decided_by=officer)
        .select_related("application__office", "office", "desk")
    )
    own = officer.nik_index
    return list((cases.exclude(application__nik_index=own) if own else cases)[:_SHOWN])


def _sign_chosen(request: HttpRequest, officer: Officer, cases: list[Case]) -> None:
    seen = [case for case in cases if str(case.pk) in request.session.get(_SEEN, [])]
    if not seen:
        messages.warning(request, _("Lihat suratnya dulu, lalu centang yang akan ditandatangani."))
        return
    outcomes = sign_batch(seen, by=officer, pin=request.POST.get("pin", ""))
    signed = [outcome for outcome in outcomes if not outcome.refusal]
    if signed:
        text = ngettext("%(n)d surat ditandatangani.", "%(n)d surat ditandatangani.", len(signed)) % {"n": len(signed)}
        messages.success(request, text)
    for outcome in outcomes:
        if outcome.refusal:
            messages.warning(request, f"{outcome.case.application.receipt}: {outcome.refusal}")


def _item(request: HttpRequest, case: Case, chosen: list[str]) -> Item:
    seen = str(case.pk) in request.session.get(_SEEN, [])
    return Item(
        case=case,
        name=str(case.applicant.get("name", "")),
        short=name_of(case),
        purpose=purpose_of(case),
        is_seen=seen,
        is_ticked=seen and (not chosen or str(case.pk) in chosen),
    )


def _load_waiting(request: HttpRequest, case_id: uuid.UUID) -> Case:
    case = load_case(request, case_id)
    step = case.steps.filter(decided_at__isnull=True).first()
    if case.state != State.IN_REVIEW or step is None or step.duty != Duty.SIGN:
        raise Http404(_("Surat ini tidak menunggu tanda tangan."))
    return case


@needs(Right.SIGN)
def preview(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The letter as it will be sealed; from now on its box can be ticked."""
    case = read_record(_load_waiting(request, case_id), by=officer_of(request), what="letter.previewed")
    seen = request.session.get(_SEEN, [])
    if str(case.pk) not in seen:
        request.session[_SEEN] = [*seen[-99:], str(case.pk)]
    desk = read_desk(request)
    others = [other for other in _list_waiting(officer_of(request)) if str(other.pk) not in request.session[_SEEN]]
    context = {"item": _item(request, case, []), "desk": desk, "office": desk.office}
    context |= {"next": others[0] if others else None}
    return render(request, "desk/preview.html", context)


@needs(Right.SIGN)
def preview_image(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The letter as a picture that every phone shows."""
    case = read_record(_load_waiting(request, case_id), by=officer_of(request), what="letter.previewed")
    try:
        picture = render_preview(case, signer=officer_of(request), at=timezone.now())
    except (CannotMove, PostMissing) as refusal:
        raise Http404(str(refusal)) from refusal
    response = HttpResponse(picture, content_type="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response
