"""Publishing: definitions become versions that never change; running cases keep the one they began with."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.models import FileDefinition, ServiceVersion
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.catalog.stored import to_json
from tuntas.offices.models import Officer
from tuntas.vault.fields import Json

__all__ = ["SERVICES_FOLDER", "Loaded", "add_version", "digest_of", "load", "offer", "publish"]


@dataclass(frozen=True)
class Loaded:
    """The services that a load touched, by code."""

    new: tuple[str, ...]  # a first version, or a further one
    unchanged: tuple[str, ...]
    retired: tuple[str, ...] = ()  # no longer offered; their cases go on
    kept: tuple[str, ...] = ()  # edited by an administrator; a newer file waits for their decision


def load(folder: Path | None = None, *, templates: Path | None = None) -> Loaded:
    """Publishes the services and packages of a folder, all or nothing; running it again changes nothing.

    What an administrator edited stays; the newer file is kept for their decision. Raises
    catalog.problems.DefinitionsRefused, before anything is written.
    """
    return publish(read_catalog(folder or SERVICES_FOLDER, templates=templates))


@transaction.atomic
def publish(definitions: Iterable[ServiceDefinition]) -> Loaded:
    """Makes these definitions the current ones, but for edited ones, and retires every other service."""
    if not ServiceVersion.objects.exists():
        return _publish_first(definitions)
    current = {row.code: row for row in ServiceVersion.objects.select_for_update().filter(is_current=True)}
    found: dict[str, list[str]] = {"new": [], "unchanged": [], "kept": []}
    for definition in definitions:
        stored = to_json(definition)
        latest = current.pop(definition.code, None) or _find_latest(definition.code)
        found[_take(definition, stored, latest=latest)].append(definition.code)
    _retire(current.values())
    return Loaded(tuple(found["new"]), tuple(found["unchanged"]), tuple(sorted(current)), tuple(found["kept"]))


def _publish_first(definitions: Iterable[ServiceDefinition]) -> Loaded:
    """A new installation: nothing to compare, so all of it goes in at once."""
    rows = [_make_version(one, number=1, origin=ServiceVersion.Origin.FILE) for one in definitions]
    for row in rows:
        row.file_digest = row.digest
    ServiceVersion.objects.bulk_create(rows)
    return Loaded(tuple(row.code for row in rows), ())


def _take(definition: ServiceDefinition, stored: Json, *, latest: ServiceVersion | None) -> str:
    """Does with one file what its service allows: "new", "unchanged" or "kept"."""
    digest = digest_of(stored)
    if latest and (latest.digest == digest or latest.is_edited):
        outcome = "kept" if latest.is_edited and latest.base_digest != digest else "unchanged"
        if latest.digest != digest:
            _note_file(latest, stored)
        if latest.is_current:
            return outcome
        latest.is_current = True  # it was retired and is back as it was
        latest.save(update_fields=["is_current"])
        return "new"
    add_version(definition, origin=ServiceVersion.Origin.FILE, file_digest=digest)
    return "new"


@transaction.atomic
def offer(definitions: Iterable[ServiceDefinition]) -> tuple[str, ...]:
    """Notes what newer files say of services that are offered here, and publishes nothing. Returns their codes."""
    current = {row.code: row for row in ServiceVersion.objects.filter(is_current=True)}
    noted = []
    for definition in definitions:
        version, stored = current.get(definition.code), to_json(definition)
        if version and version.digest != digest_of(stored) and _note_file(version, stored):
            noted.append(definition.code)
    return tuple(noted)


def digest_of(stored: Json) -> str:
    """SHA-256 of a stored definition, independent of the order of its keys."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def add_version(
    definition: ServiceDefinition, *, origin: str, file_digest: str, by: Officer | None = None, note: str = ""
) -> ServiceVersion:
    """Makes the next version of a service, and the current one of it, in the caller's transaction."""
    latest = _find_latest(definition.code)
    ServiceVersion.objects.filter(code=definition.code, is_current=True).update(is_current=False)
    version = _make_version(definition, number=latest.number + 1 if latest else 1, origin=origin)
    version.file_digest, version.published_by, version.note = file_digest, by, note
    version.save(force_insert=True)
    return version


def _make_version(definition: ServiceDefinition, *, number: int, origin: str) -> ServiceVersion:
    stored = to_json(definition)
    return ServiceVersion(
        code=definition.code,
        number=number,
        digest=digest_of(stored),
        definition=stored,
        is_package=definition.is_package,
        origin=origin,
    )


def _find_latest(code: str) -> ServiceVersion | None:
    return ServiceVersion.objects.filter(code=code).order_by("-number").first()


def _note_file(version: ServiceVersion, stored: Json) -> bool:
    """Keeps a file beside the version; it waits for a decision unless it was decided on before."""
    digest = digest_of(stored)
    waiting = FileDefinition.objects.filter(code=version.code, is_waiting=True)
    if digest == version.base_digest:
        waiting.update(is_waiting=False)
        return False
    known = FileDefinition.objects.filter(code=version.code, digest=digest).first()
    if known is None:
        waiting.update(is_waiting=False)
        FileDefinition.objects.create(code=version.code, digest=digest, definition=stored)
    return known is None or known.is_waiting


def _retire(versions: Iterable[ServiceVersion]) -> None:
    ServiceVersion.objects.filter(pk__in=[version.pk for version in versions]).update(is_current=False)
