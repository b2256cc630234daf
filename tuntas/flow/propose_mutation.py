"""Propose a mutation: a finished case says that somebody was born, died, moved away or came to live here."""

from datetime import datetime, timedelta

from tuntas.cases.models import Case
from tuntas.flow.mutation_told import READERS, Told
from tuntas.people.models import Kind, Proposal
from tuntas.people.names import name_index

# Which services tell which event; a kelurahan's letter and the civil registry's certificate tell the same one.
KINDS: dict[str, Kind] = {
    "SKLH": Kind.BIRTH,
    "PAKL": Kind.BIRTH,
    "AKL": Kind.BIRTH,
    "SKK": Kind.DEATH,
    "PAKM": Kind.DEATH,
    "AKM": Kind.DEATH,
    "PPIN": Kind.MOVE_OUT,
    "SKPWNI": Kind.MOVE_OUT,
    "DATANG": Kind.MOVE_IN,
}
# Two papers about one event rarely lie further apart.
_ONE_EVENT = timedelta(days=180)


def propose_mutation(case: Case, *, at: datetime) -> Proposal | None:
    """Keeps what a finished case says about the register, once; none for a service that says nothing about it."""
    kind = KINDS.get(case.service_code.upper())
    if kind is None or Proposal.objects.filter(case=case.pk).exists():
        return None
    office = case.application.office
    told = READERS[kind](case, office)
    if not told.people:
        return None
    subject = _subject(kind, told)
    same = Proposal.objects.filter(office=office, subject_index=subject, proposed_at__gt=at - _ONE_EVENT)
    if same.exclude(state=Proposal.State.DECLINED).exists():
        return None
    return Proposal.objects.create(
        office=office,
        region=office.region_id,
        kind=kind,
        data={"people": told.people, "card": told.card, "on": told.on, "where": told.where},
        case=case.pk,
        receipt=case.application.receipt,
        subject_index=subject,
        proposed_at=at,
    )


def _subject(kind: Kind, told: Told) -> str:
    """The first person and what happened; a newborn has a birth date instead of a NIK."""
    first = told.people[0]
    key = str(first.get("nik") or first.get("birth_date") or "")
    return name_index(str(first.get("name", "")), kind, key)
