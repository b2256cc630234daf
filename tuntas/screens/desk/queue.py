"""The queue beside every page of the desk, and what an officer's menu shows."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tuntas.cases.access import get_case
from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.rules import may
from tuntas.cases.states import Verb
from tuntas.offices.duty import list_posts, rights_today
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right
from tuntas.reports.inbox import QueuePage, Row, list_queue
from tuntas.screens.desk.wording import say_channel
from tuntas.screens.shared.access import officer_of

FILTERS = ("", "late", "returned")
_LAST = "desk_last"


@dataclass(frozen=True)
class Waiting:
    """One line of the queue in words."""

    row: Row
    left: str
    came: str


@dataclass(frozen=True)
class Desk:
    """The left column and the menu: queue, counts, what can be undone."""

    queue: QueuePage
    lines: list[Waiting]
    only: str
    place: str
    office: Office | None
    rights: frozenset[Right]
    undo: Case | None

    @property
    def can_see_queue(self) -> bool:
        return Right.SEE_QUEUE in self.rights

    @property
    def can_sign(self) -> bool:
        return Right.SIGN in self.rights

    @property
    def can_hand_over(self) -> bool:
        return Right.HAND_OVER in self.rights

    @property
    def can_talk(self) -> bool:
        return Right.TALK in self.rights

    @property
    def can_take_in(self) -> bool:
        return Right.TAKE_IN in self.rights

    @property
    def can_see_residents(self) -> bool:
        return Right.SEE_RESIDENTS in self.rights

    @property
    def can_see_costs(self) -> bool:
        return Right.SEE_COSTS in self.rights

    @property
    def can_see_register(self) -> bool:
        return Right.SEE_OFFICE_CASES in self.rights


def read_desk(request: HttpRequest) -> Desk:
    """The officer's queue as the page asks for it (`?hanya=late`, `?sesudah=<cursor>`)."""
    officer, at = officer_of(request), timezone.now()
    only = request.GET.get("hanya", "")
    only = only if only in FILTERS else ""
    page = list_queue(officer, at=at, only=only, after=request.GET.get("sesudah", ""))
    posts = list_posts(officer, on=timezone.localdate())
    return Desk(
        queue=page,
        lines=[_line(row, at=at) for row in page.rows],
        only=only,
        place=f"{posts[0].office.name} · {posts[0].title}" if posts else officer.name,
        office=posts[0].office if posts else None,
        rights=rights_today(officer, on=timezone.localdate()),
        undo=_find_undo(request, officer, at=at),
    )


def _line(row: Row, *, at: datetime) -> Waiting:
    helped = bool(row.case.application.helper)
    return Waiting(row, say_left(row.due_at, at=at), say_channel(row.channel, helped=helped))


def say_left(due_at: datetime | None, *, at: datetime) -> str:
    """ "9 menit", "5 jam", "2 hari" until the promise ends, or "lewat 12 menit"."""
    if due_at is None:
        return ""
    minutes = int((due_at - at).total_seconds() // 60)
    text = _say_span(abs(minutes))
    return _("lewat %(span)s") % {"span": text} if minutes < 0 else text


def _say_span(minutes: int) -> str:
    if minutes < 60:
        return ngettext("%(n)d menit", "%(n)d menit", minutes) % {"n": minutes}
    if minutes < 24 * 60:
        return ngettext("%(n)d jam", "%(n)d jam", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)d hari", "%(n)d hari", minutes // 1440) % {"n": minutes // 1440}


def remember_decided(request: HttpRequest, case: Case) -> None:
    """Keeps in the session which case was approved last, so that it can be undone from the next page."""
    request.session[_LAST] = str(case.pk)


def _find_undo(request: HttpRequest, officer: Officer, *, at: datetime) -> Case | None:
    last = request.session.get(_LAST)
    if not last:
        return None
    try:
        case = get_case(officer, last, at=at)
    except CaseUnknown:
        return None
    return case if may(officer, Verb.UNDO, case=case, at=at) else None
