"""Dates, months and times as people in Indonesia write them."""

import re
from datetime import date

from django.utils.translation import gettext as _

from tuntas.intake.refusals import ValueRefused

# The first three letters name a month; "Agt", "Ags", "Nop" and "Pebruari" are spellings that forms still carry.
_SPELLINGS = ("jan", "feb peb", "mar", "apr", "mei may", "jun", "jul", "agu agt ags aug", "sep", "okt oct", "nov nop")
_MONTHS = {word: number for number, words in enumerate((*_SPELLINGS, "des dec"), 1) for word in words.split()}
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})")
_WORDS = re.compile(r"([0-9]{1,2})[ -]([a-z]{3,9})[ -]([0-9]{1,4})")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_MONTH_NUMBERS = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,4})")
_MONTH_WORDS = re.compile(r"([a-z]{3,9})[ -]([0-9]{1,4})")
_TIME = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?: ?(?:wib|wita|wit))?")

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


def clean_date(value: object, *, on: date, past: bool = False) -> str:
    """A date as "1990-03-12", of ISO, "12-03-1990", "12/3/1990" or "12 Maret 1990". Raises ValueRefused.

    `on` is today; with `past` a later date is refused.
    """
    text = _plain(value, _("Tulis tanggal, bulan, dan tahun, contoh 12-03-1990."))
    year, month, day = _split_date(text)
    _check_year(year)
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueRefused(_("Tanggal ini tidak ada di kalender. Periksa tanggal dan bulannya.")) from None
    if past and found > on:
        raise ValueRefused(_("Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya."))
    return found.isoformat()


def clean_month(value: object, *, on: date, past: bool = False) -> str:
    """A month and a year as "2021-03", of ISO, "03-2021", "3/2021" or "Maret 2021". Raises ValueRefused."""
    text = _plain(value, _("Tulis bulan dan tahun, contoh 3 2021."))
    year, month = _split_month(text)
    _check_year(year)
    if not 1 <= month <= 12:
        raise ValueRefused(_("Tulis bulan dengan angka 1 sampai 12, contoh 3 untuk Maret."))
    if past and (year, month) > (on.year, on.month):
        raise ValueRefused(_("Bulan ini belum terjadi. Tulis bulan ini atau sebelumnya."))
    return f"{year:04d}-{month:02d}"


def clean_time(value: object) -> str:
    """A time of day as "09:30", of "9.30", "09:30" or "09.30 WIB". Raises ValueRefused."""
    found = _TIME.fullmatch(_plain(value, _("Tulis jam dan menit, contoh 09.30.")))
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueRefused(_("Tulis jam dan menit, contoh 09.30."))
    return f"{int(found[1]):02d}:{found[2]}"


def _plain(value: object, message: str) -> str:
    if not isinstance(value, str) or len(value) > 40:
        raise ValueRefused(message)
    return " ".join(value.casefold().split())


def _split_date(text: str) -> tuple[int, int, int]:
    if found := _ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _NUMBERS.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    if found := _WORDS.fullmatch(text):
        return int(found[3]), _month_of(found[2]), int(found[1])
    raise ValueRefused(_("Tulis tanggal, bulan, dan tahun, contoh 12-03-1990."))


def _split_month(text: str) -> tuple[int, int]:
    if found := _ISO_MONTH.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _MONTH_NUMBERS.fullmatch(text):
        return int(found[2]), int(found[1])
    if found := _MONTH_WORDS.fullmatch(text):
        return int(found[2]), _month_of(found[1])
    raise ValueRefused(_("Tulis bulan dan tahun, contoh 3 2021."))


def _month_of(word: str) -> int:
    month = _MONTHS.get(word[:3])
    if month is None:
        raise ValueRefused(_("Tulis nama bulan lengkap, contoh 12 Maret 1990."))
    return month


def _check_year(year: int) -> None:
    if year < 1000:
        raise ValueRefused(_("Tulis tahun dengan 4 angka, contoh 2021."))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueRefused(_("Periksa tahunnya, contoh 2021."))
