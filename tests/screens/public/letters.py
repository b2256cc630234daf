"""A sealed letter without rendering or sealing: the intent is the product's own, its bytes are a few lines."""

from typing import Any

from django.utils import timezone

from tests.make import Cast, make_application, make_case
from tuntas.cases.models import Case
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State
from tuntas.letters.intent import prepare
from tuntas.letters.models import Letter
from tuntas.letters.sealing import keep

PDF = b"%PDF-1.7\n% contoh surat\n%%EOF\n"


def make_intent(cast: Cast, *, case: Case | None = None, **fields: Any) -> Letter:
    """A letter whose number is reserved and whose bytes do not exist yet; each call takes the next number."""
    at = timezone.now()
    application = None if case else make_application(cast.office, receipt=make_receipt(at))
    case = case or make_case(cast.office, application=application, state=State.DELIVERED)
    letter = prepare(case, signer=cast.dewi.assignments.get(), at=at)
    for name, value in fields.items():
        setattr(letter, name, value)
    letter.save()
    return letter


def make_sealed(cast: Cast, *, pdf: bytes = PDF, **fields: Any) -> Letter:
    """Ani's sealed letter."""
    return keep(make_intent(cast, **fields), pdf=pdf, at=timezone.now())
