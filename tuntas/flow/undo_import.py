"""Undo an import: whom a file brought leaves the register again, unless more has happened to them since."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tuntas.flow.count_residents import recount
from tuntas.people import imports
from tuntas.people.imports import State
from tuntas.people.models import Change, Document, Family, Import, NameWord, Resident
from tuntas.vault import audit

LOT = 500


def undo_lots(origin: Import, *, at: datetime) -> Import:
    """Removes lot by lot; killed on the way, it goes on when called again. Returns the import, UNDONE."""
    while _remove_lot(origin):
        continue
    return _end(origin, at=at)


@transaction.atomic
def _remove_lot(origin: Import) -> int:
    imports.lock_import(origin, State.UNDOING)
    lot = list(_untouched(origin).order_by("pk").values_list("pk", "family")[:LOT])
    people = [pk for pk, _family in lot]
    NameWord.objects.filter(resident__in=people).delete()
    Resident.objects.filter(pk__in=people).delete()
    emptied = Family.objects.filter(imported=origin, pk__in={family for _pk, family in lot}, residents__isnull=True)
    emptied.delete()
    Import.objects.filter(pk=origin.pk).update(done=origin.done + len(lot))
    origin.done += len(lot)
    return len(lot)


def _untouched(origin: Import) -> QuerySet[Resident]:
    changed = Exists(Change.objects.filter(resident=OuterRef("pk")))
    filed = Exists(Document.objects.filter(resident=OuterRef("pk")))
    found: QuerySet[Resident] = Resident.objects.filter(~changed, ~filed, imported=origin)
    return found


@transaction.atomic
def _end(origin: Import, *, at: datetime) -> Import:
    origin = imports.lock_import(origin, State.UNDOING)
    origin.state, origin.ended_at = State.UNDONE, at
    origin.kept = Resident.objects.filter(imported=origin).count()
    origin.save(update_fields=["state", "ended_at", "kept"])
    recount(origin.office_id)
    audit.record(
        "residents.import_undone",
        subject=str(origin.pk),
        actor="system",
        stream=origin.office.code,
        note={"kept": origin.kept},
        at=at,
    )
    return origin
