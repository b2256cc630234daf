"""Builders for tests of the register: one person or one family in a short call."""

from typing import Any

from tuntas.offices.models import Office
from tuntas.people.keeping import index_kk, make_family, make_resident, save_resident
from tuntas.people.models import Family, Resident

KK = "1671081201100001"


def add_resident(office: Office, *, kk: str = KK, status: str = "present", **person: Any) -> Resident:
    """Ani, or whoever the fields say, in the office's register."""
    family = Family.objects.filter(office=office, kk_index=index_kk(kk)).first()
    if family is None:
        family = make_family({"kk": kk, "address": "Jalan Contoh 1", "rt": "003", "rw": "001"}, office=office)
        family.save()
    known = {
        "name": "Ani Contoh",
        "nik": "1671085204900001",
        "birth_place": "Palembang",
        "birth_date": "1990-04-12",
        "sex": "P",
        "religion": "ISLAM",
        "marital_status": "KAWIN",
        "occupation": "WIRASWASTA",
        "nationality": "WNI",
        "relationship": "ISTRI",
        "phone": "+6281234567800",
        **person,
    }
    resident = make_resident(known, family=family)
    resident.status = status
    save_resident(resident)
    return Resident.objects.select_related("family", "office").get(pk=resident.pk)
