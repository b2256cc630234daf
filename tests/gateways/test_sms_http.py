"""The HTTP adapter for SMS: what it posts, and what each answer asks of us."""

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured

from tuntas.gateways.messages import Channel, Message, Status
from tuntas.gateways.opening import open_gateway
from tuntas.gateways.refusals import GatewayDown, GatewayPaused, GatewayRefused, GatewayUnknown
from tuntas.gateways.sms_http import SmsGateway

MESSAGE = Message(key="0193", to="+6281271000143", text="Surat Anda siap.")
FIELDS = (("to", "{to}"), ("text", "{text}"), ("ref", "{key}"), ("sender", "TUNTAS"))


def make_gateway(answer: Callable[[httpx.Request], httpx.Response], **fields: Any) -> SmsGateway:
    given = {"header": "X-Key: rahasia", "fields": FIELDS, "id_path": "data.0.id", **fields}
    return SmsGateway("https://sms.contoh.id/kirim", transport=httpx.MockTransport(answer), **given)


def test_posts_what_the_provider_wants_and_reads_its_id() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"data": [{"id": 77}]})

    sent = make_gateway(answer, with_plus=False).send(MESSAGE)

    body = json.loads(seen[0].read())
    assert body == {"to": "6281271000143", "text": "Surat Anda siap.", "ref": "0193", "sender": "TUNTAS"}
    assert seen[0].headers["X-Key"] == "rahasia"
    assert seen[0].headers["Idempotency-Key"] == "0193"
    assert (sent.message_id, sent.status) == ("77", Status.ACCEPTED)


def test_a_form_is_posted_where_json_is_not_read() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.read().decode())
        return httpx.Response(202, text="OK")

    sent = make_gateway(answer, is_form=True).send(MESSAGE)

    assert "text=Surat+Anda+siap." in seen[0]
    assert sent.message_id == "sms-0193"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, GatewayRefused),
        (404, GatewayRefused),
        (422, GatewayRefused),
        (301, GatewayRefused),
        (401, GatewayPaused),
        (402, GatewayPaused),
        (403, GatewayPaused),
        (429, GatewayDown),
        (503, GatewayDown),
        (408, GatewayUnknown),
        (500, GatewayUnknown),
        (504, GatewayUnknown),
    ],
)
def test_each_answer_asks_for_its_own(status: int, error: type[Exception]) -> None:
    gateway = make_gateway(lambda _request: httpx.Response(status, headers={"Retry-After": "7"}, text="+6281271000143"))

    with pytest.raises(error) as raised:
        gateway.send(MESSAGE)

    assert "+62" not in str(raised.value)
    assert getattr(raised.value, "seconds", 0) == {429: 7, 503: 7, 401: 900, 402: 900, 403: 900}.get(status, 0)


@pytest.mark.parametrize(
    ("trouble", "once", "error"),
    [
        (httpx.ConnectError("x"), False, GatewayDown),
        (httpx.ConnectTimeout("x"), False, GatewayDown),
        (httpx.ReadTimeout("x"), False, GatewayUnknown),
        (httpx.ReadTimeout("x"), True, GatewayDown),
        (httpx.RemoteProtocolError("x"), False, GatewayUnknown),
    ],
)
def test_silence_is_a_doubt_unless_doubles_are_dropped(trouble: Exception, once: bool, error: type[Exception]) -> None:
    def fail(_request: httpx.Request) -> httpx.Response:
        raise trouble

    with pytest.raises(error):
        make_gateway(fail, drops_doubles=once).send(MESSAGE)


def test_what_no_network_carries_is_not_even_posted() -> None:
    gateway = make_gateway(lambda _request: pytest.fail("posted"))

    with pytest.raises(GatewayRefused):
        gateway.send(Message(key="k", to="+62812", text="😀" * 300))


def test_settings_make_the_gateway_and_its_repr_hides_the_key(settings: Any) -> None:
    settings.SMS_TOKEN = "rahasia"

    gateway = open_gateway(Channel.SMS, "https://sms.contoh.id/v1/send")

    assert isinstance(gateway, SmsGateway)
    assert "rahasia" not in repr(gateway)


@pytest.mark.parametrize("fields", ["", "[]", '{"to": "{to}"}', "{to}"])
def test_fields_that_cannot_be_read_are_named(settings: Any, fields: str) -> None:
    settings.SMS_FIELDS = fields

    with pytest.raises(ImproperlyConfigured, match="TUNTAS_SMS_FIELDS"):
        open_gateway(Channel.SMS, "https://sms.contoh.id/v1/send")
