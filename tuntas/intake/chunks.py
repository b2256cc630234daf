"""A file in pieces, for a signal that comes and goes: what has arrived stays, only the rest is sent again.

Opened with its size, filled from offset 0 upwards, each piece kept encrypted, put together when the last one is in.
The field names follow the IETF draft on resumable uploads, so that a browser that learns it can use the same address.
"""

import hashlib
import re
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from tuntas.intake import uploads
from tuntas.intake.kinds import Trouble, Unusable
from tuntas.intake.models import Chunked, ChunkPart
from tuntas.intake.refusals import FileRefused
from tuntas.vault import files
from tuntas.vault.models import Blob

SMALLEST = 4 * 1024  # bytes, the last piece aside: a file of 25 MB must not become millions of rows
LARGEST = 2 * 1024 * 1024
ABANDONED_AFTER = timedelta(days=2)
_PART_TYPE = "application/octet-stream"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ChunkRefused(Exception):
    """A piece that cannot be taken; its text is a sentence."""


class WrongOffset(ChunkRefused):
    """The piece does not continue what has arrived. `expected` is where the next one must begin."""

    def __init__(self, expected: int) -> None:
        super().__init__(_("Bagian ini tidak berurutan. Lanjutkan dari bita %(offset)d.") % {"offset": expected})
        self.expected = expected


class ChunkedUnknown(Exception):
    """There is no such file under way, or it was forgotten."""


def open_chunked(size: int, *, sha256: str = "") -> Chunked:
    """Announces a file of `size` bytes; `sha256` (64 hex characters, or "") is checked when it is complete.

    Raises FileRefused for an empty file or one over settings.UPLOAD_LIMIT: before anybody sends it in vain.
    """
    if size <= 0:
        raise uploads.refusal_of(Unusable(Trouble.EMPTY))
    uploads.check_size(size)
    if sha256 and not _SHA256.fullmatch(sha256.lower()):
        raise ChunkRefused(_("Sidik berkas harus SHA-256, 64 angka heksadesimal."))
    return Chunked.objects.create(size=size, sha256=sha256.lower())


def get_chunked(chunked_id: UUID) -> Chunked:
    """The file under way; `received` is the next offset, `upload` is set when it is done. Raises ChunkedUnknown."""
    return _known(Chunked.objects.select_related("upload").filter(pk=chunked_id))


def _known(one: models.QuerySet[Chunked]) -> Chunked:
    found = one.first()
    if found is None:
        raise ChunkedUnknown(_("Kiriman ini sudah tidak ada. Kirim ulang berkasnya dari awal."))
    return found


def add_chunk(chunked_id: UUID, *, offset: int, data: bytes) -> Chunked:
    """Takes one piece; the last one makes the upload. A piece sent twice counts once.

    Raises WrongOffset (with the right one), ChunkRefused for its size, ChunkedUnknown; for the last piece also
    FileRefused: then the whole file is of no use and was forgotten.
    """
    chunked = _take(chunked_id, offset=offset, data=data)
    if chunked.received == chunked.size and chunked.upload is None:
        return _finish(chunked)
    return chunked


@transaction.atomic
def _take(chunked_id: UUID, *, offset: int, data: bytes) -> Chunked:
    chunked = _lock(chunked_id)
    if chunked.upload is not None or _is_repeated(chunked, offset=offset, data=data):
        return chunked
    if offset != chunked.received:
        raise WrongOffset(chunked.received)
    _check_length(chunked, length=len(data))
    blob = files.store(data, media_type=_PART_TYPE)
    ChunkPart.objects.create(chunked=chunked, offset=offset, blob=blob)
    chunked.received += len(data)
    chunked.save(update_fields=["received"])
    return chunked


def _lock(chunked_id: UUID) -> Chunked:
    """The row as it is once the lock is ours. The upload is not joined: PostgreSQL would show it as it was before."""
    return _known(Chunked.objects.select_for_update().filter(pk=chunked_id))


def _is_repeated(chunked: Chunked, *, offset: int, data: bytes) -> bool:
    """Whether exactly this piece has arrived before: its answer was lost on the way back."""
    if not data and offset == chunked.received:
        return True  # a caller that asks again for the end of a file that is complete
    digest = hashlib.sha256(data).hexdigest()
    return chunked.parts.filter(offset=offset, blob__size=len(data), blob__sha256=digest).exists()


def _check_length(chunked: Chunked, *, length: int) -> None:
    left = chunked.size - chunked.received
    if length > left:
        raise ChunkRefused(_("Bagian ini lebih panjang daripada sisa berkas."))
    if length > LARGEST or length < min(SMALLEST, left):
        raise ChunkRefused(_("Satu bagian berisi 4 KB sampai 2 MB."))


def _finish(chunked: Chunked) -> Chunked:
    """Makes the upload, outside the lock: decoding takes its time."""
    try:
        prepared = uploads.prepare(_assemble(chunked.pk))
    except FileRefused:
        if not _forget(Chunked.objects.filter(pk=chunked.pk, upload=None)):
            return get_chunked(chunked.pk)  # another request finished it meanwhile
        raise
    return _settle(chunked.pk, prepared)


@transaction.atomic
def _assemble(chunked_id: UUID) -> bytes:
    """The whole file; locked, so that nobody who finishes it at the same time takes the pieces away meanwhile."""
    chunked = _lock(chunked_id)
    data = b"".join(files.read(part.blob) for part in chunked.parts.order_by("offset").select_related("blob"))
    if chunked.sha256 and hashlib.sha256(data).hexdigest() != chunked.sha256:
        raise uploads.refusal_of(Unusable(Trouble.CHANGED))
    return data


@transaction.atomic
def _settle(chunked_id: UUID, prepared: uploads.Prepared) -> Chunked:
    """Of two requests that finished the same file at once, the second finds the first one's upload."""
    chunked = _lock(chunked_id)
    if chunked.upload is None:
        chunked.upload = uploads.keep(prepared)
        chunked.save(update_fields=["upload"])
        _drop_parts(chunked)
    return chunked


def _drop_parts(chunked: Chunked) -> None:
    blobs = list(Blob.objects.filter(pk__in=chunked.parts.values("blob")))
    chunked.parts.all().delete()
    for blob in blobs:
        files.destroy(blob)


def forget_abandoned(at: datetime) -> int:
    """Deletes files under way, with their pieces, that were begun more than two days ago. Returns how many."""
    old = Chunked.objects.filter(created_at__lt=at - ABANDONED_AFTER)
    return sum(_forget(Chunked.objects.filter(pk=pk)) for pk in list(old.values_list("pk", flat=True)))


def forget_unclaimed(at: datetime) -> int:
    """The worker's nightly broom: abandoned files under way, then uploads that no application claimed."""
    return forget_abandoned(at) + uploads.forget_unclaimed(at)


@transaction.atomic
def _forget(one: models.QuerySet[Chunked]) -> int:
    chunked = one.select_for_update().first()
    if chunked is None:
        return 0
    _drop_parts(chunked)
    chunked.delete()
    return 1
