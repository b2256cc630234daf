"""What the stories of `flow` begin with: Ani's application for an SKD, sent as any channel would send it."""

import io
from datetime import date, datetime
from typing import Any

from PIL import Image
from tuntas.intake.submission import check_submission
from tuntas.intake.uploads import receive

from tests.make import MONDAY, PIN, Cast
from tuntas.cases.models import Case
from tuntas.flow.approve import approve
from tuntas.flow.submit import Sent, submit
from tuntas.intake.models import Upload

TODAY = date(2026, 11, 23)


def draw_photo(colour: int = 120) -> bytes:
    """A small JPEG."""
    image = Image.new("RGB", (900, 600), (colour, 200, 180))
    memory = io.BytesIO()
    image.save(memory, "JPEG")
    return memory.getvalue()


def make_upload(colour: int = 120) -> Upload:
    return receive(draw_photo(colour))


def make_body(cast: Cast, **fields: Any) -> dict[str, Any]:
    """The body of an SKD application with its three photos."""
    files = [{"requirement": code, "upload": str(make_upload().pk)} for code in ("PGT", "KTP", "KK")]
    return {
        "service": "SKD",
        "village": cast.office.code,
        "applicant": cast.ani,
        "answers": {"purpose": "Pembukaan rekening bank", "since": "2021-03"},
        "files": files,
        "delivery": {"method": "download"},
        **fields,
    }


def send(cast: Cast, *, at: datetime = MONDAY, **fields: Any) -> Sent:
    """Ani's application, sent."""
    return submit(check_submission(make_body(cast, **fields), channel="web", on=TODAY), at=at)


def approve_until(case: Case, cast: Cast, *, steps: int = 4, at: datetime = MONDAY) -> Case:
    """The first `steps` officers approve; the fourth signs with the PIN."""
    for officer in cast.chain[:steps]:
        case = approve(case, by=officer, pin=PIN, at=at)
    return case
