"""Idempotency: the same key and body get the same answer, however often a weak signal repeats them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.vault.fields import Json
from tuntas.vault.replay import Make, answer_once, answer_prepared

_LONGEST_KEY = 200


def answer(request: HttpRequest, *, who: str, make: Make, body: bytes | None = None) -> HttpResponse:
    """Runs `make` once per Idempotency-Key and caller, and answers with its status and body.

    `body` is what makes two requests the same: the raw body unless given. Without a key it simply runs.
    Raises vault.replay.KeyReused when the key came with another body.
    """
    key, sent = _read_key(request), request.body if body is None else body
    return _respond(answer_once(key, scope=_scope(request, who), body=sent, make=make) if key else make())


def answer_prepared_once(request: HttpRequest, *, who: str, prepare: Callable[[], Make]) -> HttpResponse:
    """The same, where `prepare` does what needs no lock and gives what is left to make. Raises like `answer`."""
    key, scope = _read_key(request), _scope(request, who)
    return _respond(answer_prepared(key, scope=scope, body=request.body, prepare=prepare) if key else prepare()())


def _read_key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > _LONGEST_KEY:
        raise InputRefused([FieldError("Idempotency-Key", _("Pakai kunci paling panjang 200 huruf."))])
    return key


def _scope(request: HttpRequest, who: str) -> str:
    return f"{request.method} {request.path} {who}"


def _respond(answered: tuple[int, Json]) -> HttpResponse:
    status, reply = answered
    return JsonResponse(reply, status=status, json_dumps_params={"ensure_ascii": False})
