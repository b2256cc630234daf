"""The clock: each due slot of a schedule is taken once, by whichever worker comes first, and becomes a job."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import transaction

from tuntas.jobs.models import CronSlot
from tuntas.jobs.queue import enqueue

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIB = timedelta(hours=7)  # western Indonesia has no summer time, so a daily hour is a fixed slot in UTC
_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Entry:
    """A job that comes round: `kind` every `every`, counted from midnight UTC plus `shift`."""

    name: str
    kind: str
    every: timedelta
    shift: timedelta = timedelta()
    queue: str = "default"
    payload: dict[str, "str | int"] = field(default_factory=dict)

    def slot_at(self, at: datetime) -> datetime:
        """The latest moment, in UTC, at which this was due."""
        since = at - _EPOCH - self.shift
        return _EPOCH + self.shift + self.every * (since // self.every)


def every(minutes: int, kind: str) -> Entry:
    """A job each so many minutes, e.g. `every(5, "resume_signatures")`."""
    return Entry(name=kind, kind=kind, every=timedelta(minutes=minutes))


def daily(hour: int, kind: str, *, minute: int = 0) -> Entry:
    """A job once a day at an hour of WIB, e.g. `daily(2, "sweep_orphans")`."""
    return Entry(name=kind, kind=kind, every=timedelta(days=1), shift=timedelta(hours=hour, minutes=minute) - _WIB)


class Clock:
    """One worker's view of a schedule; it remembers the slots it has seen, so that an idle second costs no query."""

    def __init__(self, schedule: Sequence[Entry]) -> None:
        self._schedule = schedule
        self._seen: dict[str, datetime] = {}

    def tick(self, at: datetime) -> int:
        """Enqueues what is due and nobody has taken yet; returns how many. Missed slots are made up for once."""
        return sum(self._take(entry, entry.slot_at(at)) for entry in self._schedule)

    def _take(self, entry: Entry, slot: datetime) -> bool:
        if self._seen.get(entry.name) == slot:
            return False
        is_mine = take_slot(entry, slot)
        self._seen[entry.name] = slot
        return is_mine


@transaction.atomic
def take_slot(entry: Entry, slot: datetime) -> bool:
    """Enqueues one slot of an entry, unless another worker has done so: the slot's row and the job are one commit."""
    _row, is_mine = CronSlot.objects.get_or_create(name=entry.name, slot=slot)
    if is_mine:
        enqueue(entry.kind, payload=entry.payload, queue=entry.queue, dedupe_key=f"cron:{entry.name}")
        CronSlot.objects.filter(name=entry.name, slot__lt=slot - max(_KEPT, 2 * entry.every)).delete()
    return is_mine
