"""The register of the demo world: the residents who apply, with their families, and one who has died."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tuntas.config.demo.residents import SKETCHES, make_resident
from tuntas.offices.models import Office
from tuntas.people import keeping
from tuntas.people.counting import count_office
from tuntas.people.models import Family, Resident

# The children of the married ones: name, sex, day of birth. Each family gets the next two.
CHILDREN = (
    ("Arka Pratama", "L", "2015-06-02"),
    ("Kirana Putri", "P", "2018-01-21"),
    ("Bagas Saputra", "L", "2012-09-14"),
    ("Nabila Zahra", "P", "2020-11-05"),
)
# The phones of the simulator: a code that the register sends can be read there.
PHONES = {"Siti Rahmawati": "+6281271000143", "Maimunah": "+6281355500178"}
# Of whom the example of a death certificate tells (services/skk.toml).
DECEASED = {
    "name": "Abdul Karim",
    "nik": "1671081708450001",
    "kk": "1671081503219001",
    "birth_place": "Palembang",
    "birth_date": "1945-08-17",
    "sex": "L",
    "religion": "ISLAM",
    "marital_status": "KAWIN",
    "occupation": "PENSIUNAN",
    "nationality": "WNI",
    "address": "Jalan Siaran No. 18",
    "rt": "012",
    "rw": "004",
}


def load_register(at: datetime) -> int:
    """Fills the registers of all village offices that have none; returns how many residents came in."""
    villages = Office.objects.filter(level=Office.Level.VILLAGE, residents__isnull=True).order_by("code")
    return sum(_load(office, at=at) for office in villages)


@transaction.atomic
def _load(office: Office, *, at: datetime) -> int:
    people = [make_resident(number, office=office) for number in range(len(SKETCHES))]
    people = [{**one, "phone": PHONES.get(one["name"], one["phone"])} for one in people]
    if office.region_id.startswith("16.71.08"):
        people.append(DECEASED)
    families: list[Family] = []
    residents: list[Resident] = []
    for number, person in enumerate(people):
        family = keeping.make_family(person, office=office)
        families.append(family)
        members = [{**person, "relationship": keeping.HEAD}, *_list_children(person, number)]
        residents += [keeping.make_resident(member, family=family) for member in members]
    keeping.Rows(families, residents).save()
    count_office(office, on=timezone.localtime(at).date(), at=at)
    return len(residents)


def _list_children(parent: dict[str, Any], number: int) -> list[dict[str, Any]]:
    if parent["marital_status"] != "KAWIN" or parent is DECEASED:
        return []
    chosen = [CHILDREN[(number + place) % len(CHILDREN)] for place in range(2)]
    return [_child(parent, *child, serial=9100 + 10 * number + place) for place, child in enumerate(chosen)]


def _child(parent: dict[str, Any], name: str, sex: str, born: str, *, serial: int) -> dict[str, Any]:
    year, month, day = born.split("-")
    digits = f"{int(day) + (40 if sex == 'P' else 0):02}{month}{year[2:]}"
    return {
        "name": name,
        "nik": f"{parent['nik'][:6]}{digits}{serial}",
        "birth_place": parent["birth_place"],
        "birth_date": born,
        "sex": sex,
        "religion": parent["religion"],
        "marital_status": "BELUM KAWIN",
        "occupation": "PELAJAR/MAHASISWA",
        "nationality": "WNI",
        "relationship": "ANAK",
    }
