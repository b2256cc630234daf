"""What a case tells about the register: read out of its answers, under the codes that the services use."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.intake.identity import birth_of
from tuntas.offices.models import Office
from tuntas.people.finding import find_by_nik
from tuntas.people.keeping import CARD_FIELDS, HEAD, PERSON_FIELDS
from tuntas.people.models import Kind, Resident
from tuntas.vault.fields import Json

_WHOLE_FAMILY = "2"  # jenis kepindahan: kepala keluarga dan seluruh anggota (SIAK)
_MEMBERS_ALONE = "4"


@dataclass(frozen=True)
class Told:
    """What a case tells: who it is about, the card they belong to, the day, and where they go or come from."""

    people: list[Json] = field(repr=False)
    card: Json = field(repr=False)
    on: str
    where: str = ""


def _read_birth(case: Case, office: Office) -> Told:
    applicant, answers = case.applicant, case.answers
    parent = _find_parent(answers, office)
    baby = _pick(answers, "baby_", ("name", "sex", "birth_place", "birth_date"))
    baby |= {"relationship": "ANAK", "nationality": "WNI", "marital_status": "BELUM KAWIN"}
    baby |= {who: str(answers[f"{who}_name"]) for who in ("father", "mother") if answers.get(f"{who}_name")}
    believer = parent.person if parent else applicant
    baby["religion"] = str(believer.get("religion", ""))
    card = dict(parent.family.card) if parent else _card(applicant, answers)
    people = [_person(baby)] if baby.get("name") else []
    return Told(people, card, str(answers.get("baby_birth_date", "")))


def _find_parent(answers: Mapping[str, object], office: Office) -> Resident | None:
    """The mother if the register knows her, else the father: whoever reports may be a neighbour."""
    for who in ("mother", "father"):
        nik = str(answers.get(f"{who}_nik") or "")
        found = find_by_nik(nik, offices=[office.pk]) if nik else None
        if found is not None and found.status == Resident.Status.PRESENT:
            return found
    return None


def _read_death(case: Case, _office: Office) -> Told:
    answers = case.answers
    dead = _pick(answers, "deceased_", ("name", "nik", "sex", "birth_place", "birth_date", "religion"))
    people = [_person(dead)] if dead.get("name") else []
    return Told(people, {}, str(answers.get("death_date", "")), str(answers.get("death_place", "")))


def _read_move_out(case: Case, office: Office) -> Told:
    applicant, answers = case.applicant, case.answers
    kind = str(answers.get("move_kind", ""))
    people = [] if kind == _MEMBERS_ALONE else [_person(applicant)]
    people += [_person(row) for row in _rows(answers, "followers", "members")]
    if kind == _WHOLE_FAMILY:
        people += _list_family(applicant, office)
    where = ", ".join(str(answers[f"dest_{part}"]) for part in _PLACE if answers.get(f"dest_{part}"))
    return Told(_once(people), {}, str(answers.get("move_date") or _today(case)), where)


def _read_move_in(case: Case, _office: Office) -> Told:
    applicant, answers = case.applicant, case.answers
    rows = [dict(row) for row in _rows(answers, "members", "followers")]
    mine = next((row for row in rows if row.get("nik") == applicant.get("nik")), None)
    if mine is None:
        has_head = any(row.get("relationship") == HEAD for row in rows)
        rows.insert(0, {**applicant, **({} if has_head else {"relationship": HEAD})})
    else:
        mine.update({name: value for name, value in applicant.items() if value and not mine.get(name)})
    where = ", ".join(str(answers[code]) for code in ("origin_address", "origin_regency") if answers.get(code))
    on = str(answers.get("arrived_on") or answers.get("move_date") or _today(case))
    return Told(_once([_person(row) for row in rows]), _card(applicant, answers), on, where)


_PLACE = ("village", "district", "regency", "province")
READERS: dict[Kind, Callable[[Case, Office], Told]] = {
    Kind.BIRTH: _read_birth,
    Kind.DEATH: _read_death,
    Kind.MOVE_OUT: _read_move_out,
    Kind.MOVE_IN: _read_move_in,
}


def _today(case: Case) -> str:
    return timezone.localtime(case.closed_at or case.opened_at).date().isoformat()


def _pick(answers: Mapping[str, object], prefix: str, names: Iterable[str]) -> Json:
    return {name: str(answers[f"{prefix}{name}"]) for name in names if answers.get(f"{prefix}{name}")}


def _person(raw: Mapping[str, object]) -> Json:
    """The fields that the register keeps; birth date and sex are read out of the NIK where they are missing."""
    person = {name: str(raw[name]) for name in PERSON_FIELDS if raw.get(name)}
    sex = str(person.get("sex", ""))
    person["sex"] = {"LAKI-LAKI": "L", "PEREMPUAN": "P"}.get(sex.upper(), sex)
    born = birth_of(person["nik"], on=timezone.localdate()) if len(person.get("nik", "")) == 16 else None
    if born:
        person = {"birth_date": born[0].isoformat(), **person, "sex": person["sex"] or born[1]}
    return person


def _card(applicant: Mapping[str, object], answers: Mapping[str, object]) -> Json:
    """The card of those who stay or come: a new address of the answers before the one on the applicant's card."""
    card = {name: str(applicant[name]) for name in CARD_FIELDS if applicant.get(name)}
    for prefix in ("new_", "dest_"):
        if answers.get(f"{prefix}address"):
            rt, _slash, rw = str(answers.get(f"{prefix}rt_rw", "")).partition("/")
            card |= {"address": str(answers[f"{prefix}address"]), **({"rt": rt, "rw": rw} if rw else {})}
    kk = next((str(answers[code]) for code in ("new_kk", "kk_number", "family_kk") if answers.get(code)), "")
    return card | ({"kk": kk} if kk else {})


def _rows(answers: Mapping[str, object], *codes: str) -> list[Mapping[str, object]]:
    found = next((answers[code] for code in codes if answers.get(code)), [])
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _list_family(applicant: Mapping[str, object], office: Office) -> list[Json]:
    resident = find_by_nik(str(applicant.get("nik", "")), offices=[office.pk])
    if resident is None:
        return []
    members = Resident.objects.present().filter(family=resident.family_id).order_by("-is_head", "pk")
    return [dict(member.person) for member in members]


def _once(people: list[Json]) -> list[Json]:
    """Each person once, as they were named first."""
    seen: dict[str, Json] = {}
    for person in people:
        seen.setdefault(str(person.get("nik") or person.get("name")), person)
    return list(seen.values())
