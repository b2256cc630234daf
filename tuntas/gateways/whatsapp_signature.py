"""The signature of a webhook: HMAC-SHA256 with the app secret over the raw bytes, never over JSON written again."""

import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

HEADER: Final = "X-Hub-Signature-256"
_LENGTH: Final = len("sha256=") + 64


def sign(body: bytes, *, secret: str) -> str:
    """The header's value: "sha256=" and 64 hexadecimal digits."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(body: bytes, *, given: str, secrets: Iterable[str]) -> bool:
    """Whether one of the secrets signed these bytes; in constant time, and no without a secret."""
    if len(given) != _LENGTH:
        return False
    fits = [hmac.compare_digest(sign(body, secret=secret).encode(), given.encode()) for secret in secrets if secret]
    return any(fits)
