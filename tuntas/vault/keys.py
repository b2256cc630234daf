"""The keys of this installation: read from the environment, else made once into $TUNTAS_HOME/keys with mode 0600."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import uuid
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time_ns

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class KeyMissing(Exception):
    """A value was encrypted under a key that the ring no longer holds."""


@dataclass(frozen=True)
class KeyRing:
    """AES-256 keys by version; `active` encrypts, all of them decrypt."""

    active: int
    keys: dict[int, bytes]

    def get(self, version: int) -> bytes:
        """The 32-byte key of a version. Raises KeyMissing."""
        try:
            return self.keys[version]
        except KeyError:
            raise KeyMissing(f"no key of version {version} in the ring") from None


def make_id() -> uuid.UUID:
    """A version 7 UUID: unguessable, and rows made together stay together in the index (RFC 9562)."""
    milliseconds = time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)


def keys_folder() -> Path:
    """The folder of generated keys, made with mode 0700 when absent."""
    folder = Path(settings.TUNTAS_HOME) / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_or_make(name: str, *, content: bytes) -> bytes:
    """The bytes of a key file; writes `content` with mode 0600 if the file is not there yet.

    Two processes may start at once: the file appears complete or not at all, and the first one wins.
    """
    path = keys_folder() / name
    if not path.exists():
        draft = path.with_name(f"{name}.{os.getpid()}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def _derive(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, purpose.encode(), hashlib.sha256)


@cache
def field_ring() -> KeyRing:
    """The ring that encrypts fields and files: `TUNTAS_MASTER_KEY`, else `keys/ring.json`."""
    if settings.TUNTAS_MASTER_KEY:
        parts = settings.TUNTAS_MASTER_KEY.split(",")
        return KeyRing(len(parts), {number: _derive(part.encode(), "field") for number, part in enumerate(parts, 1)})
    first = json.dumps({"active": 1, "keys": {"1": base64.b64encode(AESGCM.generate_key(256)).decode()}})
    stored = json.loads(read_or_make("ring.json", content=first.encode()))
    keys = {int(version): base64.b64decode(key) for version, key in stored["keys"].items()}
    return KeyRing(int(stored["active"]), keys)


def rotate() -> int:
    """Adds a fresh key to `keys/ring.json` and makes it active. Returns its version; older values stay readable."""
    ring = field_ring()
    version = max(ring.keys) + 1
    keys = {**ring.keys, version: AESGCM.generate_key(256)}
    content = {"active": version, "keys": {str(n): base64.b64encode(k).decode() for n, k in keys.items()}}
    path = keys_folder() / "ring.json"
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        json.dump(content, handle)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
    field_ring.cache_clear()
    return version


@cache
def index_key(purpose: str) -> bytes:
    """The HMAC key of one purpose, e.g. "nik", "audit", "pin". It never lives in the database."""
    if settings.TUNTAS_MASTER_KEY:
        return _derive(settings.TUNTAS_MASTER_KEY.split(",")[0].encode(), f"index:{purpose}")
    return _derive(read_or_make("index.key", content=secrets.token_bytes(32)), purpose)


def blind_index(purpose: str, value: str) -> str:
    """32 hex characters that find an exact value without showing it; "" for an empty value."""
    if not value:
        return ""
    return hmac.digest(index_key(purpose), value.encode(), hashlib.sha256)[:16].hex()


def encrypt(plain: bytes, *, bound_to: str) -> bytes:
    """Key version (2 bytes), nonce (12), ciphertext and tag; readable only for the same `bound_to`."""
    ring = field_ring()
    nonce = os.urandom(12)
    head = ring.active.to_bytes(2, "big") + nonce
    return head + AESGCM(ring.get(ring.active)).encrypt(nonce, plain, bound_to.encode())


def decrypt(sealed: bytes, *, bound_to: str) -> bytes:
    """The plain bytes. Raises KeyMissing, or InvalidTag if the value was altered or moved to another row."""
    key = field_ring().get(int.from_bytes(sealed[:2], "big"))
    return AESGCM(key).decrypt(sealed[2:14], sealed[14:], bound_to.encode())
