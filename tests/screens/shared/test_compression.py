"""Text is compressed, photos and PDFs are not tried."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tuntas.screens.shared.compression import CompressText


@pytest.mark.parametrize(
    ("media_type", "encoding"),
    [
        ("text/html; charset=utf-8", "gzip"),
        ("application/json", "gzip"),
        ("application/pdf", None),
        ("image/jpeg", None),
    ],
)
def test_only_text_is_compressed(media_type: str, encoding: str | None) -> None:
    def answer(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("surat " * 500, content_type=media_type)

    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})

    assert CompressText(answer)(request).headers.get("Content-Encoding") == encoding
