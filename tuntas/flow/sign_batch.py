"""Sign a batch: one PIN for all the letters that were read; each letter stands or falls alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.cases.refusals import CannotMove
from tuntas.flow.approve import decide
from tuntas.letters.intent import draw_blank
from tuntas.offices.models import Officer
from tuntas.offices.signing import check_signing_pin
from tuntas.offices.tree import PostMissing


@dataclass(frozen=True)
class Signed:
    """What became of one case of the batch: `refusal` is empty when it went on to the seal."""

    case: Case
    refusal: str = ""


def sign_batch(cases: Sequence[Case], *, by: Officer, pin: str, at: datetime | None = None) -> list[Signed]:
    """Signs each case that can be signed. Raises offices.signing.WrongPin or TooManyTries before touching any."""
    at = at or timezone.now()
    check_signing_pin(by, pin=pin, at=at)
    return [_sign_one(case, by=by, at=at) for case in cases]


def _sign_one(case: Case, *, by: Officer, at: datetime) -> Signed:
    try:
        return Signed(decide(case, by=by, note="", fine=(), blank=draw_blank(), at=at))
    except (CannotMove, PostMissing) as refusal:
        return Signed(case, str(refusal))
