"""HEAD: answered as GET would be, without the body; nobody has a document because of it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tuntas.api.problems import PREFIX

HEAD: Final = "HEAD"


class AnswerHead:
    """Middleware: the operations know GET alone, so a HEAD passes as one and its answer loses the body (RFC 9110)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        is_asked = is_head(request)
        request.method = "GET" if is_asked else request.method
        response = self.get_response(request)
        if response.headers.get("Allow") == "GET":
            response.headers["Allow"] = "GET, HEAD"
        if is_asked:
            request.method = HEAD
            _drop_body(response)
        return response


def is_head(request: HttpRequest) -> bool:
    """Whether the client wants to know about an answer without getting it; `request.method` says GET meanwhile."""
    return bool(request.META.get("REQUEST_METHOD") == HEAD)


def _drop_body(response: HttpResponseBase) -> None:
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
