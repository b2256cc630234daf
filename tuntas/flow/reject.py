"""Reject: the office refuses the document, with a reason that the applicant reads."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.rules import check_may
from tuntas.cases.states import Verb
from tuntas.catalog.reasons import REJECTIONS
from tuntas.flow.package import follow_up
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.notices.announcing import announce
from tuntas.offices.models import Officer


@transaction.atomic
def reject(case: Case, *, by: Officer, code: str, note: str = "", at: datetime | None = None) -> Case:
    """Ends the case. `code` is one of catalog.reasons.REJECTIONS. Raises CannotMove, InputRefused."""
    at = at or timezone.now()
    if code not in REJECTIONS:
        raise InputRefused([FieldError("code", _("Pilih alasan penolakan dari daftar."))])
    case = lock(case)
    check_may(by, Verb.REJECT, case=case, at=at)
    sentence = f"{REJECTIONS[code].sentence} {note}".strip()
    announce(move(case, Verb.REJECT, at=at, by=by, note=sentence, step=find_current_step(case)))
    follow_up(case, at=at)
    return case
