"""Withdraw: the applicant no longer wants what was asked for."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application, Case
from tuntas.cases.move import lock_all, move
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import MOVES, Verb
from tuntas.notices.announcing import announce


@transaction.atomic
def withdraw(application: Application, *, reason: str = "", at: datetime | None = None) -> list[Case]:
    """Withdraws every case that is still on its way; the caller has proven the applicant by PIN.

    Raises CannotMove when none is left to withdraw.
    """
    at = at or timezone.now()
    cases = [case for case in lock_all(application) if case.state in MOVES[Verb.WITHDRAW].sources]
    if not cases:
        raise CannotMove(_("Permohonan ini sudah selesai atau sedang disegel, jadi tidak dapat dibatalkan."))
    events = [move(case, Verb.WITHDRAW, at=at, actor="applicant", note=reason) for case in cases]
    announce(events[0])  # of a package, one notice speaks of all its documents
    return cases
