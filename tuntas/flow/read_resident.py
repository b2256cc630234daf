"""Read the register: an officer looks somebody up or opens a record, and both are noted."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.offices.models import Office, Officer
from tuntas.people.finding import Found, find_residents
from tuntas.people.models import Family, Resident
from tuntas.vault import audit


@transaction.atomic
def look_up(text: str, *, offices: Collection[Office], by: Officer, at: datetime | None = None) -> Found:
    """Finds residents; the chain keeps by what kind of thing and how many, never what was typed."""
    ids: list[uuid.UUID] = [office.pk for office in offices]
    found = find_residents(text, offices=ids)
    stream = min((office.code for office in offices), default=audit.ROOT)
    audit.record(
        "residents.searched",
        subject=str(by.pk),
        actor=f"officer:{by.pk}",
        stream=stream,
        note={"by": found.by, "found": len(found.residents)},
        at=at or timezone.now(),
    )
    return found


def read_resident(
    resident: Resident, *, by: Officer, what: str = "resident.read", at: datetime | None = None
) -> Resident:
    """Notes the reading in the chain of the resident's office and returns the resident.

    `what` is "resident.read" for the record, "resident.revealed" for the unmasked numbers.
    """
    _note(what, str(resident.pk), resident.office, by=by, at=at)
    return resident


def read_family(family: Family, *, by: Officer, at: datetime | None = None) -> Family:
    """Notes the reading of a whole family and returns it."""
    _note("family.read", str(family.pk), family.office, by=by, at=at)
    return family


def _note(action: str, subject: str, office: Office, *, by: Officer, at: datetime | None) -> None:
    audit.record(action, subject=subject, actor=f"officer:{by.pk}", stream=office.code, at=at or timezone.now())
