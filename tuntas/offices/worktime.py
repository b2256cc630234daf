"""Working time: an office's hours by weekday in its own time zone, without national holidays and its own closures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import holidays
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from tuntas.offices.models import Closure, Office
from tuntas.vault.prepared import prepared

Span: TypeAlias = tuple[time, time]
Week: TypeAlias = dict[int, tuple[Span, ...]]

_DAY = timedelta(days=1)
# An office that has not opened for this long will not open: its hours or closures are wrong.
_LONGEST_BREAK = 366


class NoWorkingHours(Exception):
    """An office whose hours leave no working time, so that no deadline can be told."""


class HoursUnclear(Exception):
    """Hours that cannot be read; the sentence says which day and what to write."""


@dataclass(frozen=True)
class Calendar:
    """The working time of one office. Made once, it answers for any number of cases without the database."""

    name: str
    zone: ZoneInfo
    week: Week
    closed: frozenset[date]

    def spans(self, day: date) -> list[tuple[datetime, datetime]]:
        """When the office is open on a day, in UTC, in order; empty on a day off."""
        spans = self.week.get(day.weekday(), ())
        if not spans or day in self.closed or day in national_holidays(day.year):
            return []
        return [(self._instant(day, opens), self._instant(day, closes)) for opens, closes in spans]

    def is_open(self, at: datetime) -> bool:
        """Whether the office is open at this moment."""
        return any(opens <= at < closes for opens, closes in self.spans(self.day_of(at)))

    def add(self, start: datetime, *, minutes: int) -> datetime:
        """The moment after so many working minutes; negative minutes go back. Raises NoWorkingHours."""
        left = timedelta(minutes=abs(minutes))
        if not left:
            return start.astimezone(UTC)
        return self._ahead(start, left) if minutes > 0 else self._back(start, left)

    def minutes(self, start: datetime, end: datetime) -> int:
        """Whole working minutes between two moments; negative when the end lies before the start."""
        if end < start:
            return -self.minutes(end, start)
        total, day, last = timedelta(), self.day_of(start), self.day_of(end)
        while day <= last:
            for opens, closes in self.spans(day):
                total += max(min(closes, end) - max(opens, start), timedelta())
            day += _DAY
        return total // timedelta(minutes=1)

    def day_of(self, at: datetime) -> date:
        """The day on the office's own calendar."""
        return at.astimezone(self.zone).date()

    def _instant(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def _ahead(self, start: datetime, left: timedelta) -> datetime:
        for opens, closes in self._open_spans(start, step=1):
            begin = max(opens, start)
            if begin + left <= closes:
                return (begin + left).astimezone(UTC)
            left -= max(closes - begin, timedelta())
        raise AssertionError  # the spans have no end

    def _back(self, start: datetime, left: timedelta) -> datetime:
        for opens, closes in self._open_spans(start, step=-1):
            end = min(closes, start)
            if end - left >= opens:
                return (end - left).astimezone(UTC)
            left -= max(end - opens, timedelta())
        raise AssertionError  # the spans have no end

    def _open_spans(self, start: datetime, *, step: int) -> Iterator[tuple[datetime, datetime]]:
        """Spans from the day of `start` on, forwards or backwards, without end. Raises NoWorkingHours."""
        day, idle = self.day_of(start), 0
        while idle <= _LONGEST_BREAK:
            spans = self.spans(day)
            yield from spans[::step]
            idle = 0 if spans else idle + 1
            day += step * _DAY
        raise NoWorkingHours(
            _("Jam kerja %(office)s belum diisi. Minta administrator mengisinya.") % {"office": self.name}
        )


def calendar_of(office: Office) -> Calendar:
    """The working time of an office: one query for its closures. Raises HoursUnclear."""
    return Calendar(
        name=office.name,
        zone=ZoneInfo(office.timezone),
        week=read_hours(office.hours),
        closed=frozenset(_closures.all(office.pk)),
    )


@prepared
def _closures(office: UUID) -> QuerySet[Closure, date]:
    return Closure.objects.filter(Q(office=office) | Q(office__isnull=True)).values_list("on", flat=True)


def add_working(start: datetime, *, minutes: int, office: Office) -> datetime:
    """The moment, in UTC, after so many working minutes of the office. Raises NoWorkingHours, HoursUnclear.

    `working_minutes(start, add_working(start, minutes=m))` is m. Zero minutes end where they start.
    """
    return calendar_of(office).add(start, minutes=minutes)


def working_minutes(start: datetime, end: datetime, *, office: Office) -> int:
    """Whole working minutes of the office between two moments, negative backwards. Raises HoursUnclear."""
    return calendar_of(office).minutes(start, end)


def is_open(at: datetime, *, office: Office) -> bool:
    """Whether the office is open at this moment. Raises HoursUnclear."""
    return calendar_of(office).is_open(at)


@lru_cache(maxsize=64)
def national_holidays(year: int) -> frozenset[date]:
    """National holidays and joint leave (cuti bersama) of a year, as far as the library knows the decree."""
    return frozenset(holidays.country_holidays("ID", years=year, categories=("public", "government")))


def read_hours(hours: Mapping[str, object]) -> Week:
    """Hours by weekday, Monday is 0. A day is ["08:00", "16:00"], or several such pairs where there is a break.

    Raises HoursUnclear.
    """
    return {int(day): _read_day(day, given) for day, given in hours.items() if given and _check_weekday(day)}


def _check_weekday(day: str) -> bool:
    if day not in {"0", "1", "2", "3", "4", "5", "6"}:
        raise HoursUnclear(_("Hari ditulis 0 untuk Senin sampai 6 untuk Minggu."))
    return True


def _read_day(day: str, given: object) -> tuple[Span, ...]:
    if not isinstance(given, list):
        raise _unclear(day)
    pairs = [given] if isinstance(given[0], str) else given
    spans = tuple(_read_span(day, pair) for pair in pairs)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        raise _unclear(day)
    return spans


def _read_span(day: str, pair: object) -> Span:
    try:
        opens, closes = (time.fromisoformat(clock) for clock in pair)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise _unclear(day) from None
    if opens >= closes:
        raise _unclear(day)
    return opens, closes


def _unclear(day: str) -> HoursUnclear:
    return HoursUnclear(_('Tulis jam hari ke-%(day)s berurutan, contoh ["08:00", "16:00"].') % {"day": int(day) + 1})
