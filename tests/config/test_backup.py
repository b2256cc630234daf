"""A backup holds one moment of everything but the keys, and gives all of it back elsewhere."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command

from tests.config.conftest import PHOTO
from tests.config.installation import Installation
from tests.make import Cast, make_application, make_case, make_officer
from tuntas.cases.models import Application, Case, Event
from tuntas.config.backup import BackupRefused, make_backup, restore
from tuntas.offices.models import Office, Officer
from tuntas.vault import audit
from tuntas.vault.disk import name_of
from tuntas.vault.files import read
from tuntas.vault.keys import field_ring, index_key
from tuntas.vault.models import AuditEntry, Blob

FILES = Path(django_settings.TUNTAS_HOME) / "files"


@pytest.fixture
def archive(office_at_work: Cast, tmp_path: Path) -> Path:
    path = tmp_path / "backup.tar"
    make_backup(path)
    return path


@pytest.fixture
def other_keys(settings) -> Iterator[None]:
    settings.TUNTAS_MASTER_KEY = "another installation's"
    field_ring.cache_clear()
    index_key.cache_clear()
    yield
    settings.TUNTAS_MASTER_KEY = ""
    field_ring.cache_clear()
    index_key.cache_clear()


def lose_everything() -> None:
    call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(FILES / "blobs")


def look() -> dict[str, object]:
    application = Application.objects.get()
    return {
        "applicant": application.applicant,
        "sent": application.submitted_at,
        "answers": application.answers,
        "event": Event.objects.get().at,
        "steps": [(step.title, step.post_id) for step in Case.objects.get().steps.all()],
        "photo": read(Blob.objects.get()) == PHOTO,
        "password": Officer.objects.get(username="dewi").check_password("tuntas"),
        "hours": Office.objects.get(code="16.71.08.1006").hours,
        "audit": list(AuditEntry.objects.filter(action="case.read").values_list("at", "hash", "actor")),
    }


def test_a_backup_comes_back_whole(archive: Path) -> None:
    before = look()
    lose_everything()

    says = restore(archive)

    assert look() == before
    assert before["photo"]
    assert "audit entries hold" in says


def test_work_goes_on_after_a_restore(archive: Path) -> None:
    lose_everything()
    restore(archive)

    make_case(Office.objects.get(code="16.71.08.1006"), application=make_second_application())
    make_officer("gita")

    assert audit.verify() > 0


def make_second_application() -> Application:
    return make_application(Office.objects.get(code="16.71.08.1006"), receipt="2611-AAAA-AAAA")


def test_what_happens_after_the_backup_is_not_in_it(archive: Path) -> None:
    make_second_application()
    lose_everything()

    restore(archive)

    assert Application.objects.count() == 1


def test_a_backup_and_a_restore_are_themselves_audited(archive: Path) -> None:
    assert AuditEntry.objects.filter(action="backup", subject="backup.tar").exists()
    lose_everything()

    restore(archive)

    assert AuditEntry.objects.filter(action="restore").exists()


def test_keys_are_not_in_the_archive(archive: Path) -> None:
    content = archive.read_bytes()

    for key in (Path(django_settings.TUNTAS_HOME) / "keys").iterdir():
        assert key.read_bytes() not in content


def test_nothing_personal_is_in_the_archive_in_clear(archive: Path, office_at_work: Cast) -> None:
    with tarfile.open(archive) as opened:
        content = b"".join(opened.extractfile(entry).read() for entry in opened.getmembers())

    for value in ("nik", "kk", "phone", "name"):
        assert office_at_work.ani[value].encode() not in content


def test_an_archive_is_for_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_a_restore_with_other_keys_is_refused(archive: Path, other_keys: None) -> None:
    with pytest.raises(BackupRefused, match="other keys"):
        restore(archive)


def test_a_restore_into_a_database_with_data_is_refused(archive: Path) -> None:
    with pytest.raises(BackupRefused, match="holds data"):
        restore(archive)


def test_services_alone_count_as_an_empty_database(archive: Path) -> None:
    before = look()
    lose_everything()
    call_command("migrate", verbosity=0)

    restore(archive)

    assert look() == before


def test_a_backup_does_not_overwrite_a_file(archive: Path) -> None:
    before = archive.read_bytes()

    with pytest.raises(BackupRefused, match="there already"):
        make_backup(archive)

    assert archive.read_bytes() == before


def test_a_backup_into_a_folder_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="cannot be written"):
        make_backup(tmp_path / "nowhere" / "tuntas.tar")


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 0.99])
def test_a_cut_archive_is_refused_and_changes_nothing(archive: Path, share: float) -> None:
    content = archive.read_bytes().rstrip(b"\0")
    archive.write_bytes(content[: int(len(content) * share)])
    lose_everything()

    with pytest.raises(BackupRefused):
        restore(archive)

    assert not Officer.objects.exists()
    assert not Application.objects.exists()


def test_something_else_is_no_archive(office_at_work: Cast, tmp_path: Path) -> None:
    (tmp_path / "photo.tar").write_bytes(PHOTO)

    with pytest.raises(BackupRefused, match="no complete archive"):
        restore(tmp_path / "photo.tar")


def test_a_file_that_is_not_there_is_told(office_at_work: Cast, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="not there"):
        restore(tmp_path / "nothing.tar")


def test_an_archive_that_lost_rows_is_refused(archive: Path) -> None:
    change_member(archive, "rows/cases.event", None)
    lose_everything()

    with pytest.raises(BackupRefused, match="other rows"):
        restore(archive)

    assert not Officer.objects.exists()


def test_an_archive_of_a_newer_version_is_refused(archive: Path) -> None:
    with tarfile.open(archive) as old:
        manifest = json.load(old.extractfile("manifest.json"))
    manifest["migrations"]["cases"] = "9999_from_the_future"
    change_member(archive, "manifest.json", json.dumps(manifest).encode())
    lose_everything()

    with pytest.raises(BackupRefused, match="newer version"):
        restore(archive)


def test_a_name_that_leads_out_of_the_storage_is_refused(archive: Path) -> None:
    with tarfile.open(archive) as old:
        name = next(entry.name for entry in old.getmembers() if entry.name.startswith("files/"))
    change_member(archive, name, b"x", renamed="files/../../escaped")
    lose_everything()

    with pytest.raises(BackupRefused, match="no complete archive"):
        restore(archive)

    assert not (FILES.parent.parent / "escaped").exists()


def test_a_lost_file_is_told_and_the_rest_is_kept(office_at_work: Cast, tmp_path: Path) -> None:
    (FILES / name_of(Blob.objects.get().pk)).unlink()

    says = make_backup(tmp_path / "lossy.tar")

    assert "1 FILES ARE MISSING" in says


def test_a_backup_that_fails_leaves_nothing_behind(office_at_work: Cast, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("tuntas.config.backup.dump_rows", lambda *_given: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        make_backup(tmp_path / "broken.tar")

    assert list(tmp_path.iterdir()) == []


def test_a_new_machine_takes_the_archive_over_the_command_line(archive: Path, empty: Installation) -> None:
    shutil.copytree(Path(django_settings.TUNTAS_HOME) / "keys", empty.home / "keys")

    done = empty.run("restore", str(archive))

    assert done.returncode == 0, done.stderr
    assert "audit entries hold" in done.stdout


@pytest.mark.postgres
def test_an_office_moves_between_databases(
    archive: Path, migrated: Installation, migrated_postgres: Installation, tmp_path: Path
) -> None:
    for installation in (migrated, migrated_postgres):
        shutil.copytree(Path(django_settings.TUNTAS_HOME) / "keys", installation.home / "keys")
        shutil.copytree(FILES, installation.home / "files")
    before = look()

    to_sqlite = migrated.run("restore", str(archive))
    from_sqlite = migrated.run("backup", str(tmp_path / "second.tar"))
    to_postgres = migrated_postgres.run("restore", str(tmp_path / "second.tar"))
    from_postgres = migrated_postgres.run("backup", str(tmp_path / "third.tar"))
    lose_everything()
    restore(tmp_path / "third.tar")

    for done in (to_sqlite, from_sqlite, to_postgres, from_postgres):
        assert done.returncode == 0, done.stderr
    assert look() == before


def change_member(archive: Path, name: str, content: bytes | None, *, renamed: str = "") -> None:
    """Writes the archive anew with another content or name for one member, or without it."""
    with tarfile.open(archive) as old:
        members = [(entry, old.extractfile(entry).read()) for entry in old.getmembers()]
    with tarfile.open(archive, "w") as new:
        for entry, kept in members:
            written = content if entry.name == name else kept
            if written is None:
                continue
            if entry.name == name:
                entry.name = renamed or name
            entry.size = len(written)
            new.addfile(entry, io.BytesIO(written))
