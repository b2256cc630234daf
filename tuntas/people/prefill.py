"""Prefill: what the register knows of a proven resident, as the fields of a form; each reading is noted."""

from dataclasses import dataclass
from datetime import date, datetime

from tuntas.offices.models import Officer
from tuntas.people.access import list_seen
from tuntas.people.finding import find_by_nik
from tuntas.people.models import Document, Resident
from tuntas.vault import audit
from tuntas.vault.fields import Json

APPLICANT_FIELDS = (
    "name",
    "nik",
    "kk",
    "phone",
    "email",
    "birth_place",
    "birth_date",
    "sex",
    "religion",
    "marital_status",
    "occupation",
    "education",
    "nationality",
    "address",
    "rt",
    "rw",
)
_MEMBER_FIELDS = ("name", "nik", "sex", "birth_place", "birth_date", "religion", "marital_status", "occupation")
_MEMBER_MORE = ("education", "nationality", "relationship")


@dataclass(frozen=True)
class Proof:
    """Somebody vouches that this resident is here: the phone of the register, or an officer at the counter.

    Made by `flow.prove_resident.prove` and `prove_at_counter` alone. `actor` is as the audit chain writes it.
    """

    resident: Resident
    actor: str


def prove_at_counter(nik: str, *, officer: Officer, on: date) -> Proof | None:
    """An officer has the person and the KTP in front of them; None where the register does not know the NIK."""
    found = find_by_nik(nik, offices=[office.pk for office in list_seen(officer, on=on)])
    return Proof(found, f"officer:{officer.pk}") if found and found.status == Resident.Status.PRESENT else None


def find_applicant(proof: Proof, *, at: datetime) -> Json:
    """The fields of `intake.applicant` that the register knows, in their clean form. The reading is noted."""
    resident = proof.resident
    known = {**resident.person, **resident.family.card}
    _note("resident.prefilled", proof, at=at)
    return {name: known[name] for name in APPLICANT_FIELDS if known.get(name)}


def list_members(proof: Proof, *, at: datetime) -> list[Json]:
    """The present members of the resident's family, the head first: for tables and conditions of a form. Noted."""
    members = Resident.objects.present().filter(family=proof.resident.family_id).order_by("-is_head", "pk")
    _note("family.prefilled", proof, at=at)
    wanted = (*_MEMBER_FIELDS, *_MEMBER_MORE)
    return [{name: member.person[name] for name in wanted if member.person.get(name)} for member in members]


def list_documents(proof: Proof, *, on: date) -> list[Document]:
    """The verified documents on file that still hold, by requirement: the person need not bring them again."""
    return list_valid(proof.resident, on=on)


def list_valid(resident: Resident, *, on: date) -> list[Document]:
    """Documents of a resident that were judged good and have not expired, by requirement."""
    rows = resident.documents.select_related("blob").order_by("requirement")
    return [row for row in rows if row.expires_on is None or row.expires_on >= on]


def _note(action: str, proof: Proof, *, at: datetime) -> None:
    office = proof.resident.office
    audit.record(action, subject=str(proof.resident.pk), actor=proof.actor, stream=office.code, at=at)
