"""The webhook of WhatsApp: GET proves the address, POST takes what came. One row, one job, 200."""

from http import HTTPStatus
from typing import Final

import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tuntas.chat.models import Inbound
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_incoming import read_body
from tuntas.gateways.whatsapp_signature import HEADER, is_signed
from tuntas.jobs.queue import enqueue

MOST_BYTES: Final = 3_000_000  # WhatsApp promises not to send more

log = structlog.get_logger("tuntas.chat")


@csrf_exempt
@require_http_methods(["GET", "POST"])
def whatsapp(request: HttpRequest) -> HttpResponse:
    """GET: the challenge back. POST: 200 once it is kept, 403 unsigned, 413 too large, 503 without a database."""
    if request.method == "GET":
        return _verify(request)
    body = _read(request)
    if body is None:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not is_signed(body, given=request.headers.get(HEADER, ""), secrets=read_account().secrets):
        log.warning("webhook.unsigned", size=len(body))
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    try:
        keep(body)
    except DatabaseError as error:
        log.warning("webhook.database_refused", error=type(error).__name__)
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponse()


whatsapp.access = "open"  # type: ignore[attr-defined] # machines come by signature; screens.shared.access has the words


@transaction.atomic
def keep(body: bytes) -> None:
    """Keeps one webhook and queues its splitting."""
    inbound = Inbound.objects.create(payload=read_body(body), received_at=timezone.now())
    enqueue("split_inbound", payload={"inbound": str(inbound.pk)})


def _read(request: HttpRequest) -> bytes | None:
    """The raw bytes; None for more than WhatsApp ever sends, without reading them."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    try:
        return request.body
    except (RequestDataTooBig, UnreadablePostError):
        return None


def _verify(request: HttpRequest) -> HttpResponse:
    expected, given = read_account().verify_token, request.GET.get("hub.verify_token", "")
    fits = bool(expected) and constant_time_compare(given, expected)
    if request.GET.get("hub.mode") != "subscribe" or not fits:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return HttpResponse(request.GET.get("hub.challenge", "")[:200], content_type="text/plain")
