"""Where the sealed bytes lie: names that tell nothing, writing that survives a power cut."""

import os
import secrets
import uuid
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from tuntas.vault.keys import index_key, sync_folder

FOLDER = "blobs"


def name_of(blob_id: uuid.UUID) -> str:
    """The file's name in the storage, e.g. "blobs/3f/3f9a…": always the same for an id, and telling nothing of it.

    An id holds the moment it was made, so it is enciphered; whoever holds the key can turn a name back into its id.
    """
    encryptor = _block().encryptor()
    text = (encryptor.update(blob_id.bytes) + encryptor.finalize()).hex()
    return f"{FOLDER}/{text[:2]}/{text}"


def id_of(name: str) -> uuid.UUID | None:
    """The id behind the last part of a name; None if this installation did not make the name."""
    try:
        decryptor = _block().decryptor()
        found = uuid.UUID(bytes=decryptor.update(bytes.fromhex(name)) + decryptor.finalize())
    except ValueError:
        return None
    return found if found.version == 7 else None


def _block() -> Cipher[modes.ECB]:
    # One unique block per file: a permutation of ids is what is wanted here, not the secrecy of a text.
    return Cipher(algorithms.AES(index_key("file-name")), modes.ECB())  # noqa: S305


def write_bytes(name: str, data: bytes) -> None:
    """Puts a new file into the storage: wholly there, also after a power cut, or not at all."""
    if isinstance(default_storage, FileSystemStorage):
        _write_durably(Path(default_storage.path(name)), data)
        return
    saved = default_storage.save(name, ContentFile(data))
    if saved != name:
        default_storage.delete(saved)
        raise FileExistsError("the storage already holds a file of this name")


def delete_bytes(name: str) -> None:
    """Removes a file; one that is gone already is as good as removed."""
    default_storage.delete(name)


def _write_durably(path: Path, data: bytes) -> None:
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)
