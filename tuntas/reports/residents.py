"""Residents as the desk shows them: a row of a search, a record, a family, a proposal."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tuntas.catalog.reading import read_shared
from tuntas.people.finding import find_by_nik
from tuntas.people.models import Change, Document, Family, Kind, Proposal, Resident
from tuntas.people.prefill import list_valid
from tuntas.reports.showing import show_birth, show_date, show_home
from tuntas.vault.fields import Json


@dataclass(frozen=True)
class PersonRow:
    """One person in a list; the NIK is for a masking filter. Whoever prints it sees nothing."""

    resident: Resident
    name: str = field(repr=False)
    nik: str = field(repr=False)
    born: str = field(repr=False)
    place: str = field(repr=False)
    relationship: str

    @property
    def is_gone(self) -> bool:
        return self.resident.status != Resident.Status.PRESENT


@dataclass(frozen=True)
class RecordFact:
    """One line of a record; `secret` ones are masked until the officer asks."""

    label: str
    text: str = field(repr=False)
    secret: bool = False


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    label: str
    on: str
    where: str
    change: Change


@dataclass(frozen=True)
class Kept:
    """A verified document on file."""

    name: str
    document: Document


@dataclass(frozen=True)
class Record:
    resident: Resident
    facts: list[RecordFact]
    members: list[PersonRow]
    history: list[Happening]
    documents: list[Kept]


@dataclass(frozen=True)
class FamilyPage:
    """A family card; `has_head` is false when its head died, left, or never came in."""

    family: Family
    facts: list[RecordFact]
    members: list[PersonRow]
    has_head: bool


@dataclass(frozen=True)
class ProposedPerson:
    """One person of a proposal; `resident` is who the register knows under the NIK."""

    place: int
    row: Json = field(repr=False)
    born: str = field(repr=False)
    resident: Resident | None


@dataclass(frozen=True)
class ProposalPage:
    """`is_coming` when people are added to the register, else they leave it."""

    proposal: Proposal
    people: list[ProposedPerson]
    on: str
    where: str
    kk: str = field(repr=False)
    is_coming: bool


def make_row(resident: Resident) -> PersonRow:
    """A resident with family and office loaded, as a line of a list."""
    person, card = resident.person, resident.family.card
    return PersonRow(
        resident=resident,
        name=str(person.get("name", "")),
        nik=str(person.get("nik", "")),
        born=show_birth(person),
        place=show_home(card),
        relationship=str(person.get("relationship", "")).capitalize(),
    )


def read_record(resident: Resident, *, on: date) -> Record:
    """Everything the register has on a resident; the caller has noted the reading."""
    changes = resident.changes.select_related("by").order_by("-at", "-id")
    return Record(
        resident=resident,
        facts=_facts(resident),
        members=[row for row in _members(resident.family) if row.resident.pk != resident.pk],
        history=[_happening(change) for change in changes],
        documents=[Kept(_requirement_name(row.requirement), row) for row in list_valid(resident, on=on)],
    )


def read_family(family: Family) -> FamilyPage:
    """A family with all its members, those who left too; the caller has noted the reading."""
    members = _members(family)
    card = family.card
    facts = [
        RecordFact(_("No. KK"), str(card.get("kk", "")), secret=True),
        RecordFact(_("Alamat"), show_home(card)),
    ]
    present = [row for row in members if not row.is_gone]
    has_head = any(row.resident.is_head for row in present)
    return FamilyPage(family, [fact for fact in facts if fact.text], members, has_head or not present)


def read_proposal(proposal: Proposal) -> ProposalPage:
    """A proposal with whom the register knows of it."""
    data = proposal.data
    people = [
        ProposedPerson(place, row, show_birth(row), _find(row, proposal))
        for place, row in enumerate(data.get("people", []))
    ]
    return ProposalPage(
        proposal=proposal,
        people=people,
        on=show_date(str(data.get("on", ""))),
        where=str(data.get("where", "")),
        kk=str(data.get("card", {}).get("kk", "")),
        is_coming=proposal.kind in {Kind.BIRTH, Kind.MOVE_IN},
    )


def _find(row: Json, proposal: Proposal) -> Resident | None:
    nik = str(row.get("nik", ""))
    return find_by_nik(nik, offices=[proposal.office_id]) if nik else None


def _members(family: Family) -> list[PersonRow]:
    rows = Resident.objects.filter(family=family).select_related("family", "office")
    present = Resident.Status.PRESENT
    order = sorted(
        rows, key=lambda one: (one.status != present, not one.is_head, str(one.person.get("birth_date", "")))
    )
    return [make_row(one) for one in order if one.status != Resident.Status.MERGED]


def _facts(resident: Resident) -> list[RecordFact]:
    person, card = resident.person, resident.family.card

    def of(name: str) -> str:
        return str(person.get(name) or "")

    sexes = {"L": _("Laki-laki"), "P": _("Perempuan")}
    facts = [
        RecordFact(_("NIK"), of("nik"), secret=True),
        RecordFact(_("No. KK"), str(card.get("kk", "")), secret=True),
        RecordFact(_("Lahir"), show_birth(person)),
        RecordFact(_("Kelamin"), sexes.get(resident.sex, "")),
        RecordFact(_("Alamat"), show_home(card)),
        RecordFact(_("Hubungan"), of("relationship").capitalize()),
        RecordFact(_("Agama"), of("religion").capitalize()),
        RecordFact(_("Status kawin"), of("marital_status").capitalize()),
        RecordFact(_("Pekerjaan"), of("occupation").capitalize()),
        RecordFact(_("Pendidikan"), of("education")),
        RecordFact(_("Warga negara"), of("nationality")),
        RecordFact(_("Ayah"), of("father")),
        RecordFact(_("Ibu"), of("mother")),
        RecordFact(_("Ponsel"), of("phone").replace("+62", "0", 1)),
    ]
    return [fact for fact in facts if fact.text]


def _happening(change: Change) -> Happening:
    label: str | Promise = Kind(change.kind).label
    details = change.details
    return Happening(str(label), show_date(str(details.get("on", ""))), str(details.get("where", "")), change)


def _requirement_name(code: str) -> str:
    return str(read_shared("requirements").get(code, {}).get("name", code))
