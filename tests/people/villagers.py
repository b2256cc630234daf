"""Invented villagers by number: the same number gives the same person, in families of one to six."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import openpyxl

MEN = "Ahmad Budi Muhammad Rudi Agus Hendra Yusuf Slamet Joko Eko Rizky Fajar Dedi Iwan Hasan Umar Zainal".split()  # noqa: SIM905
WOMEN = "Siti Dewi Nur Sri Rina Maya Aisyah Ratna Wulan Indah Fitri Yuni Lestari Halimah Kartini Ani Sumarni".split()  # noqa: SIM905
MIDDLE = "Aminah Rahma Kurnia Putra Hidayat Saleh Maulana Pratama Wahyu Abdul Cahya Purnama Nugraha Amalia".split()  # noqa: SIM905
LAST = "Santoso Wijaya Hartono Siregar Simanjuntak Kusuma Rahman Harahap Setiawan Lubis Gunawan Sembiring".split()  # noqa: SIM905
HEADINGS = [
    "NIK",
    "No KK",
    "Nama Lengkap",
    "Tempat Lahir",
    "Tgl Lahir",
    "Jenis Kelamin",
    "Agama",
    "Status Kawin",
    "Pekerjaan",
    "Pendidikan",
    "SHDK",
    "Alamat",
    "RT",
    "RW",
    "No HP",
]
SIZES = (1, 4, 3, 5, 2, 6, 4, 3)
RELIGIONS = ("ISLAM", "ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "BUDHA", "ISLAM")
JOBS = ("WIRASWASTA", "KARYAWAN SWASTA", "BURUH HARIAN LEPAS", "GURU", "PETANI/PEKEBUN", "PERDAGANGAN", "SOPIR")
SCHOOLS = ("SLTA/SEDERAJAT", "SLTP/SEDERAJAT", "TAMAT SD/SEDERAJAT", "DIPLOMA IV/STRATA I")


def list_villagers(number: int, *, region: str = "167108", first: int = 0) -> Iterator[dict[str, str]]:
    """`number` people, family after family, as the rows of an office's spreadsheet."""
    made, family = 0, first
    while made < number:
        for place in range(min(SIZES[family % len(SIZES)], number - made)):
            yield make_villager(family, place, region=region)
            made += 1
        family += 1


def make_villager(family: int, place: int, *, region: str = "167108") -> dict[str, str]:
    """The head is a man, then his wife, then their children."""
    is_woman = place == 1 or (place > 1 and (family + place) % 2 == 0)
    born = _birth(family, place)
    names = WOMEN if is_woman else MEN
    name = [names[(family * 7 + place * 3) % len(names)], MIDDLE[(family * 5 + place) % len(MIDDLE)]]
    if family % 3:
        name.append(LAST[family % len(LAST)])
    day = born.day + (40 if is_woman else 0)
    serial = 1 + (family * 7 + place) % 9999
    return {
        "NIK": f"{region}{day:02}{born:%m%y}{serial:04}",
        "No KK": f"{region}{1 + family % 28:02}0121{1 + family // 28:04}",
        "Nama Lengkap": " ".join(name).upper(),
        "Tempat Lahir": "PALEMBANG",
        "Tgl Lahir": f"{born:%d-%m-%Y}",
        "Jenis Kelamin": "P" if is_woman else "L",
        "Agama": RELIGIONS[family % len(RELIGIONS)],
        "Status Kawin": "KAWIN" if place < 2 else "BELUM KAWIN",
        "Pekerjaan": JOBS[family % len(JOBS)] if place == 0 else "PELAJAR/MAHASISWA",
        "Pendidikan": SCHOOLS[(family + place) % len(SCHOOLS)],
        "SHDK": ("KEPALA KELUARGA", "ISTRI")[place] if place < 2 else "ANAK",
        "Alamat": f"JALAN CONTOH NO. {family % 200 + 1}",
        "RT": f"{family % 12 + 1:03}",
        "RW": f"{family % 4 + 1:03}",
        "No HP": f"0812{(family * 10 + place) % 10**8:08}" if place == 0 else "",
    }


def _birth(family: int, place: int) -> date:
    youngest = date(1960, 1, 1) if place < 2 else date(2000, 1, 1)
    return youngest + timedelta(days=(family * 37 + place * 411) % 9000)


def to_csv(rows: Iterable[dict[str, Any]], *, separator: str = ";", encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file with the headings of the first one."""
    rows = list(rows)
    memory = io.StringIO(newline="")
    writer = csv.DictWriter(memory, list(rows[0]) if rows else HEADINGS, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return memory.getvalue().encode(encoding)


def to_xlsx(rows: Iterable[dict[str, Any]], *, above: Iterable[list[Any]] = ()) -> bytes:
    """The rows as a spreadsheet, `above` the headings what offices like to write there."""
    rows = list(rows)
    book = openpyxl.Workbook()
    sheet = book.active
    for line in above:
        sheet.append(line)
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()
