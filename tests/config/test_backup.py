"""A backup holds one moment of everything but the keys, and gives all of it back elsewhere."""

import io
import json
import shutil
import tarfile
from pathlib import Path

import pytest

from tests.config.installation import Installation

LOOK = """
from tuntas.cases.models import Application, Event
from tuntas.offices.models import Officer
from tuntas.vault.files import read
from tuntas.vault.models import AuditEntry, Blob
application = Application.objects.get()
print(application.applicant["name"], application.submitted_at.isoformat(), Event.objects.get().at.isoformat())
print(Officer.objects.get(username="dewi").check_password("tuntas"), read(Blob.objects.get()) == b"a photo" * 20000)
print(AuditEntry.objects.filter(action="case.read").count(), application.cases.get().steps.count())
"""


def share_keys(source: Installation, target: Installation) -> None:
    shutil.copytree(source.home / "keys", target.home / "keys")


@pytest.fixture
def archive(lived_in: Installation, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    done = lived_in.run("backup", str(path))
    assert done.returncode == 0, done.stderr
    return path


def test_a_backup_comes_back_whole(lived_in: Installation, empty: Installation, archive: Path) -> None:
    share_keys(lived_in, empty)

    done = empty.run("restore", str(archive))

    assert done.returncode == 0, done.stderr
    assert "audit entries hold" in done.stdout
    assert empty.python(LOOK) == lived_in.python(LOOK)
    assert empty.python(LOOK).startswith("Ani Contoh")


def test_a_restored_installation_goes_on_counting(lived_in: Installation, empty: Installation, archive: Path) -> None:
    share_keys(lived_in, empty)
    empty.run("restore", str(archive))

    empty.python(
        "from tests.make import *; from tuntas.offices.models import Office\n"
        "make_case(Office.objects.get(code='16.71.08.1006'), application=make_application("
        "Office.objects.get(code='16.71.08.1006'), receipt='2611-AAAA-AAAA'))"
    )

    assert empty.run("audit", "verify").returncode == 0


def test_keys_are_not_in_the_archive(lived_in: Installation, archive: Path) -> None:
    content = archive.read_bytes()

    for key in (lived_in.home / "keys").iterdir():
        assert key.read_bytes() not in content
    assert archive.stat().st_mode & 0o077 == 0


def test_a_restore_with_other_keys_is_refused(empty: Installation, archive: Path) -> None:
    done = empty.run("restore", str(archive))

    assert done.returncode == 1
    assert "other keys" in done.stderr
    assert "index" in done.stderr


def test_a_restore_into_a_database_with_data_is_refused(lived_in: Installation, archive: Path) -> None:
    done = lived_in.run("restore", str(archive))

    assert done.returncode == 1
    assert "holds data" in done.stderr


def test_an_installation_after_init_counts_as_empty(prepared: Installation, tmp_path: Path) -> None:
    path = tmp_path / "early.tar"
    prepared.run("backup", str(path))

    assert prepared.run("restore", str(path)).returncode == 0


def test_a_backup_does_not_overwrite_a_file(lived_in: Installation, archive: Path) -> None:
    before = archive.read_bytes()

    done = lived_in.run("backup", str(archive))

    assert done.returncode == 1
    assert archive.read_bytes() == before


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_cut_archive_is_refused_and_changes_nothing(
    lived_in: Installation, empty: Installation, archive: Path, share: float
) -> None:
    share_keys(lived_in, empty)
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * share)])

    done = empty.run("restore", str(archive))

    assert done.returncode == 1
    assert "no complete archive" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_archive_that_lost_rows_is_refused(lived_in: Installation, empty: Installation, archive: Path) -> None:
    share_keys(lived_in, empty)
    drop_member(archive, "rows/cases.event")

    done = empty.run("restore", str(archive))

    assert done.returncode == 1
    assert "other rows" in done.stderr
    assert empty.python("from tuntas.offices.models import Officer; print(Officer.objects.count())") == "0"


def test_an_archive_of_a_newer_version_is_refused(lived_in: Installation, empty: Installation, archive: Path) -> None:
    share_keys(lived_in, empty)
    with tarfile.open(archive) as old:
        manifest = json.load(old.extractfile("manifest.json"))
    manifest["migrations"]["cases"] = "9999_from_the_future"
    drop_member(archive, "manifest.json", instead=json.dumps(manifest).encode())

    done = empty.run("restore", str(archive))

    assert done.returncode == 1
    assert "newer version" in done.stderr


def test_a_lost_file_is_told_and_the_rest_is_kept(lived_in: Installation, tmp_path: Path) -> None:
    next(path for path in (lived_in.home / "files").rglob("*") if path.is_file()).unlink()

    done = lived_in.run("backup", str(tmp_path / "lossy.tar"))

    assert "MISSING" in done.stdout


@pytest.mark.postgres
def test_an_office_moves_to_postgresql_and_back(
    lived_in: Installation, empty_postgres: Installation, empty: Installation, archive: Path, tmp_path: Path
) -> None:
    share_keys(lived_in, empty_postgres)
    share_keys(lived_in, empty)

    there = empty_postgres.run("restore", str(archive))
    kept = empty_postgres.run("backup", str(tmp_path / "second.tar"))
    back = empty.run("restore", str(tmp_path / "second.tar"))

    assert (there.returncode, kept.returncode, back.returncode) == (0, 0, 0), there.stderr + kept.stderr + back.stderr
    assert empty_postgres.python(LOOK) == empty.python(LOOK) == lived_in.python(LOOK)
    empty_postgres.python("from tests.make import *; make_officer('gita')")


def drop_member(archive: Path, name: str, *, instead: bytes | None = None) -> None:
    """Writes the archive anew without one member, or with another content for it."""
    with tarfile.open(archive) as old:
        members = [(entry, old.extractfile(entry).read()) for entry in old.getmembers()]
    with tarfile.open(archive, "w") as new:
        for entry, content in members:
            if entry.name == name and instead is None:
                continue
            kept = instead if entry.name == name and instead is not None else content
            entry.size = len(kept)
            new.addfile(entry, io.BytesIO(kept))
