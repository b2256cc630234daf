"""Undo: an officer takes back an approval within half a minute, as long as nobody has gone on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.rules import check_may
from tuntas.cases.states import Verb
from tuntas.offices.models import Officer


@transaction.atomic
def undo(case: Case, *, by: Officer, at: datetime | None = None) -> Case:
    """Puts the case back on the desk it came from. Raises CannotMove."""
    at = at or timezone.now()
    case = lock(case)
    check_may(by, Verb.UNDO, case=case, at=at)
    step = case.steps.filter(decided_by=by).order_by("-order").first()
    if step:
        step.decided_at, step.decided_by, step.capacity = None, None, ""
        step.save(update_fields=["decided_at", "decided_by", "capacity"])
        case.verdicts.filter(by=by, is_open=False).delete()
    move(case, Verb.UNDO, at=at, by=by, step=step)
    return case
