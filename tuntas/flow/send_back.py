"""Send back: the applicant is asked for just the pages and answers that were bad; the clock stops."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.rules import check_may
from tuntas.cases.states import Verb
from tuntas.flow.verdicts import Wrong, check_wrongs, keep_fine, keep_wrongs
from tuntas.notices.announcing import announce
from tuntas.offices.models import Officer


@transaction.atomic
def send_back(
    case: Case, *, by: Officer, reasons: Sequence[Wrong], fine: Sequence[str] = (), at: datetime | None = None
) -> Case:
    """Returns the case to the applicant with a verdict per bad item. Raises CannotMove, InputRefused."""
    at = at or timezone.now()
    case = lock(case)
    check_may(by, Verb.SEND_BACK, case=case, at=at)
    check_wrongs(case, reasons)
    keep_fine(case, fine, by=by, at=at)
    note = keep_wrongs(case, reasons, by=by, at=at)
    announce(move(case, Verb.SEND_BACK, at=at, by=by, note=note, step=find_current_step(case)))
    return case
