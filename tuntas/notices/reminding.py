"""Reminders: of what waits for the applicant, of a document that nobody fetched, of a letter that ends soon."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet
from django.utils import timezone

from tuntas.cases.models import Event
from tuntas.cases.states import State, Verb
from tuntas.letters.models import Letter
from tuntas.notices.announcing import remind
from tuntas.notices.models import Notice
from tuntas.vault.fields import Json

# Topic: days since the event. The second is the last: who does not want to, need not.
WAITS: Final = {"reminder-1": 3, "reminder-2": 10}
_FETCHED: Final = ("download", "pickup", "print_point")  # a courier's document comes by itself
_MEMORY: Final = timedelta(days=30)
_NOTICE_DAYS: Final = 14  # before a letter ends
_LONG_DAYS: Final = 60  # a letter of a month was never meant to last


def remind_all(at: datetime) -> int:
    """Writes the reminders that are due. Returns how many notices that made; again makes none."""
    made = 0
    for topic, days in WAITS.items():
        made += _remind(_find_waiting(at, State.RETURNED, days=days, topic=topic), topic, "returned_reminder")
        ready = _find_waiting(at, State.READY, days=days, topic=topic)
        ready = ready.filter(case__application__delivery_method__in=_FETCHED)
        made += _remind(ready, topic, "ready_reminder")
    return made + _remind(_find_expiring(at), "expiring", "expiring")


def _remind(events: Iterable[Event], topic: str, template: str) -> int:
    return sum(len(remind(event, topic=topic, template=template)) for event in events)


def _find_waiting(at: datetime, state: State, *, days: int, topic: str) -> QuerySet[Event]:
    """The last events of cases that have waited in a state for so many days and were not reminded of it yet."""
    reminded = Notice.objects.filter(event=OuterRef("pk"), topic=topic)
    window = Event.objects.filter(at__lte=at - timedelta(days=days), at__gt=at - _MEMORY, case__state=state)
    last = window.annotate(last=Max("case__events__seq")).filter(seq=F("last"))
    return last.exclude(Exists(reminded)).select_related("case__application", "case__office").order_by("at", "id")


def _find_expiring(at: datetime) -> QuerySet[Event]:
    """The sealing of letters that end in two weeks, unless they were short-lived, revoked or told of before."""
    on = timezone.localtime(at).date()
    letters = Letter.objects.filter(
        case=OuterRef("case"),
        valid_until__gt=on,
        valid_until__lte=on + timedelta(days=_NOTICE_DAYS),
        valid_until__gte=F("issued_on") + timedelta(days=_LONG_DAYS),
        sealed_at__isnull=False,
        revoked_at__isnull=True,
    )
    told = Notice.objects.filter(event=OuterRef("pk"), topic="expiring")
    events = Event.objects.filter(Exists(letters), verb=Verb.FINISH, case__state__in=[State.READY, State.DELIVERED])
    return events.exclude(Exists(told)).select_related("case__application", "case__office").order_by("at", "id")


def remind_people(_payload: Json) -> None:
    """The cron job around `remind_all`."""
    remind_all(timezone.now())
