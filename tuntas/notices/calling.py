"""Calling: whom no message reached, for the office to ring up, and what came of each call."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.gateways.messages import Channel
from tuntas.notices import texts
from tuntas.notices.announcing import OPTED_OUT
from tuntas.notices.models import Call, Notice
from tuntas.notices.reaching import APPLICANT, HELPER, get_recipient
from tuntas.offices.worktime import add_working

WRONG_NUMBER, NO_ANSWER = "wrong_number", "no_answer"
CLOSED: Final = (OPTED_OUT, WRONG_NUMBER, NO_ANSWER)
MOST_TRIES: Final = 5
_PAUSE_MINUTES: Final = 120  # of working time, before the next try
_JUST_NOW: Final = timedelta(minutes=1)
_MEMORY: Final = timedelta(days=30)
_REACHED: Final = (Notice.State.DELIVERED, Notice.State.READ, Notice.State.TOLD)


class CannotCall(Exception):
    """This call was noted just now, or there is nothing to tell any more; the sentence is for the officer."""


@dataclass(frozen=True)
class CallTask:
    """One person to ring up about one application: what they should hear, and how often it was tried."""

    person: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    notices: list[Notice]
    calls: list[Call]

    @property
    def case(self) -> Case:
        """The case of the newest news."""
        return self.notices[-1].case

    @property
    def next_at(self) -> datetime | None:
        """Not before then, after nobody answered."""
        return self.calls[-1].next_at if self.calls else None

    def is_due(self, at: datetime) -> bool:
        """Whether somebody should call now."""
        return self.next_at is None or self.next_at <= at


def list_tasks(offices: Collection[uuid.UUID], *, at: datetime, application: uuid.UUID | None = None) -> list[CallTask]:
    """Whom these offices should ring up, the longest unreached first; of one application alone where it is given."""
    rows = _unreached(at).filter(office__in=offices)
    rows = rows.filter(case__application=application) if application else rows
    groups: dict[tuple[uuid.UUID, str], list[Notice]] = {}
    for notice in rows[:1000]:
        groups.setdefault((notice.case.application_id, notice.person), []).append(notice)
    calls = _calls_of({application_id for application_id, _person in groups})
    return [_make_task(notices, calls) for notices in groups.values()]


def _unreached(at: datetime) -> QuerySet[Notice]:
    """News that no message brought to its person; not what a later message made old, nor what they did not want."""
    essential = [key for key, one in texts.TEMPLATES.items() if one.is_essential]
    rows = Notice.objects.filter(
        state__in=[Notice.State.FAILED, Notice.State.UNKNOWN],
        person__in=[APPLICANT, HELPER],
        template__in=essential,
        created_at__gt=at - _MEMORY,
    )
    later = Notice.objects.filter(
        case__application=OuterRef("case__application"),
        person=OuterRef("person"),
        created_at__gt=OuterRef("created_at"),
        state__in=_REACHED,
    )
    # A doubtful WhatsApp message still gets its second channel, see `silence`.
    rows = rows.exclude(state=Notice.State.UNKNOWN, channel=Channel.WHATSAPP).exclude(error__in=CLOSED)
    related = ("case__application", "case__office", "event", "office")
    return rows.exclude(Exists(later)).select_related(*related).order_by("created_at", "id")


def _calls_of(applications: set[uuid.UUID]) -> list[Call]:
    return list(Call.objects.filter(application__in=applications).select_related("by").order_by("at", "id"))


def _make_task(notices: list[Notice], calls: list[Call]) -> CallTask:
    first, person = notices[0], notices[0].person
    recipient = get_recipient(first.case.application, person=person)
    mine = [one for one in calls if one.application_id == first.case.application_id and one.person == person]
    since = [one for one in mine if one.at >= first.created_at]
    return CallTask(person, recipient.name, recipient.phone, notices, since)


@transaction.atomic
def keep_call(task: CallTask, call: Call) -> Call:
    """Notes a call and empties the queue of what it settles. Raises CannotCall.

    `call` comes unsaved, with outcome, by and at. Told: every news of the task counts as told. Wrong number, or nobody
    answered for the fifth time: nobody is asked to call again.
    """
    ids = [notice.pk for notice in task.notices]
    open_ones = Notice.objects.select_for_update().filter(pk__in=ids).exclude(state__in=_REACHED)
    if not list(open_ones.exclude(error__in=CLOSED)[:1]):
        raise CannotCall(_("Orang ini sudah diberi tahu. Tidak perlu menelepon lagi."))
    mine = Call.objects.filter(application=call.application, person=call.person)
    if mine.filter(at__gt=call.at - _JUST_NOW).exists():
        raise CannotCall(_("Telepon ini baru saja dicatat."))
    tries = mine.filter(at__gte=task.notices[0].created_at).count() + 1
    if call.outcome == Call.Outcome.NO_ANSWER and tries < MOST_TRIES:
        call.next_at = add_working(call.at, minutes=_PAUSE_MINUTES, office=task.case.office)
    call.save(force_insert=True)
    if call.outcome == Call.Outcome.TOLD:
        open_ones.update(state=Notice.State.TOLD, error="")
    elif call.next_at is None:
        open_ones.update(error=WRONG_NUMBER if call.outcome == Call.Outcome.WRONG_NUMBER else NO_ANSWER)
    return call


def list_outcomes() -> Iterator[tuple[str, str]]:
    """What an officer may say of a call."""
    return ((str(value), str(label)) for value, label in Call.Outcome.choices)
