import hashlib
import os
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tuntas.vault import disk, files, keys
from tuntas.vault.files import CHUNK, TAG, FileAltered, FileMissing
from tuntas.vault.models import Blob

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NEAR_BORDERS = st.builds(
    lambda chunks, offset: max(chunks * CHUNK + offset, 0), st.integers(0, 3), st.integers(-2, 2)
) | st.integers(0, 2000)
# The home is shared by all examples of one test: each stores files of its own.
SHARED_HOME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def _data(size: int) -> bytes:
    return (hashlib.sha256(str(size).encode()).digest() * (size // 32 + 1))[:size]


def _path(blob: Blob) -> Path:
    return Path(default_storage.path(disk.name_of(blob.id)))


def _store(size: int) -> Blob:
    return files.store(_data(size), media_type="image/jpeg")


@SHARED_HOME
@given(NEAR_BORDERS)
@example(0)
@example(CHUNK)
@example(3 * CHUNK)
def test_a_file_of_any_size_comes_back_as_it_was(size: int) -> None:
    blob = _store(size)

    assert files.read(Blob.objects.get(pk=blob.pk)) == _data(size)
    assert (blob.size, blob.sha256) == (size, hashlib.sha256(_data(size)).hexdigest())
    assert _path(blob).stat().st_size == size + TAG * max(-(-size // CHUNK), 1)


@SHARED_HOME
@given(NEAR_BORDERS, NEAR_BORDERS, NEAR_BORDERS)
def test_any_part_of_a_file_reads_like_a_slice(size: int, start: int, length: int) -> None:
    blob = _store(size)

    assert files.read_range(blob, start, length) == _data(size)[start : start + length]


def test_a_range_reads_only_its_chunks() -> None:
    blob = _store(5 * CHUNK)
    with _path(blob).open("r+b") as handle:
        handle.seek(4 * (CHUNK + TAG))
        handle.write(b"\x00" * 10)

    assert files.read_range(blob, CHUNK, 10) == _data(5 * CHUNK)[CHUNK : CHUNK + 10]


def test_a_negative_range_is_refused() -> None:
    blob = _store(10)

    with pytest.raises(ValueError, match="range"):
        files.read_range(blob, -1, 5)


def test_a_file_streams_in_chunks() -> None:
    blob = _store(2 * CHUNK + 1)

    assert [len(piece) for piece in files.stream(blob)] == [CHUNK, CHUNK, 1]


@pytest.mark.parametrize("size", [1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("cut", [1, TAG, CHUNK + TAG])
def test_a_truncated_file_is_noticed(size: int, cut: int) -> None:
    blob = _store(size)
    path = _path(blob)
    os.truncate(path, max(path.stat().st_size - cut, 0))

    with pytest.raises(FileAltered):
        files.read(blob)
    with pytest.raises(FileAltered):
        files.read_range(blob, 0, 1)


def test_a_file_cut_at_a_chunk_with_its_row_made_to_fit_is_noticed() -> None:
    blob = _store(3 * CHUNK)
    os.truncate(_path(blob), 2 * (CHUNK + TAG))
    Blob.objects.filter(pk=blob.pk).update(size=2 * CHUNK)

    with pytest.raises(FileAltered):
        files.read(Blob.objects.get(pk=blob.pk))


def test_chunks_in_another_order_are_noticed() -> None:
    blob = _store(3 * CHUNK)
    path = _path(blob)
    sealed, size = path.read_bytes(), CHUNK + TAG
    path.write_bytes(sealed[size : 2 * size] + sealed[:size] + sealed[2 * size :])

    with pytest.raises(FileAltered, match="chunk 0"):
        files.read(blob)


def test_a_repeated_chunk_is_noticed() -> None:
    blob = _store(3 * CHUNK)
    path = _path(blob)
    sealed, size = path.read_bytes(), CHUNK + TAG
    path.write_bytes(sealed[:size] + sealed[:size] + sealed[2 * size :])

    with pytest.raises(FileAltered, match="chunk 1"):
        files.read(blob)


@pytest.mark.parametrize("place", [0, CHUNK, CHUNK + TAG, 2 * CHUNK])
def test_one_changed_bit_in_a_file_is_noticed(place: int) -> None:
    blob = _store(2 * CHUNK + 5)
    sealed = bytearray(_path(blob).read_bytes())
    sealed[place] ^= 1
    _path(blob).write_bytes(sealed)

    with pytest.raises(FileAltered):
        files.read(blob)


def test_a_file_put_in_the_place_of_another_is_noticed() -> None:
    ani, eko = _store(100), files.store(b"x" * 100, media_type="image/jpeg")
    shutil.copy(_path(ani), _path(eko))

    with pytest.raises(FileAltered):
        files.read(eko)


def test_a_row_given_another_row_s_key_is_noticed() -> None:
    ani, eko = _store(100), _store(100)
    shutil.copy(_path(ani), _path(eko))
    Blob.objects.filter(pk=eko.pk).update(wrapped_key=bytes(ani.wrapped_key))

    with pytest.raises(FileAltered, match="row"):
        files.read(Blob.objects.get(pk=eko.pk))


@pytest.mark.parametrize("change", [{"media_type": "text/html"}, {"sha256": "0" * 64}, {"size": 101}])
def test_a_row_that_lies_about_its_file_is_noticed(change: dict[str, Any]) -> None:
    blob = _store(100)
    Blob.objects.filter(pk=blob.pk).update(**change)

    with pytest.raises(FileAltered):
        files.read(Blob.objects.get(pk=blob.pk))


def test_the_bytes_on_disk_are_not_the_file() -> None:
    blob = files.store(b"Surat Keterangan Domisili " * 100, media_type="application/pdf")

    assert b"Domisili" not in _path(blob).read_bytes()


def test_each_file_has_a_key_of_its_own() -> None:
    first, second = _store(100), _store(100)

    assert _path(first).read_bytes() != _path(second).read_bytes()
    assert bytes(first.wrapped_key) != bytes(second.wrapped_key)


def test_names_on_disk_tell_nothing_and_lead_back_only_with_the_key(home: Path) -> None:
    first, second = _store(1), _store(1)

    names = [disk.name_of(blob.id) for blob in (first, second)]

    assert all(blob.id.hex[:8] not in name for blob in (first, second) for name in names)
    assert disk.name_of(first.id) == names[0]
    assert disk.id_of(names[0].rpartition("/")[2]) == first.id
    assert disk.id_of("surat.pdf") is None


def test_stored_files_are_readable_by_their_owner_only() -> None:
    blob = _store(1)

    assert _path(blob).stat().st_mode & 0o777 == 0o600
    assert _path(blob).parent.stat().st_mode & 0o777 == 0o700
    assert _path(blob).parent.parent.parent.stat().st_mode & 0o777 == 0o700


def test_rotation_keeps_old_files_readable() -> None:
    blob = _store(100)

    keys.rotate()

    assert files.read(Blob.objects.get(pk=blob.pk)) == _data(100)


def test_there_is_no_row_when_the_bytes_cannot_be_written(home: Path) -> None:
    (home / "files").mkdir()
    (home / "files" / "blobs").write_text("in the way")

    with pytest.raises(OSError, match="blobs"):
        _store(1)

    assert not Blob.objects.exists()


def test_a_killed_write_leaves_no_file_under_the_final_name(home: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(os, "fsync", _no_space)

    with pytest.raises(OSError, match="No space"):
        disk._write_durably(home / "files" / "blob", b"x")

    assert [path for path in home.rglob("*") if path.is_file() and path.parent.name == "files"] == []


def _no_space(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_missing_bytes_are_named() -> None:
    blob = _store(1)
    _path(blob).unlink()

    with pytest.raises(FileMissing, match=str(blob.id)):
        files.read(blob)


def test_a_row_without_its_key_is_noticed() -> None:
    blob = _store(1)
    blob.wrapped_key = b""

    with pytest.raises((FileAltered, InvalidTag, keys.KeyMissing)):
        files.read(blob)


def test_destroying_a_file_removes_row_and_bytes(django_capture_on_commit_callbacks: Any) -> None:
    blob = _store(1)
    path = _path(blob)

    with django_capture_on_commit_callbacks(execute=True):
        files.destroy(blob)

    assert not path.exists()
    assert not Blob.objects.exists()


def test_destroying_that_is_rolled_back_keeps_the_file() -> None:
    blob = _store(1)
    pk = blob.pk

    with transaction.atomic():
        files.destroy(blob)
        transaction.set_rollback(True)

    assert files.read(Blob.objects.get(pk=pk)) == _data(1)


TOMORROW = timezone.now() + timedelta(days=2)


def test_bytes_of_a_rolled_back_row_are_swept_after_a_day() -> None:
    kept = _store(1)
    with transaction.atomic():
        lost = _store(2)
        transaction.set_rollback(True)
    assert _path(lost).exists()

    assert files.sweep_orphans(at=timezone.now()) == 0
    assert _path(lost).exists()
    assert files.sweep_orphans(at=TOMORROW) == 1

    assert not _path(lost).exists()
    assert files.read(kept) == _data(1)


def test_half_written_files_are_swept_and_foreign_ones_are_left(home: Path) -> None:
    folder = _path(_store(1)).parent
    (folder / ".draft.0a1b").write_bytes(b"half")
    (folder / "README.txt").write_text("not ours")

    assert files.sweep_orphans(at=TOMORROW) == 1

    assert (folder / "README.txt").exists()
    assert not (folder / ".draft.0a1b").exists()


def test_sweeping_an_empty_storage_does_nothing() -> None:
    assert files.sweep_orphans(at=TOMORROW) == 0


def test_a_wrong_database_does_not_sweep_all_files_away(home: Path) -> None:
    folder = _path(_store(1)).parent
    for _ in range(files.FEW + 1):
        name = disk.name_of(keys.make_id()).rpartition("/")[2]
        (folder / name).write_bytes(b"x")

    with pytest.raises(files.TooManyOrphans, match="right database"):
        files.sweep_orphans(at=TOMORROW)

    assert len(list(folder.iterdir())) == files.FEW + 2


def test_another_storage_than_the_disk_works_the_same(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }

    blob = _store(CHUNK + 1)

    assert files.read(blob) == _data(CHUNK + 1)
    assert files.read_range(blob, CHUNK - 1, 5) == _data(CHUNK + 1)[CHUNK - 1 :]
    Blob.objects.all().delete()
    assert files.sweep_orphans(at=TOMORROW) == 1
