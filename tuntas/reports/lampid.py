"""LAMPID: births, deaths, arrivals and departures of one month, and how many there were before and after."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.offices.models import Office
from tuntas.people.models import Change, Kind, Resident

_SIGNS: dict[str, int] = {Kind.BIRTH: 1, Kind.MOVE_IN: 1, Kind.DEATH: -1, Kind.MOVE_OUT: -1, Kind.MERGE: -1}
_ALWAYS = (Kind.BIRTH, Kind.DEATH, Kind.MOVE_OUT, Kind.MOVE_IN)


@dataclass(frozen=True)
class LampidLine:
    """One line of the report; `key` is "start", a Kind, "loaded" or "end"."""

    key: str
    label: str | Promise
    men: int
    women: int

    @property
    def total(self) -> int:
        return self.men + self.women


@dataclass(frozen=True)
class Lampid:
    """The month's report of some offices: it always adds up."""

    month: date  # its first day
    lines: list[LampidLine]

    @property
    def start(self) -> LampidLine:
        return self.lines[0]

    @property
    def end(self) -> LampidLine:
        return self.lines[-1]


def read_lampid(offices: Collection[Office], *, month: date) -> Lampid:
    """The report of the month that a day lies in; the same month reads the same whenever it is asked for.

    A mutation counts in the month in which an officer recorded it.
    """
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    before = _count_until(offices, last=first - timedelta(days=1))
    during = _count_changes(offices, since=first, until=last)
    loaded = _count_loaded(offices, since=first, until=last)
    lines = [_line("start", _("Penduduk awal bulan"), before)]
    lines += [_line(kind, Kind(kind).label, during[kind]) for kind in _ALWAYS]
    if during[Kind.MERGE]:
        lines.append(_line(Kind.MERGE, Kind.MERGE.label, during[Kind.MERGE]))
    if loaded:
        lines.append(_line("loaded", _("Dimuat dari berkas"), loaded))
    after: Counter[str] = Counter(before)
    after.update(loaded)
    for kind, numbers in during.items():
        after.update({sex: _SIGNS[kind] * number for sex, number in numbers.items()})
    return Lampid(first, [*lines, _line("end", _("Penduduk akhir bulan"), after)])


def _line(key: str, label: str | Promise, numbers: Counter[str]) -> LampidLine:
    return LampidLine(key, label, men=numbers["L"], women=sum(numbers.values()) - numbers["L"])


def _count_until(offices: Collection[Office], *, last: date) -> Counter[str]:
    """How many the register had at the end of a day, by sex: who was loaded, came and left until then."""
    numbers = _count_loaded(offices, since=date.min, until=last)
    for kind, by_sex in _count_changes(offices, since=date.min, until=last).items():
        numbers.update({sex: _SIGNS[kind] * number for sex, number in by_sex.items()})
    return numbers


def _count_changes(offices: Collection[Office], *, since: date, until: date) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {kind: Counter() for kind in _SIGNS}
    changes = Change.objects.filter(office__in=offices, kind__in=_SIGNS, recorded_on__gte=since, recorded_on__lte=until)
    for kind, sex, number in changes.order_by().values_list("kind", "sex").annotate(number=models.Count("pk")):
        found[kind][sex] += number
    return found


def _count_loaded(offices: Collection[Office], *, since: date, until: date) -> Counter[str]:
    residents = Resident.objects.filter(office__in=offices, imported__started_at__lt=_midnight(until + timedelta(1)))
    if since > date.min:
        residents = residents.filter(imported__started_at__gte=_midnight(since))
    rows = residents.order_by().values_list("sex").annotate(number=models.Count("pk"))
    return Counter(dict(rows))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
