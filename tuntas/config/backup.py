"""`tuntas backup` and `tuntas restore`: one archive of one moment, without the keys, but with their fingerprints."""

import gzip
import io
import json
import os
import tarfile
import tempfile
import uuid
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tuntas.cases.models import Application
from tuntas.config.rows import dump_rows, empty_tables, list_tables, load_rows, reset_counters, snapshot
from tuntas.offices.models import Officer
from tuntas.vault import audit
from tuntas.vault.disk import name_of, write_bytes
from tuntas.vault.keys import fingerprints
from tuntas.vault.models import Blob

Node: TypeAlias = tuple[str, str]
Manifest: TypeAlias = dict[str, Any]
FORMAT: Final = 1
MANIFEST, COMPLETE, ROWS, FILES = "manifest.json", "complete.json", "rows/", "files/"


class BackupRefused(Exception):
    """The archive cannot be written or read back; the message says what to do."""


def make_backup(path: Path) -> str:
    """Writes the archive, readable by its owner only, and returns what was kept. Raises BackupRefused."""
    if path.exists():
        raise BackupRefused(f"{path} is there already. Choose another name.")
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupRefused(f"{path} cannot be written: {error.strerror}. Choose another folder.") from None
    try:
        with os.fdopen(descriptor, "wb") as handle, tarfile.open(fileobj=handle, mode="w") as archive:
            says = _fill(archive)
            handle.flush()
            os.fsync(handle.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    audit.record("backup", subject=path.name[:80], actor="system", at=timezone.now())
    return f"{path}: {says}"


def _fill(archive: tarfile.TarFile) -> str:
    _add(archive, MANIFEST, _dumped(_manifest()))
    with snapshot():
        counts = {label: _add_rows(archive, label) for label in list_tables(apps)}
        blobs = list(Blob.objects.order_by("pk").values_list("pk", flat=True))
    kept = [blob for blob in blobs if _add_file(archive, blob)]
    lost = Blob.objects.filter(pk__in=set(blobs) - set(kept)).count()  # what was deleted meanwhile is no loss
    _add(archive, COMPLETE, _dumped({"rows": counts, "files": len(kept)}))
    says = f"{sum(counts.values())} rows, {len(kept)} files"
    return f"{says}; {lost} FILES ARE MISSING in the storage" if lost else says


def _manifest() -> Manifest:
    return {
        "format": FORMAT,
        "version": version("tuntas"),
        "made_at": timezone.now().isoformat(),
        "keys": fingerprints(),
        "migrations": _leaves(),
    }


def _leaves() -> dict[str, str]:
    return dict(MigrationExecutor(connection).loader.graph.leaf_nodes())


def _add_rows(archive: tarfile.TarFile, label: str) -> int:
    with tempfile.TemporaryFile() as handle:
        with gzip.GzipFile(fileobj=handle, mode="wb", compresslevel=1) as packed:
            count = dump_rows(list_tables(apps)[label], packed)  # type: ignore[arg-type]  # a gzip file is one for bytes
        entry = tarfile.TarInfo(f"{ROWS}{label}")
        entry.size = handle.tell()
        handle.seek(0)
        archive.addfile(entry, handle)
    return count


def _add_file(archive: tarfile.TarFile, blob: uuid.UUID) -> bool:
    try:
        with default_storage.open(name_of(blob), "rb") as handle:
            entry = tarfile.TarInfo(f"{FILES}{name_of(blob)}")
            entry.size = handle.size
            archive.addfile(entry, handle)
    except FileNotFoundError:
        return False
    return True


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _dumped(content: Manifest) -> bytes:
    return json.dumps(content, indent=1).encode()


def restore(path: Path) -> str:
    """Reads the archive into an installation without data, whose keys are the archive's. Raises BackupRefused."""
    try:
        with tarfile.open(path) as archive:
            return _restore(archive)
    except (tarfile.TarError, EOFError, KeyError, ValueError, zlib.error, SuspiciousFileOperation) as error:
        raise BackupRefused(f"{path} is no complete archive of Tuntas: {type(error).__name__}") from error
    except FileNotFoundError as error:
        raise BackupRefused(f"{path} is not there.") from error


def _restore(archive: tarfile.TarFile) -> str:
    manifest = _read_json(archive, MANIFEST)
    complete = _read_json(archive, COMPLETE)
    _check_keys(manifest["keys"])
    _check_empty()
    _migrate_to(manifest["migrations"])
    files = sum(_restore_file(archive, entry) for entry in _entries(archive, FILES))
    if files != complete["files"]:
        raise BackupRefused("The archive holds fewer files than it says.")
    rows = _restore_rows(archive, manifest["migrations"], promised=complete["rows"])
    _migrate_to(_leaves())
    audit.record("restore", subject=manifest["made_at"], actor="system", at=timezone.now())
    return f"{sum(rows.values())} rows, {files} files; {audit.verify()} audit entries hold"


def _check_keys(wanted: dict[str, str]) -> None:
    mine = fingerprints()
    foreign = [name for name, print_ in wanted.items() if mine.get(name) != print_]
    if foreign:
        raise BackupRefused(
            f"The archive was made with other keys ({', '.join(foreign)}). First put the keys folder of that "
            "installation into $TUNTAS_HOME/keys, or set its TUNTAS_MASTER_KEY."
        )


def _check_empty() -> None:
    known = connection.introspection.table_names()
    for model in (Officer, Application, Blob):
        if model._meta.db_table in known and model._base_manager.exists():
            raise BackupRefused("This database holds data. Restore into an empty one.")


def _migrate_to(leaves: dict[str, str]) -> None:
    executor = MigrationExecutor(connection)
    targets: list[Node] = list(leaves.items())
    if unknown := [node for node in targets if node not in executor.loader.graph.nodes]:
        raise BackupRefused(
            f"The archive was made by a newer version ({unknown[0][0]} {unknown[0][1]}). Upgrade first."
        )
    plan = executor.migration_plan(targets)
    if any(backwards for _, backwards in plan):
        raise BackupRefused("This database is newer than the archive. Restore into an empty one; it is upgraded then.")
    executor.migrate(targets, plan)


def _restore_rows(archive: tarfile.TarFile, leaves: dict[str, str], *, promised: dict[str, int]) -> dict[str, int]:
    """All rows in one transaction, with the models as they were when the archive was made."""
    state = MigrationExecutor(connection).loader.project_state(list(leaves.items()))
    tables = list_tables(state.apps)
    with transaction.atomic():
        empty_tables(tables)
        counts = {}
        for entry in _entries(archive, ROWS):
            label = entry.name.removeprefix(ROWS)
            with gzip.open(_opened(archive, entry)) as lines:
                counts[label] = load_rows(tables[label], lines)
        if counts != promised:
            raise BackupRefused("The archive holds other rows than it says. Nothing was changed.")
        reset_counters(tables)
        connection.check_constraints()
    return counts


def _restore_file(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> int:
    name = entry.name.removeprefix(FILES)
    if not default_storage.exists(name):  # an earlier try may have come this far
        write_bytes(name, _opened(archive, entry).read())
    return 1


def _entries(archive: tarfile.TarFile, prefix: str) -> Iterator[tarfile.TarInfo]:
    return (entry for entry in archive.getmembers() if entry.name.startswith(prefix))


def _opened(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Any:
    return archive.extractfile(entry)


def _read_json(archive: tarfile.TarFile, name: str) -> Manifest:
    content: Manifest = json.load(_opened(archive, archive.getmember(name)))
    return content
