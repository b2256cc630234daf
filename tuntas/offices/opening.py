"""Opening: an office made from its region's code, with what follows from it; the administrator mends the rest."""

from django.utils.translation import gettext as _

from tuntas.offices.models import Office, Region
from tuntas.offices.tree import dotted, regency_of

REGISTRY = ".dukcapil"  # behind a regency's code: its civil registry
_HOURS = {**{str(day): ["08:00", "16:00"] for day in range(4)}, "4": ["08:00", "16:30"]}
_LEVELS = {
    Region.Level.REGENCY: Office.Level.REGENCY,
    Region.Level.DISTRICT: Office.Level.DISTRICT,
    Region.Level.VILLAGE: Office.Level.VILLAGE,
}
# Time zones by province (Keppres 41/1987); all others are in Western Indonesia.
_CENTRAL = frozenset(["51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"])
_EASTERN = frozenset(["81", "82", "91", "92", "93", "94", "95", "96", "97"])


class OfficeCannotOpen(Exception):
    """No office can be made of this code; the sentence says what to write."""


def make_office(code: str, *, is_registry: bool = False) -> Office:
    """An office of a region, not saved: name, letterhead, hours, time zone, the office above. Raises OfficeCannotOpen,
    offices.tree.OfficeUnknown for a code that is none.
    """
    region = Region.objects.filter(code=dotted(code)).select_related("parent__parent").first()
    if region is None:
        raise OfficeCannotOpen(_("Wilayah ini belum ada. Muat dulu data wilayah, atau periksa kodenya."))
    if region.level not in _LEVELS or (is_registry and region.level != Region.Level.REGENCY):
        raise OfficeCannotOpen(_("Tulis kode kabupaten, kecamatan, kelurahan, atau desa. Contoh 16.71.08.1006."))
    level = Office.Level.CIVIL_REGISTRY if is_registry else _LEVELS[Region.Level(region.level)]
    code = region.code + (REGISTRY if is_registry else "")
    if Office.objects.filter(code=code).exists():
        raise OfficeCannotOpen(_("Kantor ini sudah ada. Cari di daftar kantor."))
    above = region.code if is_registry else region.code.rpartition(".")[0]
    regency = _say(Region.objects.get(code=regency_of(region.code)))
    return Office(
        code=code,
        region=region,
        parent=Office.objects.filter(code=above).first(),
        level=level,
        name=_name(region, level),
        letterhead=_head(region, level, regency),
        address=_("Alamat belum diisi"),
        place=regency.partition(" ")[2] or regency,
        timezone=_zone(region.code[:2]),
        hours=_HOURS,
        number_code=_say(region).replace(" ", "-")[:40],
    )


def _say(region: Region) -> str:
    name = region.name.title() if region.name.isupper() else region.name
    is_bare = region.level == Region.Level.REGENCY and not name.startswith(("Kota ", "Kabupaten "))
    return f"{'Kota' if region.code[3:5] >= '71' else 'Kabupaten'} {name}" if is_bare else name


def _name(region: Region, level: str) -> str:
    """Villages with a fourth part from 1001 are kelurahan, from 2001 desa (Permendagri 137/2017 art. 4)."""
    name = _say(region)
    village = "Kelurahan" if region.code[9:10] == "1" else "Desa"
    return {
        Office.Level.CIVIL_REGISTRY: f"Dinas Kependudukan dan Pencatatan Sipil {name}",
        Office.Level.REGENCY: f"Pemerintah {name}",
        Office.Level.DISTRICT: f"Kecamatan {name}",
    }.get(Office.Level(level), f"{village} {name}")


def _head(region: Region, level: str, regency: str) -> list[str]:
    if level == Office.Level.REGENCY:
        return []
    lines = [f"PEMERINTAH {regency.upper()}"]
    is_village = level == Office.Level.VILLAGE and region.parent is not None
    return [*lines, f"KECAMATAN {_say(region.parent).upper()}"] if is_village and region.parent else lines


def _zone(province: str) -> str:
    return "Asia/Makassar" if province in _CENTRAL else "Asia/Jayapura" if province in _EASTERN else "Asia/Jakarta"
