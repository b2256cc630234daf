"""Inbox: the queue of an officer, by due time, with counts; the same query whatever the number of cases."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from tuntas.cases.models import Case, CaseQuerySet
from tuntas.cases.paper import name_of
from tuntas.cases.states import Duty
from tuntas.letters.masking import mask_name
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer

PAGE = 30


@dataclass(frozen=True)
class Row:
    """One case on a desk. `masked` is for machines; the desk shows `name`, so that people are found by it."""

    case: Case
    receipt: str
    service: str
    short: str
    step: str
    duty: str
    name: str
    masked: str
    channel: str
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class QueuePage:
    rows: list[Row]
    total: int
    late: int
    returned: int
    next: str


def list_queue(officer: Officer, *, at: datetime, only: str = "", after: str = "", limit: int = PAGE) -> QueuePage:
    """One page of what waits for this officer's posts, soonest due first.

    `only` is "", "late" or "returned"; `after` is the cursor that the page before gave as `next` ("" on the last page).
    """
    posts = list_posts(officer, on=timezone.localtime(at).date())
    waiting: CaseQuerySet = Case.objects.on_desks(posts)
    chosen = _narrow(waiting, only=only, at=at)
    page = list(_after(chosen, after).select_related("application", "desk__office")[: limit + 1])
    rows = [_row(case, at=at) for case in page[:limit]]
    return QueuePage(
        rows=rows,
        total=waiting.count(),
        late=waiting.filter(due_at__lt=at).count(),
        returned=waiting.filter(events__verb="resubmit").distinct().count(),
        next=_cursor(page[limit - 1]) if len(page) > limit else "",
    )


def _narrow(waiting: CaseQuerySet, *, only: str, at: datetime) -> CaseQuerySet:
    if only == "late":
        return waiting.filter(due_at__lt=at)
    if only == "returned":
        return waiting.filter(events__verb="resubmit").distinct()
    return waiting


def _after(waiting: CaseQuerySet, cursor: str) -> CaseQuerySet:
    due_text, _bar, case_id = cursor.partition("|")
    due = parse_datetime(due_text) if due_text else None
    if due is None:
        return waiting
    try:
        last = uuid.UUID(case_id)
    except ValueError:
        return waiting
    return waiting.filter(Q(due_at__gt=due) | Q(due_at=due, pk__gt=last))


def _cursor(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else ''}|{case.pk}"


def _row(case: Case, *, at: datetime) -> Row:
    desk = case.desk
    name = str(case.applicant.get("name", ""))
    return Row(
        case=case,
        receipt=case.application.receipt,
        service=case.service_code,
        short=name_of(case),
        step=desk.title if desk else "",
        duty=Duty.SIGN if desk and desk.role == "HEAD" else "",
        name=name,
        masked=mask_name(name),
        channel=case.application.channel,
        due_at=case.due_at,
        is_late=case.due_at is not None and case.due_at < at,
    )
