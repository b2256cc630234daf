"""The gazetteer: regions of the whole country, read from CSV files with Kemendagri's codes.

The codes are law (Kepmendagri 300.2.2-2138/2025); the usual compilation of them carries a licence of its own and is not
shipped. `sample_regions` holds the few that the demo world needs.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.offices.models import Region
from tuntas.offices.tree import OfficeUnknown, dotted

SAMPLE = Path(__file__).with_name("sample_regions")

Level = Region.Level
# A village's block: 1 kelurahan, 2 desa, 3 desa adat (Permendagri 137/2017 art. 4; domain facts 4.5).
_SHAPES: dict[str, tuple[str, re.Pattern[str]]] = {
    "provinces": (Level.PROVINCE, re.compile(r"[0-9]{2}")),
    "regencies": (Level.REGENCY, re.compile(r"[0-9]{2}\.[0-9]{2}")),
    "districts": (Level.DISTRICT, re.compile(r"[0-9]{2}(\.[0-9]{2}){2}")),
    "villages": (Level.VILLAGE, re.compile(r"[0-9]{2}(\.[0-9]{2}){2}\.[123][0-9]{3}")),
}
_BATCH = 2000
_TOLD = 20  # problems named in one refusal


class RegionsRefused(Exception):
    """The files do not fit together; the text names each place. Nothing was stored."""


@dataclass(frozen=True)
class Loaded:
    """What came in, by file, and how it compares with what was there."""

    read: dict[str, int]
    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class _Line:
    place: str  # "villages.csv:17"
    code: str
    parent: str
    name: str


def load_regions(folder: Path) -> Loaded:
    """Reads provinces.csv, regencies.csv, districts.csv and villages.csv with the columns code, parent_code, name.

    Codes come with or without dots; a province has no parent. Loading again changes nothing; regions that the files do
    not name stay. Raises RegionsRefused with every problem, before anything is stored.
    """
    read = {name: list(_read(folder / f"{name}.csv")) for name in _SHAPES}
    problems = list(_check(read))
    if problems:
        more = len(problems) - _TOLD
        told = [*problems[:_TOLD], *([_("... dan %(n)d lagi") % {"n": more}] if more > 0 else [])]
        raise RegionsRefused("\n".join(told))
    return _store(read)


def _read(path: Path) -> Iterator[_Line]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise RegionsRefused(_("Berkas %(name)s tidak ada atau tidak dapat dibaca.") % {"name": path.name}) from None
    except UnicodeDecodeError:
        raise RegionsRefused(_("Simpan %(name)s sebagai teks UTF-8.") % {"name": path.name}) from None
    rows = csv.DictReader(text.splitlines())
    if not {"code", "name"} <= set(rows.fieldnames or ()):
        raise RegionsRefused(_("%(name)s: tulis judul kolom code, parent_code, name.") % {"name": path.name})
    for number, row in enumerate(rows, 2):
        place = f"{path.name}:{number}"
        name = " ".join((row["name"] or "").split())
        yield _Line(place, _dotted(row["code"]), _dotted(row.get("parent_code")), name)


def _dotted(code: str | None) -> str:
    try:
        return dotted(code) if code else ""
    except OfficeUnknown:
        return "?"


def _check(read: dict[str, list[_Line]]) -> Iterator[str]:
    seen: set[str] = set()
    for name, lines in read.items():
        shape = _SHAPES[name][1]
        above = set(seen)
        for line in lines:
            problem = _problem(line, shape, seen=seen, above=above)
            if problem:
                yield f"{line.place}: {problem}"
            seen.add(line.code)


def _problem(line: _Line, shape: re.Pattern[str], *, seen: set[str], above: set[str]) -> str:
    parent = line.code.rpartition(".")[0]
    if not shape.fullmatch(line.code):
        return _("kode ini bukan kode tingkat ini")
    if line.code in seen:
        return _("kode %(code)s sudah ada di atas") % {"code": line.code}
    if line.parent and line.parent != parent:
        return _("%(code)s bukan bagian dari %(parent)s") % {"code": line.code, "parent": line.parent}
    if parent and parent not in above:
        return _("induk %(parent)s tidak ada") % {"parent": parent}
    if not 0 < len(line.name) <= 100:
        return _("nama wilayah 1 sampai 100 huruf")
    return ""


@transaction.atomic
def _store(read: dict[str, list[_Line]]) -> Loaded:
    known = {region.code: (region.name, region.level) for region in Region.objects.all().iterator(chunk_size=_BATCH)}
    new = changed = total = 0
    for name, lines in read.items():
        level = _SHAPES[name][0]
        rows = [_make(line, level) for line in lines if known.get(line.code) != (line.name, level)]
        Region.objects.bulk_create(
            rows, batch_size=_BATCH, update_conflicts=True, unique_fields=["code"], update_fields=["name", "level"]
        )
        fresh = sum(row.code not in known for row in rows)
        new, changed, total = new + fresh, changed + len(rows) - fresh, total + len(lines)
    return Loaded({name: len(lines) for name, lines in read.items()}, new, changed, total - new - changed)


def _make(line: _Line, level: str) -> Region:
    return Region(code=line.code, parent_id=line.code.rpartition(".")[0] or None, name=line.name, level=level)
