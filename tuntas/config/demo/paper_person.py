"""Who a sample document is about: what the demo world knows of a person, the rest invented from the seed."""

# ruff: noqa: S311 -- dice for drawings, not for secrets

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from random import Random

_MEN = ("HENDRA SAPUTRA", "RUDI HARTAWAN", "AHMAD FAUZI", "DEDI IRAWAN", "SUHARDI", "ARKA PRATAMA", "M. RAFLI")
_WOMEN = ("DIAN ANGGRAINI", "SITI MARYAM", "LESTARI", "YULIANA", "ROSMIATI", "PUTRI AMALIA", "NADIRA")
_FATHERS = ("SAPARUDIN", "M. YUSUF", "ABDUL RONI", "KOSASIH")
_MOTHERS = ("NURHAYATI", "ROHANA", "MAIMUNAH", "SUMARNI")
_DEFAULTS = {
    "birth_place": "PALEMBANG",
    "religion": "ISLAM",
    "marital_status": "KAWIN",
    "occupation": "KARYAWAN SWASTA",
    "address": "JALAN SIARAN NO. 18",
    "rt": "012",
    "rw": "004",
    "village": "SIALANG",
    "district": "SAKO",
    "regency": "KOTA PALEMBANG",
    "province": "SUMATERA SELATAN",
}


@dataclass(frozen=True)
class Person:
    """As printed on the papers: capitals, dates as 31-12-1990, sex L or P."""

    name: str
    nik: str
    kk: str
    birth_date: str
    sex: str
    birth_place: str
    religion: str
    marital_status: str
    occupation: str
    address: str
    rt: str
    rw: str
    village: str
    district: str
    regency: str
    province: str
    relationship: str = ""
    father: str = ""
    mother: str = ""

    @property
    def birth_year(self) -> int:
        return int(self.birth_date[-4:])

    @property
    def town(self) -> str:
        """The regency's bare name, as in a letter's dateline."""
        return self.regency.removeprefix("KOTA ").removeprefix("KABUPATEN ").title()


def make_person(known: Mapping[str, object], *, dice: Random) -> Person:
    """The person of a demo application; `known` has the applicant's fields, as many of them as there are."""
    told = {key: str(value).upper() for key, value in known.items() if value not in (None, "")}
    sex = told.get("sex", "L")[:1]
    born = _printed(told.get("birth_date", "")) or _invent_birth(dice.randint(1960, 2003), dice=dice)
    nik = told.get("nik") or _invent_nik("167108", born=born, sex=sex, dice=dice)
    return Person(
        name=told.get("name") or dice.choice(_MEN if sex == "L" else _WOMEN),
        nik=nik,
        kk=told.get("kk") or f"167108{dice.randint(1, 28):02d}0321{dice.randint(1, 9999):04d}",
        birth_date=born,
        sex=sex,
        father=Random(nik).choice(_FATHERS),
        mother=Random(nik).choice(_MOTHERS),
        **{key: told.get(key, default) for key, default in _DEFAULTS.items()},
    )


def invent_kin(person: Person) -> list[Person]:
    """The household as the family card lists it: head, wife, one or two children. The person is head or wife.

    Depends on the family card's number alone, so that every paper of a family names the same people.
    """
    dice = Random(person.kk)
    spouse = _invent(person, sex="P" if person.sex == "L" else "L", years=0, dice=dice)
    head, wife = sorted((person, spouse), key=lambda one: one.sex)
    children = [_invent_child(person, head=head, wife=wife, dice=dice) for _ in range(dice.randint(1, 2))]
    return [replace(head, relationship="KEPALA KELUARGA"), replace(wife, relationship="ISTRI"), *children]


def find_spouse(person: Person) -> Person:
    """The other of the two who head the household."""
    head, wife, *_ = invent_kin(person)
    return wife if person.sex == "L" else head


def invent_stranger(person: Person, *, sex: str, years: int, dice: Random) -> Person:
    """Somebody of the same village, some years older or younger: a witness, a parent, one who has died."""
    return _invent(person, sex=sex, years=years, dice=dice)


def _invent_child(person: Person, *, head: Person, wife: Person, dice: Random) -> Person:
    child = _invent(person, sex=dice.choice("LP"), years=dice.randint(20, 28), dice=dice)
    single = replace(child, marital_status="BELUM KAWIN", occupation="PELAJAR/MAHASISWA", relationship="ANAK")
    return replace(single, father=head.name, mother=wife.name)


def _invent(person: Person, *, sex: str, years: int, dice: Random) -> Person:
    born = _invent_birth(person.birth_year + years, dice=dice)
    return replace(
        person,
        name=dice.choice([name for name in (_MEN if sex == "L" else _WOMEN) if name != person.name]),
        nik=_invent_nik(person.nik[:6], born=born, sex=sex, dice=dice),
        birth_date=born,
        sex=sex,
        occupation="WIRASWASTA" if sex == "L" else "MENGURUS RUMAH TANGGA",
        father=dice.choice(_FATHERS),
        mother=dice.choice(_MOTHERS),
    )


def _invent_birth(year: int, *, dice: Random) -> str:
    return f"{dice.randint(1, 28):02d}-{dice.randint(1, 12):02d}-{year}"


def _invent_nik(region: str, *, born: str, sex: str, dice: Random) -> str:
    """Region, day (a woman's plus 40), month, year, serial: knowledge/domain.md 4.1."""
    day = int(born[:2]) + (40 if sex == "P" else 0)
    return f"{region}{day:02d}{born[3:5]}{born[-2:]}{dice.randint(1, 60):04d}"


def _printed(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d-%m-%Y") if iso else ""
