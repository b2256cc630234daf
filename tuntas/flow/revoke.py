"""Revoke: the office takes back a letter it issued; the QR page says so from that moment."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.refusals import CannotMove
from tuntas.cases.rules import check_may
from tuntas.cases.states import State, Verb
from tuntas.flow.package import follow_up
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.letters.reading import find_letter
from tuntas.letters.sealing import revoke_letter
from tuntas.notices.announcing import announce
from tuntas.offices.models import Officer


@transaction.atomic
def revoke(case: Case, *, by: Officer, reason: str, at: datetime | None = None) -> Case:
    """Marks the letter revoked; one that nobody has yet closes its case, for there is nothing to fetch any more.

    Raises CannotMove, InputRefused when no reason is given.
    """
    at = at or timezone.now()
    if not reason.strip():
        raise InputRefused([FieldError("reason", _("Tulis alasan pencabutan."))])
    case = lock(case)
    verb = Verb.RECALL if case.state == State.READY else Verb.REVOKE
    check_may(by, verb, case=case, at=at)
    letter = find_letter(case)
    if letter is None or letter.revoked_at:
        raise CannotMove(_("Tidak ada surat yang berlaku untuk dicabut."))
    revoke_letter(letter, reason=reason, at=at)
    announce(move(case, verb, at=at, by=by, note=reason))
    if verb == Verb.RECALL:
        follow_up(case, at=at)
    return case
