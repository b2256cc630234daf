"""Many papers at little cost: the photos are cleaned once, every application has rows of its own."""

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2
import zxingcpp
from django.utils import timezone

from tests.flow.papers import prepare_photo
from tests.make import Cast
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of
from tuntas.flow.submit import Sent, submit
from tuntas.intake.models import Upload
from tuntas.intake.submission import check_submission
from tuntas.intake.uploads import keep


def make_uploads(count: int) -> Iterator[Upload]:
    """Fresh uploads over the bytes of the first."""
    first = keep(prepare_photo())
    yield first
    for _each in range(count - 1):
        row = {field.attname: getattr(first, field.attname) for field in Upload._meta.concrete_fields}
        yield Upload.objects.create(**{name: value for name, value in row.items() if name != "id"})


def make_quick_body(cast: Cast, **fields: Any) -> dict[str, Any]:
    """The body of Ani's SKD application, as every channel sends it."""
    _version, definition = get_service("SKD")
    needed = [one.code for one in definition.requirements if one.required]
    files = [
        {"requirement": code, "upload": str(one.pk)}
        for code, one in zip(needed, make_uploads(len(needed)), strict=True)
    ]
    answers = {q.code: example_of(q) for q in definition.questions if q.required and q.when is None}
    body = {"service": "SKD", "village": cast.office.code, "applicant": cast.ani, "answers": answers, "files": files}
    return {**body, "delivery": {"method": "download"}, **fields}


def send_quickly(cast: Cast, **fields: Any) -> Sent:
    """Ani's application, sent now."""
    return submit(check_submission(make_quick_body(cast, **fields), channel="web", on=timezone.localdate()))


def read_qr(pdf: bytes) -> list[str]:
    """What a phone reads from the QR codes of the first page."""
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    picture = page.render(scale=2, grayscale=True).to_pil()
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]
