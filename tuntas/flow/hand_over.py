"""Hand over: the document reaches a hand, with proof. Only now the case is tuntas."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.rules import check_may
from tuntas.cases.states import Verb
from tuntas.handover.recording import record
from tuntas.notices.announcing import announce
from tuntas.offices.models import Officer


@transaction.atomic
def hand_over(  # noqa: PLR0913 -- one fact of the hand-over each
    case: Case,
    *,
    by: Officer,
    method: str,
    receiver: str,
    relation: str,
    proof: str = "",
    old_papers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Case:
    """Records who took the document. Raises CannotMove, intake.refusals.InputRefused, handover AlreadyHandedOver."""
    at = at or timezone.now()
    case = lock(case)
    check_may(by, Verb.HAND_OVER, case=case, at=at)
    record(case, method=method, receiver=receiver, relation=relation, proof=proof, by=by, old_papers=old_papers, at=at)
    announce(move(case, Verb.HAND_OVER, at=at, by=by))
    return case
