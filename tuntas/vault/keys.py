"""The keys of this installation: read from the environment, else made once into $TUNTAS_HOME/keys with mode 0600."""

import base64
import fcntl
import hashlib
import hmac
import json
import os
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import time_ns

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

_RING, _INDEX = "ring.json", "index.key"
_HEAD = 2 + 12  # key version and nonce, before the ciphertext


class KeyMissing(Exception):
    """A value was encrypted under a key that the ring no longer holds."""


class ValueAltered(InvalidTag):
    """A sealed value was altered, cut, or moved to another row. The message names the place, never the value."""


@dataclass(frozen=True)
class KeyRing:
    """AES-256 keys by version; `active` encrypts, all of them decrypt."""

    active: int
    keys: dict[int, bytes] = field(repr=False)  # a ring in a traceback or a log line must not print its keys

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
        draft = _write_draft(path, content)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(path.parent)
    return path.read_bytes()


def _write_draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    return draft


def sync_folder(folder: Path) -> None:
    """Brings a new name to the disk: only then does it survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _derive(master: bytes, purpose: str) -> bytes:
    return hmac.digest(master, purpose.encode(), hashlib.sha256)


def _master_keys() -> list[bytes]:
    """The comma-separated parts of TUNTAS_MASTER_KEY, oldest first; empty when it is not set."""
    parts = settings.TUNTAS_MASTER_KEY.split(",") if settings.TUNTAS_MASTER_KEY else []
    if any(not part.strip() for part in parts):
        raise ImproperlyConfigured("TUNTAS_MASTER_KEY has an empty part; write old,new without a comma at the end")
    return [part.strip().encode() for part in parts]


@cache
def field_ring() -> KeyRing:
    """The ring that encrypts fields and files: `TUNTAS_MASTER_KEY` (the last part is active), else `keys/ring.json`."""
    if masters := _master_keys():
        return KeyRing(len(masters), {number: _derive(part, "field") for number, part in enumerate(masters, 1)})
    return _load_ring(read_or_make(_RING, content=_dump_ring(KeyRing(1, {1: AESGCM.generate_key(256)}))))


def _load_ring(content: bytes) -> KeyRing:
    stored = json.loads(content)
    keys = {int(version): base64.b64decode(key) for version, key in stored["keys"].items()}
    return KeyRing(int(stored["active"]), keys)


def _dump_ring(ring: KeyRing) -> bytes:
    keys = {str(version): base64.b64encode(key).decode() for version, key in ring.keys.items()}
    return json.dumps({"active": ring.active, "keys": keys}).encode()


def rotate() -> int:
    """Adds a fresh key to `keys/ring.json` and makes it active. Returns its version; older values stay readable.

    A process that runs already encrypts under the older key until it meets a value under the new one, or restarts.
    Raises ImproperlyConfigured where TUNTAS_MASTER_KEY holds the keys: there, append the new one after a comma.
    """
    if settings.TUNTAS_MASTER_KEY:
        raise ImproperlyConfigured("TUNTAS_MASTER_KEY holds the keys: append the new one after a comma and restart")
    field_ring()
    with _locked_ring() as path:
        ring = _load_ring(path.read_bytes())
        version = max(ring.keys) + 1
        fresh = KeyRing(version, {**ring.keys, version: AESGCM.generate_key(256)})
        _write_draft(path, _dump_ring(fresh)).replace(path)
        sync_folder(path.parent)
    field_ring.cache_clear()
    return version


@contextmanager
def _locked_ring() -> Iterator[Path]:
    # Two rotations at once would each write a ring without the other's key.
    folder = keys_folder()
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder / _RING
    finally:
        os.close(descriptor)


@cache
def index_key(purpose: str) -> bytes:
    """The HMAC key of one purpose, e.g. "nik", "audit", "pin". It never lives in the database.

    It does not rotate: with TUNTAS_MASTER_KEY it comes from the first part, which therefore has to stay.
    """
    if masters := _master_keys():
        return _derive(masters[0], f"index:{purpose}")
    return _derive(read_or_make(_INDEX, content=secrets.token_bytes(32)), purpose)


def keyed_hash(purpose: str, value: bytes) -> str:
    """64 hex characters of HMAC-SHA256 under the key of a purpose: for values that only ever have to be compared."""
    return hmac.digest(index_key(purpose), value, hashlib.sha256).hex()


def blind_index(purpose: str, value: str) -> str:
    """32 hex characters that find an exact value without showing it; "" for an empty value."""
    if not value:
        return ""
    return keyed_hash(purpose, value.encode(errors="surrogatepass"))[:32]


def fingerprints() -> dict[str, str]:
    """What tells keys apart without showing them: {"field.1": 16 hex characters, ..., "index": ...}. For backups."""
    marks = {f"field.{version}": _derive(key, "fingerprint").hex()[:16] for version, key in field_ring().keys.items()}
    return {**marks, "index": index_key("fingerprint").hex()[:16]}


def list_open_key_files() -> list[str]:
    """Names of key files that others on this machine may read (mode wider than 0600); empty when all is well."""
    return sorted(path.name for path in keys_folder().iterdir() if path.is_file() and path.stat().st_mode & 0o077)


def encrypt(plain: bytes, *, bound_to: str) -> bytes:
    """Key version (2 bytes), nonce (12), ciphertext and tag; readable only for the same `bound_to`."""
    ring = field_ring()
    nonce = os.urandom(12)
    sealed = _cipher(ring.get(ring.active), bound_to).encrypt(nonce, plain, bound_to.encode())
    return ring.active.to_bytes(2, "big") + nonce + sealed


def decrypt(sealed: bytes, *, bound_to: str) -> bytes:
    """The plain bytes. Raises KeyMissing, or ValueAltered if the value was altered or moved to another row."""
    key = _ring_key(int.from_bytes(sealed[:2], "big"))
    try:
        return _cipher(key, bound_to).decrypt(sealed[2:_HEAD], sealed[_HEAD:], bound_to.encode())
    except (InvalidTag, ValueError) as error:
        raise ValueAltered(f"{bound_to} was altered or belongs to another row") from error


def _cipher(key: bytes, bound_to: str) -> AESGCM:
    # A key per record: random 96-bit nonces under one key for all rows would run out of safety at 2^32 values.
    return AESGCM(_derive(key, bound_to))


def _ring_key(version: int) -> bytes:
    if version not in field_ring().keys:
        field_ring.cache_clear()  # another process has rotated since this one read the ring
    return field_ring().get(version)
