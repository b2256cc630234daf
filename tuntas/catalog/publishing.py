"""Publishing: definitions become versions that never change; running cases keep the one they began with."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.catalog.stored import to_json
from tuntas.vault.fields import Json

__all__ = ["SERVICES_FOLDER", "Loaded", "digest_of", "load", "publish"]


@dataclass(frozen=True)
class Loaded:
    """The services that a load touched, by code."""

    new: tuple[str, ...]  # a first version, or a further one
    unchanged: tuple[str, ...]
    retired: tuple[str, ...] = ()  # no longer offered; their cases go on


def load(folder: Path | None = None, *, templates: Path | None = None) -> Loaded:
    """Publishes the services and packages of a folder, all or nothing; running it again changes nothing.

    Raises catalog.problems.DefinitionsRefused, before anything is written.
    """
    return publish(read_catalog(folder or SERVICES_FOLDER, templates=templates))


@transaction.atomic
def publish(definitions: Iterable[ServiceDefinition]) -> Loaded:
    """Makes these definitions the current ones and retires every other service."""
    current = {row.code: row for row in ServiceVersion.objects.select_for_update().filter(is_current=True)}
    new: list[str] = []
    unchanged: list[str] = []
    for definition in definitions:
        stored = to_json(definition)
        old = current.pop(definition.code, None)
        if old and old.digest == digest_of(stored):
            unchanged.append(definition.code)
            continue
        _publish_one(definition, stored=stored, old=old)
        new.append(definition.code)
    _retire(current.values())
    return Loaded(tuple(new), tuple(unchanged), tuple(sorted(current)))


def digest_of(stored: Json) -> str:
    """SHA-256 of a stored definition, independent of the order of its keys."""
    text = json.dumps(stored, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _publish_one(definition: ServiceDefinition, *, stored: Json, old: ServiceVersion | None) -> None:
    code = definition.code
    if old:
        _retire([old])
    latest = ServiceVersion.objects.filter(code=code).order_by("-number").first()
    if latest and latest.digest == digest_of(stored):  # it was retired and is back as it was
        latest.is_current = True
        latest.save(update_fields=["is_current"])
        return
    number = latest.number + 1 if latest else 1
    ServiceVersion.objects.create(
        code=code, number=number, digest=digest_of(stored), definition=stored, is_package=definition.is_package
    )


def _retire(versions: Iterable[ServiceVersion]) -> None:
    ServiceVersion.objects.filter(pk__in=[version.pk for version in versions]).update(is_current=False)
