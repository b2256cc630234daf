"""What the stories of `flow` begin with: Ani's application for an SKD, sent as any channel would send it."""

import io
from datetime import date, datetime
from functools import cache
from typing import Any

from PIL import Image

from tests.make import MONDAY, PIN, Cast
from tuntas.cases.models import Case
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of
from tuntas.flow.approve import approve
from tuntas.flow.submit import Sent, submit
from tuntas.intake.models import Upload
from tuntas.intake.submission import check_submission
from tuntas.intake.uploads import Prepared, keep, prepare

TODAY = date(2026, 11, 23)


@cache
def draw_photo(colour: int = 120) -> bytes:
    """A small JPEG."""
    image = Image.new("RGB", (900, 600), (colour, 200, 180))
    memory = io.BytesIO()
    image.save(memory, "JPEG")
    return memory.getvalue()


@cache
def prepare_photo(colour: int = 120) -> Prepared:
    """A photo that was cleaned and looked at once, for all the uploads that show it."""
    return prepare(draw_photo(colour))


def make_upload(colour: int = 120) -> Upload:
    return keep(prepare_photo(colour))


def make_body(cast: Cast, **fields: Any) -> dict[str, Any]:
    """The body of an SKD application with its three photos."""
    _version, definition = get_service("SKD")
    answers = {q.code: example_of(q) for q in definition.questions if q.required and q.when is None}
    files = [
        {"requirement": one.code, "upload": str(make_upload().pk)} for one in definition.requirements if one.required
    ]
    return {
        "service": "SKD",
        "village": cast.office.code,
        "applicant": cast.ani,
        "answers": answers,
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
