"""Undo: an officer takes back an approval within half a minute, as long as nobody has gone on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.chain import list_steps, take_back
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
    step = next((step for step in reversed(list_steps(case)) if step.decided_by_id == by.pk), None)
    if step and step.decided_at:
        case.verdicts.filter(by=by, at=step.decided_at).delete()  # what was ticked with the approval, see `decide`
        take_back(step)
    move(case, Verb.UNDO, at=at, by=by, step=step)
    return case
