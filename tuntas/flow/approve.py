"""Approve: an officer passes the paper on, signs it, or issues it, as the step demands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.chain import find_current_step, find_duty, is_last_step
from tuntas.cases.models import Case, Step
from tuntas.cases.move import lock, move, read_again
from tuntas.cases.refusals import CannotMove
from tuntas.cases.rules import check_may, step_verb
from tuntas.cases.states import Duty, Verb
from tuntas.flow.learn_from_case import plan_learning
from tuntas.flow.package import follow_up
from tuntas.flow.sign import request_signature
from tuntas.flow.verdicts import keep_fine
from tuntas.handover.issuing import check_complete
from tuntas.letters.intent import Blank, draw_blank
from tuntas.notices.announcing import announce
from tuntas.offices.duty import find_assignment
from tuntas.offices.models import Officer
from tuntas.offices.signing import check_signing_pin
from tuntas.vault.rows import update

_NAMED = {Duty.SIGN, Duty.COUNTERSIGN}


def approve(
    case: Case,
    *,
    by: Officer,
    pin: str = "",
    note: str = "",
    fine: Sequence[str] = (),
    at: datetime | None = None,
) -> Case:
    """Decides the current step and returns the case as it is then.

    `fine` are the items the officer ticked as good. A signing step needs the officer's signing PIN, checked before the
    transaction so that a wrong one stays counted. Raises CannotMove, offices.signing.WrongPin, TooManyTries.
    """
    at = at or timezone.now()
    blank = prove_signer(case, by=by, pin=pin, at=at)
    return decide(case, by=by, note=note, fine=fine, blank=blank, at=at)


def prove_signer(case: Case, *, by: Officer, pin: str, at: datetime) -> Blank | None:
    """Checks the signing PIN if the current step puts a name on the letter; the blank for it says that it did.

    Call it outside a transaction. Raises like `approve`.
    """
    if find_duty(case) not in _NAMED:
        return None
    case = read_again(case)
    step = find_current_step(case)
    if step is None:
        return None
    check_may(by, step_verb(step, is_last=is_last_step(case, step)), case=case, at=at)
    check_signing_pin(by, pin=pin, at=at)
    return draw_blank()


@transaction.atomic
def decide(case: Case, *, by: Officer, note: str, fine: Sequence[str], blank: Blank | None, at: datetime) -> Case:
    """The decision itself. A blank is only given by who checked the signing PIN just now: `approve`, `sign_batch`."""
    case = lock(case)
    step = find_current_step(case)
    if step is None:
        raise CannotMove(_("Berkas ini sudah selesai diperiksa."))
    verb = step_verb(step, is_last=is_last_step(case, step))
    check_may(by, verb, case=case, at=at)
    if verb == Verb.ISSUE:
        check_complete(case)
    _check_proven(step, blank=blank)
    keep_fine(case, fine, by=by, at=at)
    _mark_decided(step, by=by, at=at)
    if verb == Verb.SIGN:
        request_signature(case, step=step, by=by, blank=blank, at=at, note=note)
    else:
        announce(move(case, verb, at=at, by=by, note=note, step=step))
    if verb == Verb.ISSUE:
        plan_learning(case)
        follow_up(case, at=at)
    return case


def _check_proven(step: Step, *, blank: Blank | None) -> None:
    # The case may have come to the signing step after the PIN was asked for: without the lock nobody could know.
    if step.duty in _NAMED and blank is None:
        raise CannotMove(_("Berkas ini baru saja sampai di meja Anda. Muat ulang halaman, lalu tulis PIN."))


def _mark_decided(step: Step, *, by: Officer, at: datetime) -> None:
    assignment = find_assignment(by, post=step.post, on=timezone.localtime(at).date())
    step.decided_at, step.decided_by = at, by
    step.capacity = assignment.kind if assignment else ""
    update(step, "decided_at", "decided_by", "capacity")
