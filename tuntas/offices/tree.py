"""The tree of offices: from a region's code to its office, to the offices above, and from an office to a post."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Role
from tuntas.vault.prepared import prepared

# How deep a code may go: province, regency, district, village (Permendagri 137/2017 art. 4: 2 + 2 + 2 + 4 digits).
_PARTS = {2: (2,), 4: (2, 2), 6: (2, 2, 2), 10: (2, 2, 2, 4)}


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


def regency_of(code: str) -> str:
    """The code of the regency in which a region lies: "16.71" of "16.71.08.1006"."""
    return code[: len("16.71")]


def climb(office: Office) -> Iterator[Office]:
    """The office, then each one above it."""
    above: Office | None = office
    while above is not None:
        yield above
        above = above.parent


def get_village_office(code: str) -> Office:
    """The office of a kelurahan or desa by its ten digits, with or without dots.

    Raises OfficeUnknown where no office is open.
    """
    found = _villages.first(dotted(code))
    if found is None:
        raise OfficeUnknown(_("Kelurahan atau desa ini belum memakai Tuntas. Periksa kodenya."))
    if not found.is_open:
        raise OfficeUnknown(_("%(office)s sedang tidak menerima permohonan.") % {"office": found.name})
    return found


@prepared
def _villages(code: str) -> QuerySet[Office]:
    return Office.objects.filter(level=Office.Level.VILLAGE, code=code)


def get_office_of_level(own: Office, level: str) -> Office:
    """The office that a step of the chain means, seen from the office that issues.

    `level` is "own", "village", "district" or "civil_registry": the civil registry of the regency in which `own` lies.
    Raises OfficeUnknown.
    """
    if level in {"own", own.level}:
        return own
    if level == Office.Level.CIVIL_REGISTRY:
        found = Office.objects.filter(level=level, region_id=regency_of(own.region_id)).order_by("code").first()
    else:
        found = next((office for office in climb(own) if office.level == level), None)
    if found is None:
        raise OfficeUnknown(_("Di atas %(office)s belum ada kantor yang dimaksud.") % {"office": own.name})
    return found


@dataclass(frozen=True)
class Wanted:
    """Which post a step of a chain means."""

    office: Office
    role: str
    section: str = ""
    rt: str = ""
    rw: str = ""


def get_post(
    office: Office, *, role: str, section: str = "", rt: str = "", rw: str = "", on: date | None = None
) -> Post:
    """The post of a role: of the section, else one without a section, else any; with `on`, one that is held that day.

    An RT head is never replaced by another RT's. A post without RW stands where RT numbers are unique in the village.
    Raises PostMissing, whose sentence names what is missing.
    """
    wanted = Wanted(office, role, section, rt, rw)
    return _choose(_list_posts([wanted], on=on), wanted)


def get_posts(wanted: Sequence[Wanted], *, on: date) -> list[Post]:
    """A post for each, chosen like `get_post` among those held that day: one query for a whole chain.

    Where nobody holds one it is a vacant post, at which the paper waits for a Plt. or Plh. Raises PostMissing.
    """
    held = _list_posts(wanted, on=on)
    found = [_find_best(held, one) for one in wanted]
    if None not in found:
        return [post for post in found if post]
    all_posts = _list_posts(wanted)
    return [post or _choose(all_posts, one) for post, one in zip(found, wanted, strict=True)]


def _list_posts(wanted: Sequence[Wanted], *, on: date | None = None) -> list[Post]:
    """The posts of these offices and roles, with `on` those held that day.

    Of the RT heads, of whom there may be hundreds, only those meant.
    """
    offices = sorted({one.office.pk for one in wanted})
    roles = sorted({one.role for one in wanted} - {Role.RT_HEAD.value})
    neighbours = sorted({_three(one.rt) for one in wanted if one.role == Role.RT_HEAD})
    return _held_posts.all(offices, roles, neighbours, on) if on else _posts.all(offices, roles, neighbours)


@prepared
def _posts(offices: list[UUID], roles: list[str], neighbours: list[str]) -> QuerySet[Post]:
    meant = Q(role__in=roles) | Q(role=Role.RT_HEAD, rt__in=neighbours)
    return Post.objects.filter(meant, office_id__in=offices).order_by("section", "id")


@prepared
def _held_posts(offices: list[UUID], roles: list[str], neighbours: list[str], on: date) -> QuerySet[Post]:
    meant = Q(role__in=roles) | Q(role=Role.RT_HEAD, rt__in=neighbours)
    held = Assignment.objects.valid_on(on).values("post")
    return Post.objects.filter(meant, office_id__in=offices, pk__in=held).order_by("section", "id")


def _choose(posts: Iterable[Post], wanted: Wanted) -> Post:
    found = _find_best(posts, wanted)
    if found is None:
        raise PostMissing(_describe_missing(wanted))
    return found


def _find_best(posts: Iterable[Post], wanted: Wanted) -> Post | None:
    here = [post for post in posts if post.office_id == wanted.office.pk and post.role == wanted.role]
    for post in here:
        post.office = wanted.office  # instead of a copy for each by a join
    if wanted.role == Role.RT_HEAD:
        return _find_rt(here, rt=_three(wanted.rt), rw=_three(wanted.rw))
    of_section = (post for post in here if wanted.section and post.section == wanted.section)
    return next(of_section, here[0] if here else None)


def _find_rt(posts: Iterable[Post], *, rt: str, rw: str) -> Post | None:
    neighbours: dict[str, Post] = {}
    for post in posts:
        if rt and post.rt == rt:
            neighbours.setdefault(post.rw, post)  # of two for one RT the first, as of other posts
    return neighbours.get(rw) or neighbours.get("")


def _three(number: str) -> str:
    """RT and RW have three digits on the KTP: 003."""
    return number.strip().zfill(3) if number.strip() else ""


def _describe_missing(wanted: Wanted) -> str:
    what = str(Role(wanted.role).label) if wanted.role in Role.values else wanted.role
    if wanted.role == Role.RT_HEAD:
        what = f"{what} {_three(wanted.rt)}/{_three(wanted.rw)}" if wanted.rt else what
    elif wanted.section:
        what = f"{what} ({wanted.section})"
    return _("%(office)s belum punya %(post)s yang bertugas.") % {"office": wanted.office.name, "post": what}
