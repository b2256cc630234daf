"""Encrypted files: 64 KB chunks under a key of their own, readable in part, safe against cuts and swaps.

The construction is STREAM: chunk i is sealed by AES-256-GCM under the file's own key with the nonce (i, is it the last
chunk), so a chunk that is missing, repeated, moved or taken from another file does not open.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from tuntas.vault.disk import FOLDER, delete_bytes, id_of, name_of, write_bytes
from tuntas.vault.keys import decrypt, encrypt, make_id
from tuntas.vault.models import Blob
from tuntas.vault.rows import insert

CHUNK = 64 * 1024
TAG = 16
ORPHAN_AGE = timedelta(days=1)  # longer than any transaction lives
BATCH = 500  # ids asked for at once
FEW = 20  # orphans in one folder that never look suspicious

log = structlog.get_logger("tuntas.vault")


class FileAltered(Exception):
    """A stored file is not what was stored: altered, cut, or exchanged. Names the blob."""


class FileMissing(Exception):
    """A blob's row is here and its bytes are not. Names the blob."""


class TooManyOrphans(Exception):
    """More files without a row than with one: rather a wrong or empty database than forgotten files."""


def store(data: bytes, *, media_type: str) -> Blob:
    """Keeps one file and returns its row. The bytes are on the disk before the row is written.

    The row belongs to the caller's transaction; if that is rolled back, the bytes stay behind unreadable (their key
    went with the row) until `sweep_orphans` removes them.
    """
    key = AESGCM.generate_key(256)
    blob = Blob(id=make_id(), sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type)
    blob.wrapped_key = encrypt(key, bound_to=_bound_to(blob))
    write_bytes(name_of(blob.id), b"".join(_seal(data, key)))
    insert([blob])
    return blob


def read(blob: Blob) -> bytes:
    """The whole file. Raises FileAltered, FileMissing, or keys.KeyMissing."""
    return b"".join(stream(blob))


def read_range(blob: Blob, start: int, length: int) -> bytes:
    """Up to `length` bytes from `start`, like a slice; only their chunks are read. Raises like `read`."""
    return b"".join(stream(blob, start=start, length=length))


def stream(blob: Blob, *, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The file, or a part of it, in pieces of at most 64 KB. Raises like `read`, before or between pieces."""
    if start < 0 or (length is not None and length < 0):
        raise ValueError("a range begins at 0 or later and has no negative length")
    end = blob.size if length is None else min(blob.size, start + length)
    cipher = AESGCM(_unwrap(blob))
    with _opened(blob) as handle:
        # An empty file still has one chunk, whose tag proves that it is meant to be empty.
        for index in range(start // CHUNK, max(-(-end // CHUNK), 1)):
            plain = _open_chunk(blob, handle, cipher, index)
            yield plain[max(start - index * CHUNK, 0) : max(end - index * CHUNK, 0)]


def destroy(blob: Blob) -> None:
    """Deletes the row, and with it the only key, now; the bytes once the caller's transaction commits."""
    name = name_of(blob.id)
    blob.delete()
    transaction.on_commit(lambda: delete_bytes(name), robust=True)  # what stays is swept later


def _bound_to(blob: Blob) -> str:
    # Whoever can write the table must not be able to turn a photo into a script, or one file into another.
    return f"vault_blob.wrapped_key:{blob.id}:{blob.size}:{blob.sha256}:{blob.media_type}"


def _unwrap(blob: Blob) -> bytes:
    try:
        return decrypt(bytes(blob.wrapped_key), bound_to=_bound_to(blob))
    except InvalidTag as error:
        raise FileAltered(f"the row of blob {blob.id} was altered") from error


def _nonce(index: int, *, is_last: bool) -> bytes:
    return index.to_bytes(11, "big") + (b"\x01" if is_last else b"\x00")


def _last(size: int) -> int:
    return max(-(-size // CHUNK) - 1, 0)


def _seal(data: bytes, key: bytes) -> Iterator[bytes]:
    cipher, last = AESGCM(key), _last(len(data))
    for index in range(last + 1):
        piece = data[index * CHUNK : (index + 1) * CHUNK]
        yield cipher.encrypt(_nonce(index, is_last=index == last), piece, None)


def _opened(blob: Blob) -> "File[bytes]":
    """The sealed bytes, already known to have the length that the row promises, so that no cut goes unseen."""
    try:
        handle = default_storage.open(name_of(blob.id), "rb")
        size = handle.size
    except FileNotFoundError as error:
        raise FileMissing(f"the bytes of blob {blob.id} are missing") from error
    if size != blob.size + TAG * (_last(blob.size) + 1):
        handle.close()
        raise FileAltered(f"blob {blob.id} was cut or lengthened")
    return handle


def _open_chunk(blob: Blob, handle: "File[bytes]", cipher: AESGCM, index: int) -> bytes:
    handle.seek(index * (CHUNK + TAG))
    sealed = handle.read(CHUNK + TAG)
    try:
        return cipher.decrypt(_nonce(index, is_last=index == _last(blob.size)), sealed, None)
    except (InvalidTag, ValueError) as error:
        raise FileAltered(f"chunk {index} of blob {blob.id} was altered") from error


def sweep_orphans(at: datetime) -> int:
    """Removes files without a row that are older than a day; returns how many. Raises TooManyOrphans.

    Called by the worker once a day. Memory stays flat: one folder of 1/256 of all files is looked at in turn.
    """
    removed = 0
    for folder in _list_folders():
        names = default_storage.listdir(folder)[1]
        orphans = [name for name in _list_rowless(names) if _is_old(f"{folder}/{name}", at=at)]
        if len(orphans) > max(FEW, len(names) // 2):
            raise TooManyOrphans(f"{len(orphans)} of {len(names)} files have no row: is this the right database?")
        for name in orphans:
            default_storage.delete(f"{folder}/{name}")
        removed += len(orphans)
    log.info("vault.swept", removed=removed)
    return removed


def _list_folders() -> list[str]:
    try:
        return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[0]]
    except FileNotFoundError:
        return []  # nothing was ever stored


def _list_rowless(names: list[str]) -> Iterator[str]:
    for first in range(0, len(names), BATCH):
        batch = {name: id_of(name) for name in names[first : first + BATCH]}
        known = set(Blob.objects.filter(pk__in=[pk for pk in batch.values() if pk]).values_list("pk", flat=True))
        yield from (name for name, pk in batch.items() if _is_ours(name, made=pk is not None) and pk not in known)


def _is_ours(name: str, *, made: bool) -> bool:
    # A hidden file is one that a killed process was still writing; anything else under another name is not ours.
    return made or name.startswith(".")


def _is_old(path: str, *, at: datetime) -> bool:
    return default_storage.get_modified_time(path) < at - ORPHAN_AGE
