"""Web push to a browser: the message encrypted for it (RFC 8291), the sender proven by a key of ours (RFC 8292)."""

import base64
import json
import os
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from tuntas.gateways.http import make_client
from tuntas.gateways.refusals import GatewayDown, GatewayRefused

_CURVE: Final = ec.SECP256R1()
_RECORD: Final = 4096
_TOKEN_LIFE: Final = 12 * 3600  # seconds; the standard allows a day
_KEPT: Final = 4 * 3600  # seconds for which the push service keeps a message for a browser that is off
_GONE: Final = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
TIMEOUT: Final = httpx.Timeout(10.0, connect=5.0)


class SubscriptionGone(GatewayRefused):
    """The browser has taken its subscription back: it is to be forgotten."""


@dataclass(frozen=True)
class Target:
    """A browser, as it described itself. Raises ValueError when made of what cannot be one."""

    endpoint: str = field(repr=False)
    p256dh: str = field(repr=False)
    auth: str = field(repr=False)

    def __post_init__(self) -> None:
        url = urlsplit(self.endpoint)
        if url.scheme != "https" or not url.hostname or "@" in url.netloc or len(self.endpoint) > 1000:
            raise ValueError("endpoint")
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, decode(self.p256dh))
        if len(decode(self.auth)) != 16:
            raise ValueError("auth")


def make_key() -> bytes:
    """A new key of ours, as PEM."""
    return ec.generate_private_key(_CURVE).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    """The key of a PEM file. Raises ValueError for another kind."""
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError("not a key of the curve P-256")  # noqa: TRY004 -- of a file, not of a type
    return key


def public_of(key: ec.EllipticCurvePrivateKey) -> str:
    """What a browser is told as `applicationServerKey`."""
    return encode(_point(key.public_key()))


def push(
    target: Target,
    payload: bytes,
    *,
    key: ec.EllipticCurvePrivateKey,
    contact: str,
    transport: httpx.BaseTransport | None = None,
) -> None:
    """Hands a message over. `contact` is our https address. Raises SubscriptionGone, GatewayRefused, GatewayDown.

    A push is a convenience that repeats itself with the next news, so that a silent answer is simply GatewayDown.
    """
    headers = {
        "Authorization": f"vapid t={make_token(target.endpoint, key=key, contact=contact)}, k={public_of(key)}",
        "Content-Encoding": "aes128gcm",
        "TTL": str(_KEPT),
        "Topic": "queue",  # a newer one takes the place of one that was not delivered yet
    }
    try:
        body = encrypt(payload, target)
        answer = make_client(transport).post(target.endpoint, content=body, headers=headers, timeout=TIMEOUT)
    except httpx.HTTPError as error:
        raise GatewayDown("push") from error
    if answer.status_code in _GONE:
        raise SubscriptionGone("push", code=str(answer.status_code))
    if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.is_server_error:
        raise GatewayDown("push", code=str(answer.status_code))
    if not answer.is_success:
        raise GatewayRefused("push", code=str(answer.status_code))


def make_token(endpoint: str, *, key: ec.EllipticCurvePrivateKey, contact: str, now: float | None = None) -> str:
    """The signed claim of RFC 8292: for this push service, for half a day, by us."""
    url = urlsplit(endpoint)
    claims = {
        "aud": f"{url.scheme}://{url.netloc}",
        "exp": int((now or time.time()) + _TOKEN_LIFE),
        "sub": contact,
    }
    parts = [
        encode(json.dumps(part, separators=(",", ":")).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    ]
    signed = ".".join(parts)
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def encrypt(
    payload: bytes, target: Target, *, salt: bytes | None = None, ours: ec.EllipticCurvePrivateKey | None = None
) -> bytes:
    """The body: salt, record size, our one-time key, and one encrypted record. Salt and key are given by tests only."""
    salt, ours = salt or os.urandom(16), ours or ec.generate_private_key(_CURVE)
    theirs = decode(target.p256dh)
    point = _point(ours.public_key())
    shared = ours.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    secret = _derive(shared, salt=decode(target.auth), info=b"WebPush: info\0" + theirs + point, length=32)
    content_key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    record = AESGCM(content_key).encrypt(nonce, payload + b"\2", None)  # \2 ends the last record (RFC 8188)
    return salt + _RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + record


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def encode(data: bytes) -> str:
    """Base64 for addresses, without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """What `encode` wrote. Raises ValueError."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
