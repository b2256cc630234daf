"""Web push: encrypted as the standard's own example, signed by our key, forgotten when the browser says so."""

import base64
import json
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from tuntas.gateways.refusals import GatewayDown, GatewayRefused
from tuntas.gateways.web_push import (
    SubscriptionGone,
    Target,
    decode,
    encrypt,
    load_key,
    make_key,
    make_token,
    public_of,
    push,
)

# RFC 8291, section 5 and appendix A: facts of the standard.
PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
OURS = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7"
    "A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
TARGET = Target("https://push.contoh.id/abc", PUBLIC, AUTH)


def test_the_standards_own_example_comes_out_byte_for_byte() -> None:
    ours = ec.derive_private_key(int.from_bytes(decode(OURS), "big"), ec.SECP256R1())

    body = encrypt(b"When I grow up, I want to be a watermelon", TARGET, salt=decode(SALT), ours=ours)

    assert body == decode(BODY)


def test_two_messages_never_look_alike() -> None:
    assert encrypt(b"3 berkas", TARGET) != encrypt(b"3 berkas", TARGET)


def test_the_claim_is_for_this_service_and_signed_by_our_key() -> None:
    key = load_key(make_key())

    head, claims, signature = make_token(TARGET.endpoint, key=key, contact="https://kota.go.id", now=1000).split(".")

    raw = decode(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    key.public_key().verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    assert json.loads(decode(claims)) == {"aud": "https://push.contoh.id", "exp": 44200, "sub": "https://kota.go.id"}
    assert len(decode(public_of(key))) == 65


@pytest.mark.parametrize(
    ("status", "error"),
    [(404, SubscriptionGone), (410, SubscriptionGone), (400, GatewayRefused), (429, GatewayDown), (503, GatewayDown)],
)
def test_each_answer_asks_for_its_own(status: int, error: type[Exception]) -> None:
    with pytest.raises(error) as raised:
        send(lambda _request: httpx.Response(status))

    assert "contoh" not in str(raised.value)


def test_a_browser_gets_an_encrypted_body_and_a_silent_service_is_down() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) > 1:
            raise httpx.ReadTimeout("x")
        return httpx.Response(201)

    send(answer)

    assert seen[0].headers["Content-Encoding"] == "aes128gcm"
    assert seen[0].headers["Authorization"].startswith("vapid t=")
    assert b"berkas" not in seen[0].read()
    with pytest.raises(GatewayDown):
        send(answer)


def send(answer: Any) -> None:
    key = load_key(make_key())
    push(TARGET, b"3 berkas", key=key, contact="https://kota.go.id", transport=httpx.MockTransport(answer))


@pytest.mark.parametrize(
    ("endpoint", "p256dh", "auth"),
    [
        ("http://push.contoh.id/abc", PUBLIC, AUTH),
        ("https://user@push.contoh.id/abc", PUBLIC, AUTH),
        ("javascript:alert(1)", PUBLIC, AUTH),
        ("https://push.contoh.id/" + "a" * 1000, PUBLIC, AUTH),
        ("https://push.contoh.id/abc", "AAAA", AUTH),
        ("https://push.contoh.id/abc", PUBLIC, "AAAA"),
        ("https://push.contoh.id/abc", base64.b64encode(b"\4" * 65).decode(), AUTH),
        ("", "", ""),
    ],
)
def test_what_is_no_browser_is_refused(endpoint: str, p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- whatever is odd about it
        Target(endpoint, p256dh, auth)
