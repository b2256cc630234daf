"""How dates, times and numbers are written for people: 21 November 2026, 10.11, 482 913, 1671••••••••0004."""

from datetime import date, datetime, timedelta
from functools import lru_cache

import phonenumbers
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.letters.wording import DAYS, MONTHS


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | None) -> str:
    """21 November 2026, in the reader's time zone; empty for none."""
    if value is None:
        return ""
    local = _local(value)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def weekday(value: date | None) -> str:
    """Jumat, 21 November 2026."""
    return f"{DAYS[_local(value).weekday()]}, {day(value)}" if value else ""


def stamped(value: date | None) -> str:
    """21 NOV 2026, as a stamp prints it."""
    number, name, year = day(value).split() if value else ("", "", "")
    return f"{number} {name[:3].upper()} {year}".strip()


def month(value: date | None) -> str:
    """November 2026."""
    return day(value).partition(" ")[2]


def clock(value: datetime | None) -> str:
    """10.11, in the reader's time zone."""
    return timezone.localtime(value).strftime("%H.%M") if value else ""


def moment(value: datetime | None) -> str:
    """21 November 2026, 10.11."""
    return f"{day(value)}, {clock(value)}" if value else ""


def near(value: datetime | None, *, now: datetime) -> str:
    """The shortest wording that is still clear: "hari ini, 10.11", "Jumat, 08.02", "21 November 2026, 08.02"."""
    if value is None:
        return ""
    apart = timezone.localtime(now).date() - timezone.localtime(value).date()
    if apart == timedelta():
        return _("hari ini, %(time)s") % {"time": clock(value)}
    if apart == timedelta(days=-1):
        return _("besok, %(time)s") % {"time": clock(value)}
    if abs(apart) < timedelta(days=6):
        return f"{DAYS[timezone.localtime(value).weekday()]}, {clock(value)}"
    return moment(value)


def pin(value: str) -> str:
    """482 913."""
    return f"{value[:3]} {value[3:]}"


def nik(value: str) -> str:
    """A NIK or KK number in groups of four, to compare with a card."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def masked_nik(value: str) -> str:
    """1671••••••••0004: enough to recognise, not enough to use."""
    return f"{value[:4]}{'•' * (len(value) - 8)}{value[-4:]}" if len(value) > 8 else "•" * len(value)


@lru_cache(maxsize=1024)
def phone(value: str) -> str:
    """0812-7100-0143 of +6281271000143, 0711-5550143 of a landline; text that is no number stays as it is."""
    try:
        number = phonenumbers.parse(value, "ID")
    except phonenumbers.NumberParseException:
        return value
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return shown.replace("(", "").replace(") ", "-").replace(" ", "-")


def size(value: int) -> str:
    """62 KB, 1,4 MB."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} KB"
    return f"{value / 1_000_000:.1f} MB".replace(".", ",")


def hours(table: dict[str, list[str]] | None) -> list[str]:
    """Opening hours by weekday as people say them: ["Senin sampai Kamis, 08.00–16.00", "Jumat, 08.00–15.30"]."""
    if not table:
        return []
    runs: list[tuple[int, int, list[str]]] = []
    for number in sorted(int(key) for key, times in table.items() if times):
        times = table[str(number)]
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == times:
            runs[-1] = (runs[-1][0], number, times)
        else:
            runs.append((number, number, times))
    return [_run(first, last, times) for first, last, times in runs]


def _run(first: int, last: int, times: list[str]) -> str:
    days = DAYS[first] if first == last else f"{DAYS[first]} sampai {DAYS[last]}"
    return f"{days}, {times[0].replace(':', '.')}–{times[-1].replace(':', '.')}"
