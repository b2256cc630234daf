"""Publish a service: an administrator's edit, an older version, or a newer file becomes the current version.

Running cases keep the version they began with. What is published must pass the linter; every publication is audited.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.editing import clean, definition_of_edit, find_waiting_file, get_file, keep_edit, open_edit
from tuntas.catalog.finding import definition_of
from tuntas.catalog.merging import Merged, merge
from tuntas.catalog.models import Edit, FileDefinition, ServiceVersion
from tuntas.catalog.problems import Problem
from tuntas.catalog.publishing import add_version, digest_of
from tuntas.catalog.stored import from_json, to_json
from tuntas.flow.administer import check_right, note_change
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right
from tuntas.reports.catalog_problems import examine

MOST_NOTE = 200
Origin = ServiceVersion.Origin


class PublishRefused(Exception):
    """The linter refuses; `problems` has everything, each with what to write."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message for problem in self.problems))


class EditOutdated(Exception):
    """Somebody published since this edit began. Nothing of the edit is lost: it is brought along, then published."""


class NothingToPublish(Exception):
    """What would be published is what is current."""


@transaction.atomic
def publish_edit(edit: Edit, *, by: Officer, note: str = "", at: datetime | None = None) -> ServiceVersion:
    """The edit becomes the current version, and is done with.

    Raises EditOutdated when another version became current meanwhile, PublishRefused, NothingToPublish,
    flow.administer.NotAllowed.
    """
    at = at or timezone.now()
    current = _lock_current(edit.code)
    if current is None or current.pk != edit.base_id:
        raise EditOutdated(_describe_newer(current))
    version = _publish(
        definition_of_edit(edit),
        current=current,
        origin=Origin.EDITED,
        file_digest=edit.file_digest,
        by=by,
        note=note,
        at=at,
    )
    FileDefinition.objects.filter(code=edit.code, digest=edit.file_digest).update(is_waiting=False)
    Edit.objects.filter(pk=edit.pk).delete()
    note_change("admin.service.published", subject=version.code, by=by, at=at, note={"version": version.number})
    return version


@transaction.atomic
def restore_version(
    version: ServiceVersion, *, by: Officer, note: str = "", at: datetime | None = None
) -> ServiceVersion:
    """An older version is published again, as a new one. Raises PublishRefused, NothingToPublish, NotAllowed."""
    at = at or timezone.now()
    current = _lock_current(version.code)
    if current is None:
        raise NothingToPublish(_("Layanan ini sedang tidak dibuka, jadi tidak ada versi yang dapat diganti."))
    digest = current.base_digest
    made = _publish(
        definition_of(version), current=current, origin=Origin.RESTORED, file_digest=digest, by=by, note=note, at=at
    )
    numbers: dict[str, str | int] = {"version": made.number, "restored": version.number}
    note_change("admin.service.restored", subject=made.code, by=by, at=at, note=numbers)
    return made


@transaction.atomic
def take_over_file(code: str, *, by: Officer, at: datetime | None = None) -> ServiceVersion:
    """The newer file replaces what was edited here. Raises PublishRefused, NothingToPublish, NotAllowed."""
    at = at or timezone.now()
    current, file = _lock_current(code), find_waiting_file(code)
    if current is None or file is None:
        raise NothingToPublish(_("Tidak ada definisi baru untuk layanan ini."))
    definition = from_json(file.definition)
    version = _publish(definition, current=current, origin=Origin.FILE, file_digest=file.digest, by=by, note="", at=at)
    FileDefinition.objects.filter(pk=file.pk).update(is_waiting=False)
    note_change("admin.service.file_taken", subject=code, by=by, at=at, note={"version": version.number})
    return version


@transaction.atomic
def decline_file(code: str, *, by: Officer, at: datetime | None = None) -> None:
    """The newer file is left aside; what is current stays. Raises NothingToPublish, NotAllowed."""
    at = at or timezone.now()
    check_right(by, Right.PUBLISH, at=at)
    if not FileDefinition.objects.filter(code=code, is_waiting=True).update(is_waiting=False):
        raise NothingToPublish(_("Tidak ada definisi baru untuk layanan ini."))
    note_change("admin.service.file_declined", subject=code, by=by, at=at)


@transaction.atomic
def merge_file(code: str, *, by: Officer, at: datetime | None = None) -> tuple[Edit, Merged]:
    """The newer file with what was changed here, as this administrator's edit: looked at, then published.

    Raises NothingToPublish, NotAllowed, EditOutdated where an edit is under way already.
    """
    at = at or timezone.now()
    check_right(by, Right.PUBLISH, at=at)
    current, file = _lock_current(code), find_waiting_file(code)
    if current is None or file is None:
        raise NothingToPublish(_("Tidak ada definisi baru untuk layanan ini."))
    if Edit.objects.filter(code=code, officer=by).exists():
        raise EditOutdated(_("Anda masih punya draf layanan ini. Terbitkan atau buang dulu draf itu."))
    merged = merge(get_file(current), ours=definition_of(current), theirs=from_json(file.definition))
    edit = open_edit(current, by=by)
    edit.file_digest = file.digest
    edit.save(update_fields=["file_digest"])
    keep_edit(edit, merged.definition)
    return edit, merged


@transaction.atomic
def bring_along(edit: Edit, *, by: Officer, at: datetime | None = None) -> Merged:
    """The edit over the version that was published meanwhile: nothing of either is lost. Raises NotAllowed."""
    at = at or timezone.now()
    check_right(by, Right.PUBLISH, at=at)
    current = _lock_current(edit.code)
    if current is None:
        raise NothingToPublish(_("Layanan ini sedang tidak dibuka, jadi tidak ada versi yang dapat diganti."))
    theirs = definition_of(current)
    merged = merge(definition_of(edit.base), ours=definition_of_edit(edit), theirs=theirs)
    if edit.file_digest == edit.base.base_digest:
        edit.file_digest = current.base_digest
    edit.base = current
    edit.save(update_fields=["base", "file_digest"])
    keep_edit(edit, merged.definition)
    return merged


def _lock_current(code: str) -> ServiceVersion | None:
    """The current version, with the service held until the commit.

    The lock lies on the first version, which stays what it is: a lock on the current one would be handed on, when the
    other's commit has made it a former one, and the new one would not be seen.
    """
    ServiceVersion.objects.select_for_update().filter(code=code).order_by("number").first()
    return ServiceVersion.objects.filter(code=code, is_current=True).select_related("published_by").first()


def _publish(
    definition: ServiceDefinition,
    *,
    current: ServiceVersion,
    origin: str,
    file_digest: str,
    by: Officer,
    note: str,
    at: datetime,
) -> ServiceVersion:
    check_right(by, Right.PUBLISH, at=at)
    if digest_of(to_json(definition)) == current.digest:
        raise NothingToPublish(_("Tidak ada yang berubah. Versi yang berlaku sudah sama."))
    examined = examine(definition, on=timezone.localtime(at).date())
    if examined.refusals:
        raise PublishRefused(examined.refusals)
    return add_version(definition, origin=origin, file_digest=file_digest, by=by, note=clean(note)[:MOST_NOTE])


def _describe_newer(current: ServiceVersion | None) -> str:
    if current is None:
        return _("Layanan ini sedang tidak dibuka. Draf Anda tetap tersimpan.")
    names = {"number": current.number, "name": current.published_by.name if current.published_by else _("sistem")}
    return _("%(name)s baru menerbitkan versi %(number)d. Draf Anda tetap tersimpan, gabungkan dulu.") % names
