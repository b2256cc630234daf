"""Cases, intents and sealed letters: what the stories of the letters room begin with."""

import io
from datetime import datetime
from functools import cache
from typing import Any

import pypdfium2

from tests.letters.sheets import AT, make_answers, make_sample
from tests.make import MONDAY, Cast, make_application, make_case
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.letters.authority import get_signer
from tuntas.letters.intent import prepare
from tuntas.letters.models import Letter
from tuntas.letters.render import render
from tuntas.letters.sealing import keep
from tuntas.offices.models import Assignment


def make_paper(cast: Cast, service: str = "SKD", *, receipt: str = "2611-7K3F-9QXM", **answers: Any) -> Case:
    """Ani's case, ready to be signed."""
    application = make_application(
        cast.office, receipt=receipt, applicant=cast.ani, answers=make_answers(service, **answers)
    )
    return make_case(cast.office, application=application, service=service, state=State.SIGNING)


def dewi_signs(cast: Cast) -> Assignment:
    """The Lurah's own assignment."""
    return Assignment.objects.get(officer=cast.dewi)


def make_intent(cast: Cast, service: str = "SKD", *, at: datetime = MONDAY, **fields: Any) -> Letter:
    """A letter with its number reserved and no bytes yet."""
    return prepare(make_paper(cast, service, **fields), signer=dewi_signs(cast), at=at)


@cache
def sealed_bytes() -> bytes:
    """One sealed PDF, made once for all tests that only need bytes which verify."""
    return get_signer().sign(render(make_sample("SKD"), at=AT))


def make_sealed(cast: Cast, service: str = "SKD", *, at: datetime = MONDAY, **fields: Any) -> Letter:
    """A letter that is kept; its bytes are those of `sealed_bytes`."""
    return keep(make_intent(cast, service, at=at, **fields), pdf=sealed_bytes(), at=at)


def read_text(pdf: bytes) -> str:
    """The text of all pages, as a reader copies it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return "\f".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)
