"""Administering: which offices and officers an administrator keeps, and what they may give to whom.

An administrator keeps their own office and those below it. Nobody gives what they do not hold: the right to change
services passes only from hand to hand.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tuntas.offices.duty import list_posts, rights_today
from tuntas.offices.models import Assignment, Office, Officer, Post
from tuntas.offices.roles import Right, rights_of

_LEVELS = 4  # regency, civil registry or district, village: no tree of offices is deeper


class NotAdministered(Exception):
    """An office, post or officer that this administrator does not keep; the same as one that is not there."""


class MayNotGive(Exception):
    """A post that this administrator may not give to anybody."""


def list_administered(officer: Officer, *, on: date) -> QuerySet[Office]:
    """The offices that an officer administers on a day, by code: their own and those below."""
    own = [post.office_id for post in list_posts(officer, on=on) if Right.ADMINISTER in post.rights]
    wanted, path = Q(pk__in=own), "parent"
    for _level in range(_LEVELS):
        wanted |= Q(**{f"{path}__in": own})
        path = f"{path}__parent"
    return Office.objects.filter(wanted).order_by("code")


def get_administered(officer: Officer, code: str, *, on: date) -> Office:
    """One of these offices by its code. Raises NotAdministered."""
    found = list_administered(officer, on=on).filter(code=code).select_related("region", "parent").first()
    if found is None:
        raise NotAdministered(_("Kantor ini tidak ada, atau bukan bagian Anda."))
    return found


def list_kept_officers(officer: Officer, *, on: date) -> QuerySet[Officer]:
    """The officers who hold, or held last, a post of an administered office, by name."""
    offices = list_administered(officer, on=on).values("pk")
    return Officer.objects.filter(assignments__post__office__in=offices).distinct().order_by("name", "id")


def get_kept_officer(officer: Officer, officer_id: UUID, *, on: date) -> Officer:
    """One of these officers. Raises NotAdministered."""
    found = list_kept_officers(officer, on=on).filter(pk=officer_id).first()
    if found is None:
        raise NotAdministered(_("Petugas ini tidak ada, atau bukan bagian Anda."))
    return found


def may_keep_account(by: Officer, officer: Officer, *, on: date) -> bool:
    """Whether `by` may lock this account or give it a new password.

    Only where all posts that the officer holds are administered by `by`: else a small office could take over the
    account of somebody who also works elsewhere, or above.
    """
    offices = set(list_administered(by, on=on).values_list("pk", flat=True))
    ever = _list_ever(officer)  # not only today's posts: who is locked now, or begins later, keeps theirs
    lasting = ever.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    held = [one.post for one in lasting] or [one.post for one in ever]
    is_ours = bool(held) and all(post.office_id in offices for post in held)
    return is_ours and (all(Right.PUBLISH not in post.rights for post in held) or _may_publish(by, on=on))


def check_may_give(by: Officer, post: Post, *, on: date) -> None:
    """Raises NotAdministered for a post of another's office, MayNotGive for one with a right that `by` lacks."""
    get_administered(by, post.office.code, on=on)
    check_may_make(by, post.role, on=on)


def check_may_make(by: Officer, role: str, *, on: date) -> None:
    """Raises MayNotGive for a role that may change services, unless `by` may."""
    if Right.PUBLISH in rights_of(role) and not _may_publish(by, on=on):
        raise MayNotGive(_("Hanya administrator layanan yang dapat memberi jabatan ini."))


def _may_publish(officer: Officer, *, on: date) -> bool:
    return Right.PUBLISH in rights_today(officer, on=on)


def _list_ever(officer: Officer) -> QuerySet[Assignment]:
    return Assignment.objects.filter(officer=officer).select_related("post__office")
