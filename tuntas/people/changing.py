"""Changing: births, deaths and moves become rows of the register, each with what was there before."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tuntas.offices.models import Office, Officer
from tuntas.people.keeping import fill_resident, index_kk, index_nik, make_family, make_resident, save_resident
from tuntas.people.models import Change, Document, Family, Kind, Proposal, Resident
from tuntas.vault.fields import Json

# What a family's card said when these were filed no longer holds once somebody came or went.
_STALE = ("KK",)
_LEFT = {Kind.DEATH: Resident.Status.DEAD, Kind.MOVE_OUT: Resident.Status.MOVED, Kind.MERGE: Resident.Status.MERGED}


class CannotChange(Exception):
    """The register does not allow it; the text is the sentence for the officer."""


@dataclass(frozen=True)
class Cause:
    """Why the register changes: who confirmed it, when, on which proposal, and what is known of the event."""

    by: Officer
    at: datetime
    on: date  # the day that counts it, in the office's time
    proposal: Proposal | None = None
    details: Json = field(default_factory=dict)


def add_resident(person: Json, card: Json, *, office: Office, kind: Kind, cause: Cause) -> Change:
    """Somebody was born or moved in; who had left under the same NIK is here again. Call it in a transaction.

    Raises CannotChange when the NIK lives here already.
    """
    family = get_or_make_family(card, office=office)
    resident = _find_returning(person, office=office)
    if resident is None:
        resident = make_resident(person, family=family)
        before: Json = {}
    else:
        before = _snapshot(resident)
        returned = make_resident({**resident.person, **person}, family=family)
        returned.pk, returned.imported_id, returned.created_at = resident.pk, resident.imported_id, resident.created_at
        returned._state.adding = False
        resident = returned
    _save(resident)
    return _note(resident, kind, cause=cause, before=before)


def remove_resident(resident: Resident, *, kind: Kind, cause: Cause) -> Change:
    """Somebody died, moved away, or was written down twice. Call it in a transaction. Raises CannotChange."""
    locked = _lock(resident)[resident.pk]
    if locked.status != Resident.Status.PRESENT:
        label = Resident.Status(locked.status).label
        raise CannotChange(_("Penduduk ini sudah tercatat: %(status)s.") % {"status": label})
    before = _snapshot(locked)
    locked.status, locked.is_head = _LEFT[kind], False
    locked.save(update_fields=["status", "is_head"])
    return _note(locked, kind, cause=cause, before=before)


def merge_resident(resident: Resident, *, into: Resident, cause: Cause) -> Change:
    """A row that was written twice gives way to the other. Call it in a transaction. Raises CannotChange."""
    if _lock(resident, into)[into.pk].status == Resident.Status.MERGED:
        raise CannotChange(_("Data yang dipertahankan baru saja digabung ke data lain. Muat ulang halaman."))
    return remove_resident(resident, kind=Kind.MERGE, cause=cause)


def correct_resident(resident: Resident, person: Json, *, cause: Cause) -> Change:
    """Some fields were written down wrongly; the others stay. Call it in a transaction. Raises CannotChange."""
    locked = _lock(resident)[resident.pk]
    nik_index = index_nik(str(person.get("nik", "")))
    twin = Resident.objects.filter(office=locked.office_id, nik_index=nik_index).exclude(nik_index="")
    if twin.exclude(pk=locked.pk).exists():
        raise CannotChange(_("NIK ini sudah dipakai orang lain dalam buku. Periksa kemungkinan data ganda."))
    before = _snapshot(locked)
    fill_resident(locked, {**locked.person, **person})
    locked.is_head = locked.is_head and locked.status == Resident.Status.PRESENT
    _save(locked)
    return _note(locked, Kind.CORRECTION, cause=cause, before=before)


def get_or_make_family(card: Json, *, office: Office) -> Family:
    """The family of a card's KK number, saved; an address that the register lacks is taken over."""
    family = Family.objects.filter(office=office, kk_index=index_kk(str(card["kk"]))).first()
    if family is None:
        family = _add_family(card, office=office)
    elif any(card.get(name) and not family.card.get(name) for name in ("address", "rt", "rw")):
        family.card = {**card, **family.card}
        family.save(update_fields=["card"])
    return family


def _add_family(card: Json, *, office: Office) -> Family:
    """The new card's row, or that of who wrote it down in the same moment."""
    family = make_family(card, office=office)
    try:
        with transaction.atomic():
            family.save(force_insert=True)
    except IntegrityError:
        return Family.objects.get(office=office, kk_index=family.kk_index)
    return family


def _save(resident: Resident) -> None:
    """Saves, unless the NIK came into the register a moment ago: whoever looked for it could not see that yet."""
    try:
        with transaction.atomic():
            save_resident(resident)
    except IntegrityError:
        raise CannotChange(_("NIK ini baru saja dicatat petugas lain. Muat ulang halaman.")) from None


def _find_returning(person: Json, *, office: Office) -> Resident | None:
    nik_index = index_nik(str(person.get("nik", "")))
    found = Resident.objects.select_for_update().filter(office=office, nik_index=nik_index).exclude(nik_index="")
    resident = found.first()
    if resident is not None and resident.status == Resident.Status.PRESENT:
        raise CannotChange(_("NIK ini sudah ada dalam buku penduduk. Periksa NIK, atau tolak usulan ini."))
    return resident


def _lock(*residents: Resident) -> dict[uuid.UUID, Resident]:
    """These rows as they are now, for this transaction alone; always in one order, so that nobody waits in a ring."""
    # No join: PostgreSQL would lock the office too, and with it whatever refers to it.
    rows = Resident.objects.select_for_update().filter(pk__in=[resident.pk for resident in residents])
    return {row.pk: row for row in rows.order_by("pk")}


def _snapshot(resident: Resident) -> Json:
    return {
        "person": dict(resident.person),
        "card": dict(resident.family.card),
        "status": resident.status,
        "is_head": resident.is_head,
    }


def _note(resident: Resident, kind: Kind, *, cause: Cause, before: Json) -> Change:
    members = Resident.objects.filter(family=resident.family_id)
    Document.objects.filter(resident__in=members, requirement__in=_STALE).delete()
    return Change.objects.create(
        office_id=resident.office_id,
        region=resident.region,
        resident=resident,
        kind=kind,
        sex=resident.sex,
        recorded_on=cause.on,
        details=cause.details,
        before=before,
        proposal=cause.proposal,
        by=cause.by,
        at=cause.at,
    )
