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
from tuntas.notices.announcing import announce
from tuntas.offices.duty import find_assignment
from tuntas.offices.models import Officer
from tuntas.offices.signing import check_signing_pin

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
    proven = prove_signer(case, by=by, pin=pin, at=at)
    return decide(case, by=by, note=note, fine=fine, proven=proven, at=at)


def prove_signer(case: Case, *, by: Officer, pin: str, at: datetime) -> bool:
    """Checks the signing PIN if the current step puts a name on the letter, and says whether it did.

    Call it outside a transaction. Raises like `approve`.
    """
    if find_duty(case) not in _NAMED:
        return False
    case = read_again(case)
    step = find_current_step(case)
    if step is None:
        return False
    check_may(by, step_verb(step, is_last=is_last_step(case, step)), case=case, at=at)
    check_signing_pin(by, pin=pin, at=at)
    return True


@transaction.atomic
def decide(case: Case, *, by: Officer, note: str, fine: Sequence[str], proven: bool, at: datetime) -> Case:
    """The decision itself; `proven`: the signing PIN was checked just now, see `approve` and `sign_batch`."""
    case = lock(case)
    step = find_current_step(case)
    if step is None:
        raise CannotMove(_("Berkas ini sudah selesai diperiksa."))
    verb = step_verb(step, is_last=is_last_step(case, step))
    check_may(by, verb, case=case, at=at)
    if verb == Verb.ISSUE:
        check_complete(case)
    if step.duty in _NAMED:
        _check_proven(proven=proven)
    keep_fine(case, fine, by=by, at=at)
    _mark_decided(step, by=by, at=at)
    if verb == Verb.SIGN:
        request_signature(case, step=step, by=by, at=at, note=note)
    else:
        announce(move(case, verb, at=at, by=by, note=note, step=step))
    if verb == Verb.ISSUE:
        plan_learning(case)
        follow_up(case, at=at)
    return case


def _check_proven(*, proven: bool) -> None:
    # The case may have come to the signing step after the PIN was asked for: without the lock nobody could know.
    if not proven:
        raise CannotMove(_("Berkas ini baru saja sampai di meja Anda. Muat ulang halaman, lalu tulis PIN."))


def _mark_decided(step: Step, *, by: Officer, at: datetime) -> None:
    assignment = find_assignment(by, post=step.post, on=timezone.localtime(at).date())
    step.decided_at, step.decided_by = at, by
    step.capacity = assignment.kind if assignment else ""
    step.save(update_fields=["decided_at", "decided_by", "capacity"])
