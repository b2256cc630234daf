"""Prefill: what the register knows of a proven resident, as the fields of a form; each reading is noted."""

from dataclasses import dataclass
from datetime import date, datetime

from tuntas.offices.models import Officer
from tuntas.people.access import list_seen
from tuntas.people.keeping import CARD_FIELDS, PERSON_FIELDS
from tuntas.people.models import Document, Resident
from tuntas.vault import audit
from tuntas.vault.fields import Json

_NOT_ASKED = frozenset({"relationship", "father", "mother"})  # the register knows them, no form asks the applicant


@dataclass(frozen=True)
class Proof:
    """Somebody vouches that this resident is here: the phone of the register, or an officer at the counter.

    Made by `flow.prove_resident.prove` and `prove_at_counter` alone. `actor` is as the audit chain writes it.
    """

    resident: Resident
    actor: str


def prove_at_counter(resident: Resident, *, officer: Officer, on: date) -> Proof | None:
    """An officer has the person in front of them; None for who left, or is in a register that is not theirs to read."""
    is_here = resident.status == Resident.Status.PRESENT and resident.office in list_seen(officer, on=on)
    return Proof(resident, f"officer:{officer.pk}") if is_here else None


def find_applicant(proof: Proof, *, at: datetime) -> Json:
    """The fields of `intake.applicant` that the register knows, in their clean form. The reading is noted."""
    known = {**proof.resident.person, **proof.resident.family.card}
    resident, stream = str(proof.resident.pk), proof.resident.office.code
    audit.record("resident.prefilled", subject=resident, actor=proof.actor, stream=stream, at=at)
    asked = [name for name in (*PERSON_FIELDS, *CARD_FIELDS) if name not in _NOT_ASKED]
    return {name: known[name] for name in asked if known.get(name)}


def list_documents(proof: Proof, *, on: date) -> list[Document]:
    """The verified documents on file that still hold, by requirement: the person need not bring them again."""
    return list_valid(proof.resident, on=on)


def list_valid(resident: Resident, *, on: date) -> list[Document]:
    """Documents of a resident that were judged good and have not expired, by requirement."""
    rows = resident.documents.select_related("blob").order_by("requirement")
    return [row for row in rows if row.expires_on is None or row.expires_on >= on]
