"""Quiet hours: nobody is woken by a message, in the office's own time zone (WIB, WITA or WIT)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tuntas.offices.models import Office


def quiet_span(office: Office) -> tuple[time, time] | None:
    """When messages wait, by the office's clock: its switch `quiet_hours` ["20:00", "07:00"], [] for never, else the
    installation's setting."""
    given = office.switches.get("quiet_hours")
    clocks = given if isinstance(given, list) else settings.QUIET_HOURS.split("-")
    if len(clocks) != 2:
        return None
    begins, ends = (time.fromisoformat(str(clock).strip()) for clock in clocks)
    return None if begins == ends else (begins, ends)


def wake_at(at: datetime, *, office: Office) -> datetime | None:
    """When the quiet hours in which this moment lies are over, in UTC; none when it is not quiet.

    They begin with their first minute and are over with their last: at 07.00 sharp a message may go out. Sundays and
    holidays are days like others here, for what people wait for should reach them.
    """
    span = quiet_span(office)
    if span is None:
        return None
    begins, ends = span
    zone = ZoneInfo(office.timezone)
    local = at.astimezone(zone)
    clock, today = local.time(), local.date()
    if begins < ends:
        return _instant(today, ends, zone) if begins <= clock < ends else None
    if clock < ends:
        return _instant(today, ends, zone)
    return _instant(today + timedelta(days=1), ends, zone) if clock >= begins else None


def _instant(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
