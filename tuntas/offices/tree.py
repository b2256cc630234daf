"""The tree of offices: from a region's code to its office, to the offices above, and from an office to a post."""

import re
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Role

# How deep a code may go: province, regency, district, village (Permendagri 137/2017 art. 4: 2 + 2 + 2 + 4 digits).
_PARTS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}
_REGENCY = len("16.71")


class OfficeUnknown(Exception):
    """No office is meant by this code, or none of that level lies above."""


class PostMissing(Exception):
    """An office has no post of the kind, or nobody holds it."""


def dotted(code: str) -> str:
    """A region's code as it is kept, "16.71.08.1006", of one with or without dots. Raises OfficeUnknown.

    The sentence does not repeat what was typed: it may be somebody's NIK.
    """
    digits = re.sub(r"[.\s-]", "", code)
    lengths = _PARTS.get(len(digits))
    if lengths is None or not (digits.isascii() and digits.isdecimal()):
        raise OfficeUnknown(_("Tulis kode wilayah dengan 10 angka, contoh 16.71.08.1006."))
    parts, start = [], 0
    for length in lengths:
        parts.append(digits[start : start + length])
        start += length
    return ".".join(parts)


def get_village_office(code: str) -> Office:
    """The office of a kelurahan or desa by its ten digits, with or without dots.

    Raises OfficeUnknown where no office is open.
    """
    villages = Office.objects.filter(level=Office.Level.VILLAGE).select_related("parent__parent")
    found = villages.filter(code=dotted(code)).first()
    if found is None:
        raise OfficeUnknown(_("Kelurahan atau desa ini belum memakai Tuntas. Periksa kodenya."))
    if not found.is_open:
        raise OfficeUnknown(_("%(office)s sedang tidak menerima permohonan.") % {"office": found.name})
    return found


def get_office_of_level(own: Office, level: str) -> Office:
    """The office that a step of the chain means, seen from the office that issues.

    `level` is "own", "village", "district" or "civil_registry": the civil registry of the regency in which `own` lies.
    Raises OfficeUnknown.
    """
    if level in {"own", own.level}:
        return own
    if level == Office.Level.CIVIL_REGISTRY:
        regency = own.region_id[:_REGENCY]
        found = Office.objects.filter(level=level, region_id=regency).order_by("code").first()
    else:
        found = _find_above(own, level)
    if found is None:
        raise OfficeUnknown(_("Di atas %(office)s belum ada kantor yang dimaksud.") % {"office": own.name})
    return found


def get_post(
    office: Office, *, role: str, section: str = "", rt: str = "", rw: str = "", on: date | None = None
) -> Post:
    """The post of a role: of the section, else one without a section, else any; with `on`, one that is held that day.

    An RT head is never replaced by another RT's. A post without RW stands where RT numbers are unique in the village.
    Raises PostMissing, whose sentence names what is missing.
    """
    posts = Post.objects.filter(office=office, role=role).select_related("office").order_by("section", "id")
    if on is not None:
        posts = posts.filter(pk__in=Assignment.objects.valid_on(on).values("post"))
    found = _find_rt(posts, rt=rt, rw=rw) if role == Role.RT_HEAD else _find_section(posts, section)
    if found is None:
        raise PostMissing(_describe_missing(office, role=role, section=section, rt=rt, rw=rw))
    return found


def _find_above(own: Office, level: str) -> Office | None:
    office = own.parent
    while office is not None and office.level != level:
        office = office.parent
    return office


def _find_section(posts: QuerySet[Post], section: str) -> Post | None:
    return (posts.filter(section=section).first() if section else None) or posts.first()


def _find_rt(posts: QuerySet[Post], *, rt: str, rw: str) -> Post | None:
    neighbours = posts.filter(rt=_three(rt)).exclude(rt="")
    return neighbours.filter(rw=_three(rw)).first() or neighbours.filter(rw="").first()


def _three(number: str) -> str:
    """RT and RW have three digits on the KTP: 003."""
    return number.strip().zfill(3) if number.strip() else ""


def _describe_missing(office: Office, *, role: str, section: str, rt: str, rw: str) -> str:
    what = str(Role(role).label) if role in Role.values else role
    if role == Role.RT_HEAD:
        what = f"{what} {_three(rt)}/{_three(rw)}" if rt else what
    elif section:
        what = f"{what} ({section})"
    return _("%(office)s belum punya %(post)s yang bertugas.") % {"office": office.name, "post": what}
