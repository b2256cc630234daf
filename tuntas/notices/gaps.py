"""Finds what fell between: events that nobody was told of, notices whose job is gone."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from tuntas.cases.models import Event
from tuntas.notices.announcing import announce, queue
from tuntas.notices.models import Notice
from tuntas.notices.reaching import APPLICANT
from tuntas.notices.texts import TOLD
from tuntas.vault.fields import Json

_GRACE: Final = timedelta(minutes=5)  # for the transaction that is just committing
_STUCK: Final = timedelta(hours=1)
_MEMORY: Final = timedelta(days=14)  # older news would only confuse


def find_missing(at: datetime) -> QuerySet[Event]:
    """Events of the last two weeks that should have told the applicant and did not, oldest first."""
    told = Notice.objects.filter(event=OuterRef("pk"), person=APPLICANT, topic="")
    window = Event.objects.filter(verb__in=list(TOLD), at__gt=at - _MEMORY, at__lt=at - _GRACE)
    return window.exclude(Exists(told)).select_related("case__application", "case__office").order_by("at", "id")


def find_stuck(at: datetime) -> QuerySet[Notice]:
    """Notices that should have gone out an hour ago or earlier: their job was lost, or it is still being tried."""
    late = Notice.objects.filter(state=Notice.State.WAITING, created_at__lt=at - _STUCK)
    return late.exclude(not_before__gt=at - _STUCK).order_by("created_at", "id")


def replay_missing(at: datetime) -> int:
    """Announces what was missed and queues what is stuck. Returns how many notices that made or moved."""
    made = sum(len(announce(event)) for event in find_missing(at))
    stuck = list(find_stuck(at))
    for notice in stuck:
        queue(notice)
    return made + len(stuck)


def replay_notices(_payload: Json) -> None:
    """The cron job around `replay_missing`."""
    replay_missing(timezone.now())
