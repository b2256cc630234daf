"""The residents of the demo world: invented people with invented numbers, at home in real kelurahan."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from tuntas.offices.models import Office


@dataclass(frozen=True)
class Sketch:
    name: str
    sex: str
    born: date
    marital_status: str
    occupation: str
    street: str


SKETCHES = (
    Sketch("Siti Rahmawati", "P", date(1990, 3, 12), "KAWIN", "MENGURUS RUMAH TANGGA", "Jalan Siaran No. 18"),
    Sketch("Budi Hartono", "L", date(1984, 7, 5), "KAWIN", "WIRASWASTA", "Jalan Sematang Borang No. 7"),
    Sketch("Maimunah", "P", date(1978, 11, 23), "CERAI MATI", "BURUH HARIAN LEPAS", "Lorong Melati No. 3"),
    Sketch("Yohanes Simanjuntak", "L", date(1999, 1, 30), "BELUM KAWIN", "BELUM/TIDAK BEKERJA", "Jalan Anggrek No. 41"),
    Sketch("Nyimas Halimatussadiah", "P", date(1995, 6, 17), "KAWIN", "GURU", "Jalan Musi Raya No. 112"),
    Sketch("Rudi Kurniawan", "L", date(1987, 9, 2), "KAWIN", "SOPIR", "Lorong Kenanga No. 9"),
    Sketch("Lestari Wulandari", "P", date(2001, 12, 8), "BELUM KAWIN", "KARYAWAN SWASTA", "Jalan Cempaka No. 5"),
    Sketch("M. Fadhil Akbar", "L", date(2003, 4, 21), "BELUM KAWIN", "PELAJAR/MAHASISWA", "Jalan Pendidikan No. 26"),
    Sketch("Tan Mei Ling", "P", date(1981, 2, 14), "KAWIN", "PERDAGANGAN", "Jalan Pasar Baru No. 60"),
    Sketch("Sumarni", "P", date(1969, 8, 19), "CERAI HIDUP", "PEDAGANG", "Lorong Sejahtera No. 14"),
)


def make_resident(number: int, *, office: Office) -> dict[str, Any]:
    """The applicant's fields of one resident of an office; the same number gives the same person there."""
    sketch = SKETCHES[number % len(SKETCHES)]
    place = office.region_id.replace(".", "")[:6]
    day = sketch.born.day + (40 if sketch.sex == "P" else 0)
    return {
        "name": sketch.name,
        "nik": f"{place}{day:02}{sketch.born:%m%y}{number + 1:04}",
        "kk": f"{place}150321{number + 1:04}",
        "phone": f"+628127100{number:04}",
        "birth_place": office.place,
        "birth_date": sketch.born.isoformat(),
        "sex": sketch.sex,
        "religion": "KRISTEN" if "Simanjuntak" in sketch.name else "BUDHA" if "Tan " in sketch.name else "ISLAM",
        "marital_status": sketch.marital_status,
        "occupation": sketch.occupation,
        "nationality": "WNI",
        "address": sketch.street,
        "rt": "003",
        "rw": "001",
    }
