"""Who is on duty: which posts an officer holds on a day, and which rights follow from them."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tuntas.offices.models import Assignment, Office, Officer, Post
from tuntas.offices.roles import Right
from tuntas.offices.tree import climb
from tuntas.vault.prepared import prepared

# Of several assignments to one post the one that binds most comes first.
_KINDS = [Assignment.Kind.DEFINITIVE, Assignment.Kind.ACTING, Assignment.Kind.ACTING_DAILY]


def remember(officer: Officer) -> Officer:
    """The same officer, of whom what they hold is read once from now on: for one request, never longer."""
    officer.held = {}
    return officer


def list_posts(officer: Officer, *, on: date) -> list[Post]:
    """The posts that an officer holds on a day, in whatever capacity; none for an officer who may not log in."""
    return list({row.post_id: row.post for row in _list_held(officer, on=on)}.values())


def _list_held(officer: Officer, *, on: date) -> list[Assignment]:
    if officer.held is None:
        return _read_held(officer, on=on)
    if on not in officer.held:
        officer.held[on] = _read_held(officer, on=on)
    return officer.held[on]


def _read_held(officer: Officer, *, on: date) -> list[Assignment]:
    held = _assignments.all(officer.pk, on)
    for row in held:
        row.officer = officer
    return held


@prepared
def _assignments(officer: UUID, on: date) -> QuerySet[Assignment]:
    return Assignment.objects.valid_on(on).filter(officer=officer).select_related("post__office").order_by("post_id")


def find_assignment(officer: Officer, *, post: Post, on: date) -> Assignment | None:
    """In what capacity an officer holds a post on a day: definitive before Plt. before Plh., the newest first."""
    rows = [row for row in _list_held(officer, on=on) if row.post_id == post.pk]
    return min(
        rows, key=lambda row: (_KINDS.index(Assignment.Kind(row.kind)), -row.starts_on.toordinal()), default=None
    )


def has_right(officer: Officer, right: Right, *, office: Office, on: date) -> bool:
    """Whether a post of this office gives the officer the right on that day.

    A right ends at the office's door, but for one: who administers a regency also administers the offices below it.
    """
    here = {one.pk for one in climb(office)} if right == Right.ADMINISTER else {office.pk}
    return any(post.office_id in here and right in post.rights for post in list_posts(officer, on=on))


def list_villages(officer: Officer, right: Right, *, on: date) -> list[Office]:
    """The open village offices for which a post gives the officer a right: the own one, or all below a kecamatan or
    Disdukcapil, by name."""
    here = [post.office for post in list_posts(officer, on=on) if right in post.rights]
    wanted = Q(pk__in=[office.pk for office in here])
    for office in here:
        if office.level != Office.Level.VILLAGE:
            wanted |= Q(region__code__startswith=f"{office.region_id}.")
    found = Office.objects.filter(wanted, level=Office.Level.VILLAGE, is_open=True) if here else Office.objects.none()
    return list(found.order_by("name", "code"))


def rights_today(officer: Officer, *, on: date) -> frozenset[Right]:
    """All rights that the officer's posts give on a day, in any office."""
    return frozenset().union(*(post.rights for post in list_posts(officer, on=on)))


def list_overseen(officer: Officer, right: Right, *, on: date) -> list[Office]:
    """The offices for which an officer has a right on a day, and all offices below those, by name."""
    found = {post.office_id: post.office for post in list_posts(officer, on=on) if right in post.rights}
    ring = list(found.values())
    while ring := list(Office.objects.filter(parent__in=ring).exclude(pk__in=list(found))):
        found |= {office.pk: office for office in ring}
    return sorted(found.values(), key=lambda office: office.name)
