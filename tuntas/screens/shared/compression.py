"""Compression of what is text: photos and PDFs are compressed already, so trying costs time and saves nothing."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TEXT = ("text/", "application/json", "application/problem+json", "image/svg+xml", "application/javascript")


class CompressText(GZipMiddleware):
    """Django's compression with its random padding (against BREACH), for text only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The same answer, smaller where it pays."""
        if not str(response.headers.get("Content-Type", "")).startswith(_TEXT):
            return response
        return super().process_response(request, response)
