"""Idempotency: the same key and body get the same answer, however often a weak signal repeats them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.vault.fields import Json
from tuntas.vault.replay import answer_once

_LONGEST_KEY = 200


def answer(
    request: HttpRequest, *, who: str, make: Callable[[], tuple[int, Json]], body: bytes | None = None
) -> HttpResponse:
    """Runs `make` once per Idempotency-Key and caller, and answers with its status and body.

    `body` is what makes two requests the same: the raw body unless given. Without a key it simply runs.
    Raises vault.replay.KeyReused when the key came with another body.
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > _LONGEST_KEY:
        raise InputRefused([FieldError("Idempotency-Key", _("Pakai kunci paling panjang 200 huruf."))])
    if key:
        scope = f"{request.method} {request.path} {who}"
        sent = request.body if body is None else body
        status, reply = answer_once(key, scope=scope, body=sent, make=make)
    else:
        status, reply = make()
    return JsonResponse(reply, status=status, json_dumps_params={"ensure_ascii": False})
