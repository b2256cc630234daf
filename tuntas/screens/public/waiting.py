"""The answer to a visitor who asked too often."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.vault.tries import TooManyTries


def ask_to_wait(request: HttpRequest, refused: TooManyTries) -> HttpResponse:
    """429 with the sentence of the throttle and how long to wait."""
    answer = render(request, "public/wait.html", {"sentence": str(refused)}, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(refused.retry_after)
    return answer
