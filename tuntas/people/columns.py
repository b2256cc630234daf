"""Columns: which heading of a file means which field, in the words that offices use."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from tuntas.people.sheets import Row, SheetRefused, Value

_HEADINGS: dict[str, str] = {
    "nik": "nik, no nik, nomor nik, nomor induk kependudukan, no ktp, nomor ktp, nik ktp",
    "kk": "kk, no kk, nokk, nomor kk, nkk, no kartu keluarga, nomor kartu keluarga",
    "name": "name, nama, nama lengkap, nama penduduk, nama anggota keluarga, nama lgkp, nama sesuai ktp",
    "birth_place": "birth place, tempat lahir, tmpt lahir, tmp lahir, tmpt lhr, tempatlahir",
    "birth_date": "birth date, tanggal lahir, tgl lahir, tgl lhr, tanggallahir, tgllahir, tgl bln thn lahir",
    "birth": "tempat tanggal lahir, tempat tgl lahir, tmpt tgl lahir, ttl",
    "sex": "sex, jenis kelamin, jns kelamin, jenis klmin, kelamin, jk, l p, jeniskelamin, gender",
    "religion": "religion, agama",
    "marital_status": "marital status, status kawin, status perkawinan, stat kwn, status, status nikah, kawin",
    "occupation": "occupation, pekerjaan, jenis pekerjaan, jenis pkrjn, kerja",
    "education": "education, pendidikan, pendidikan akhir, pendidikan terakhir, pddk akh, pendidikan kk",
    "nationality": "nationality, kewarganegaraan, warga negara, warganegara, wn",
    "relationship": (
        "relationship, hubungan, hubungan keluarga, hub keluarga, hubkel, hub kel, shdk, stat hbkel, "
        "status hubungan, status hubungan keluarga, status hubungan dalam keluarga, hubungan dalam keluarga, "
        "hubungan dengan kepala keluarga"
    ),
    "address": "address, alamat, alamat lengkap, alamat ktp, jalan",
    "rt": "rt, no rt, nort",
    "rw": "rw, no rw, norw",
    "rt_rw": "rt rw",
    "phone": (
        "phone, no hp, nohp, hp, nomor hp, no telepon, telepon, no telp, telp, no wa, whatsapp, nomor telepon, "
        "no handphone, handphone, ponsel, nomor ponsel, no telp hp, no hp wa, telp hp"
    ),
    "email": "email, e mail, alamat email, surel",
    "father": "father, nama ayah, ayah, nama lgkp ayah, nama bapak",
    "mother": "mother, nama ibu, ibu, nama lgkp ibu, nama ibu kandung",
}
FIELD_OF: dict[str, str] = {
    heading.strip(): field for field, headings in _HEADINGS.items() for heading in headings.split(",")
}
NEEDED = ("nik", "kk", "name", "birth_date", "sex", "relationship")
_SAID = {
    "nik": "NIK",
    "kk": "No KK",
    "name": "Nama Lengkap",
    "birth_date": "Tgl Lahir",
    "sex": "Jenis Kelamin",
    "relationship": "SHDK",
}
# One column that holds two fields.
_DOUBLE = {"birth": ("birth_place", "birth_date"), "rt_rw": ("rt", "rw")}
_LOOKED_AT = 25  # rows among which the headings are looked for: titles may stand above them


@dataclass(frozen=True)
class Columns:
    """Where each field stands, as the file calls it; `unused` are headings that no field has."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    unused: Sequence[str]

    def cut(self, cells: Sequence[Value]) -> dict[str, Value]:
        """The cells of a row by field; a double column gives both of its fields."""
        found = {field: cells[place] if place < len(cells) else None for field, place in self.places.items()}
        for double, (first, second) in _DOUBLE.items():
            if double in found:
                left, right = _cut_double(found.pop(double), last=double == "birth")
                found.setdefault(first, left)
                found.setdefault(second, right)
        return found

    def heading_of(self, field: str) -> str:
        """How the file calls a field's column."""
        double = next((name for name, pair in _DOUBLE.items() if field in pair and name in self.places), field)
        return self.headings.get(field) or self.headings.get(double, field)


@dataclass(frozen=True)
class Table:
    """A file whose headings are known; `rows` follow them."""

    columns: Columns
    rows: Iterator[Row]


def find_table(rows: Iterator[Row]) -> Table:
    """Looks for the headings among the first rows. Raises SheetRefused naming the columns that are missing."""
    seen: list[Row] = []
    best = Columns({}, {}, [])
    for row in rows:
        seen.append(row)
        columns = _read_headings(row[1])
        if len(columns.places) > len(best.places):
            best = columns
        if not _list_missing(columns):
            return Table(columns, rows)
        if len(seen) >= _LOOKED_AT:
            break
    raise SheetRefused(_describe(best, has_rows=bool(seen)))


def plain_heading(cell: Value) -> str:
    """A heading in small letters and single blanks: "TGL. LAHIR (dd/mm/yyyy)" gives "tgl lahir"."""
    text = re.sub(r"\(.*?\)|\[.*?\]", " ", str(cell or "").casefold())
    return " ".join(re.findall(r"[a-z]+", text))


def _read_headings(cells: Sequence[Value]) -> Columns:
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    unused = []
    for place, cell in enumerate(cells):
        field = FIELD_OF.get(plain_heading(cell))
        # A heading comes back in tables that Excel opens, where these signs would begin a formula.
        shown = " ".join(str(cell or "").split()).lstrip("=+-@ ")[:40]
        if field and field not in places:
            places[field], headings[field] = place, shown
        elif shown:
            unused.append(shown)
    return Columns(places, headings, unused)


def _list_missing(columns: Columns) -> list[str]:
    there = set(chain(columns.places, *(_DOUBLE[double] for double in _DOUBLE if double in columns.places)))
    return [field for field in NEEDED if field not in there]


def _describe(best: Columns, *, has_rows: bool) -> str:
    if not has_rows:
        return _("Berkas ini kosong. Pilih berkas lain.")
    missing = ", ".join(_SAID[field] for field in _list_missing(best))
    if not best.places:
        return _("Baris judul kolom tidak ditemukan. Tulis judul kolom: %(missing)s.") % {"missing": missing}
    return _("Kolom ini belum ada: %(missing)s. Tambahkan, lalu kirim lagi. Belum ada yang dimuat.") % {
        "missing": missing
    }


def _cut_double(cell: Value, *, last: bool) -> tuple[Value, Value]:
    """ "Palembang, 12-03-1990" at its last comma, "003/001" at its slash."""
    if cell is None or not isinstance(cell, str):
        return None, cell
    left, _sign, right = cell.rpartition(",") if last else cell.replace("-", "/").partition("/")
    return (left.strip() or None), (right.strip() or None)
