"""Mutate: an officer confirms what a case told about the register, or says that it is not so."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.flow.count_residents import recount
from tuntas.intake.identity import clean_kk, clean_nik
from tuntas.intake.refusals import FieldError, InputRefused, ValueRefused
from tuntas.offices.models import Office, Officer
from tuntas.people.changing import CannotChange, Cause, add_resident, merge_resident, remove_resident
from tuntas.people.duplicates import order_pair
from tuntas.people.finding import find_by_nik
from tuntas.people.models import Apart, Change, Kind, Proposal, Resident
from tuntas.vault import audit
from tuntas.vault.fields import Json

COMING = frozenset({Kind.BIRTH, Kind.MOVE_IN})


@transaction.atomic
def confirm_mutation(
    proposal: Proposal,
    *,
    by: Officer,
    people: Collection[int] | None = None,
    kk: str = "",
    niks: Mapping[int, str] | None = None,
    at: datetime | None = None,
) -> list[Change]:
    """Writes it into the register, with what was there before.

    `people` are the positions of those it is true of (all, if None). For who comes, `kk` is the number of their card
    now and `niks` the NIK by position, for a newborn perhaps none. Raises CannotChange, InputRefused.
    """
    at = at or timezone.now()
    proposal = _lock(proposal)
    chosen = [
        (place, person) for place, person in enumerate(proposal.data["people"]) if people is None or place in people
    ]
    if not chosen:
        raise InputRefused([FieldError("people", _("Pilih paling sedikit satu orang."))])
    cause = _cause(proposal, by=by, at=at)
    if proposal.kind in COMING:
        card = {**proposal.data["card"], "kk": _clean(clean_kk, kk or proposal.data["card"].get("kk", ""), "kk")}
        changes = [_add(proposal, _with_nik(person, place, niks or {}), card, cause) for place, person in chosen]
    else:
        changes = [_remove(proposal, person, place, cause) for place, person in chosen]
    _close(proposal, Proposal.State.CONFIRMED, by=by, at=at)
    recount(proposal.office_id)
    return changes


@transaction.atomic
def decline_mutation(proposal: Proposal, *, by: Officer, reason: str, at: datetime | None = None) -> Proposal:
    """Leaves the register as it is. Raises CannotChange, InputRefused without a reason."""
    at = at or timezone.now()
    if not reason.strip():
        raise InputRefused([FieldError("reason", _("Tulis mengapa usulan ini tidak dicatat."))])
    proposal = _lock(proposal)
    proposal.reason = reason.strip()[:200]
    _close(proposal, Proposal.State.DECLINED, by=by, at=at)
    return proposal


@transaction.atomic
def merge_residents(keep: Resident, *, drop: Resident, by: Officer, at: datetime | None = None) -> Change:
    """Two rows were one person: `drop` no longer counts, its history stays. Raises CannotChange."""
    at = at or timezone.now()
    if keep.pk == drop.pk or keep.office_id != drop.office_id:
        raise CannotChange(_("Pilih dua data dari kantor yang sama."))
    cause = Cause(by, at, timezone.localtime(at).date(), details={"into": str(keep.pk)})
    change = merge_resident(drop, into=keep, cause=cause)
    recount(keep.office_id)
    _note("resident.merged", str(drop.pk), keep.office, by=by, at=at)
    return change


@transaction.atomic
def keep_apart(one: Resident, *, other: Resident, by: Officer, at: datetime | None = None) -> Apart:
    """Two who look alike are two people: they are not shown again."""
    at = at or timezone.now()
    first, second = order_pair(one, other)
    found, _is_new = Apart.objects.get_or_create(first=first, second=second, defaults={"by": by, "at": at})
    return found


def _lock(proposal: Proposal) -> Proposal:
    found = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if found.state != Proposal.State.OPEN:
        label = Proposal.State(found.state).label
        raise CannotChange(_("Usulan ini sudah diputus: %(state)s. Muat ulang halaman.") % {"state": label})
    return found


def _cause(proposal: Proposal, *, by: Officer, at: datetime) -> Cause:
    details = {name: proposal.data[name] for name in ("on", "where") if proposal.data.get(name)}
    return Cause(by, at, timezone.localtime(at).date(), proposal, details)


def _with_nik(person: Json, place: int, niks: Mapping[int, str]) -> Json:
    typed = niks.get(place, "").strip()
    return {**person, "nik": _clean(clean_nik, typed, f"nik.{place}")} if typed else person


def _clean(clean: Callable[[object], str], value: str, name: str) -> str:
    try:
        return clean(value)
    except ValueRefused as refusal:
        raise InputRefused([FieldError(name, str(refusal))]) from None


def _add(proposal: Proposal, person: Json, card: Json, cause: Cause) -> Change:
    return add_resident(person, card, office=proposal.office, kind=Kind(proposal.kind), cause=cause)


def _remove(proposal: Proposal, person: Json, place: int, cause: Cause) -> Change:
    resident = find_by_nik(str(person.get("nik", "")), offices=[proposal.office_id]) if person.get("nik") else None
    if resident is None:
        message = _("Orang ke-%(place)d belum ada dalam buku penduduk. Hapus centangnya, atau masukkan dulu datanya.")
        raise CannotChange(message % {"place": place + 1})
    return remove_resident(resident, kind=Kind(proposal.kind), cause=cause)


def _close(proposal: Proposal, state: Proposal.State, *, by: Officer, at: datetime) -> None:
    proposal.state, proposal.decided_at, proposal.decided_by = state, at, by
    proposal.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    _note(f"mutation.{state}", str(proposal.pk), proposal.office, by=by, at=at)


def read_waiting(proposal: Proposal, *, by: Officer, at: datetime | None = None) -> Proposal:
    """The proposal for an officer to read, the reading noted."""
    _note("mutation.read", str(proposal.pk), proposal.office, by=by, at=at or timezone.now())
    return proposal


def _note(action: str, subject: str, office: Office, *, by: Officer, at: datetime) -> None:
    audit.record(action, subject=subject, actor=f"officer:{by.pk}", stream=office.code, at=at)
