"""Identity: NIK, KK, phone, RT and RW in their one form, and hints where a NIK and a person do not agree."""

import re
from datetime import date

import phonenumbers
from django.utils.translation import gettext as _

from tuntas.intake.dates import clean_date, clean_month, clean_time
from tuntas.intake.refusals import ValueRefused
from tuntas.intake.wording import clean_name, clean_text

__all__ = [
    "birth_of",
    "clean_date",
    "clean_kk",
    "clean_month",
    "clean_name",
    "clean_nik",
    "clean_phone",
    "clean_rt",
    "clean_rt_rw",
    "clean_text",
    "clean_time",
    "nik_hints",
]

_WOMAN = 40  # added to the day of birth in a woman's NIK
_BETWEEN_DIGITS = re.compile(r"[\s.\-]")
# Phones and contact lists put marks of writing direction around a number that was copied.
_IN_PHONES = re.compile(r"[\s.\-()/\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MOBILE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")
_RT = re.compile(r"(?:r[tw]\.? ?)?([0-9]{1,3})")
_RT_RW = re.compile(r"(?:rt\.? ?)?([0-9]{1,3})(?: ?[/,\-] ?| )(?:rw\.? ?)?([0-9]{1,3})")


def clean_nik(value: object) -> str:
    """A NIK as 16 digits; blanks, dots and hyphens are dropped. Raises ValueRefused.

    Checked are length, regency, district, date and serial number, never whether the region is today's: a NIK is for
    life (PP 37/2007 art. 37). One that begins with 0 is temporary: 0, ten digits of the village, five of a serial.
    """
    digits = _sixteen(value)
    if digits is None:
        raise ValueRefused(_("Tulis NIK 16 angka, contoh 1671085203900004."))
    if not _is_nik(digits):
        raise ValueRefused(_("Periksa NIK ini dengan KTP. Ada angka yang tertukar, contoh 1671085203900004."))
    return digits


def clean_kk(value: object) -> str:
    """A family card's number as 16 digits; its inner structure is not enforced. Raises ValueRefused."""
    digits = _sixteen(value)
    if digits is None or not digits.strip("0"):
        raise ValueRefused(_("Tulis nomor KK 16 angka, contoh 1671081503210007."))
    return digits


def clean_phone(value: object) -> str:
    """An Indonesian mobile number as "+6281271000143", of 08…, +62… or 62… with any spacing. Raises ValueRefused."""
    text = _IN_PHONES.sub("", value) if isinstance(value, str) and len(value) <= 60 else ""
    found = _MOBILE.fullmatch(text)
    if found:
        number = phonenumbers.parse(f"+62{found[1]}")
        if phonenumbers.is_possible_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    raise ValueRefused(_("Tulis nomor HP Indonesia, contoh 0812-7100-0143."))


def clean_rt(value: object) -> str:
    """An RT or RW as three digits, of 3, "3", "03" or "RT 003". Raises ValueRefused."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    found = _RT.fullmatch(text.strip().casefold()) if isinstance(text, str) else None
    if not found:
        raise ValueRefused(_("Tulis paling banyak 3 angka, contoh 012. Tidak ada? Tulis 000."))
    return found[1].zfill(3)


def clean_rt_rw(value: object) -> str:
    """RT and RW as "012/004", of "12/4", "RT 12 RW 4" and the like. Raises ValueRefused."""
    text = " ".join(value.casefold().split()) if isinstance(value, str) and len(value) <= 40 else ""
    found = _RT_RW.fullmatch(text)
    if not found:
        raise ValueRefused(_("Tulis RT dan RW, contoh 012/004."))
    return f"{found[1].zfill(3)}/{found[2].zfill(3)}"


def birth_of(nik: str, *, on: date) -> tuple[date, str] | None:
    """Birth date and sex ("L" or "P") that a clean NIK tells; None for a temporary one.

    The two digits of the year mean the latest century in which the birth is not after `on`.
    """
    if nik.startswith("0"):
        return None
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    sex = "P" if day > _WOMAN else "L"
    for century in (2000, 1900):
        born = _find_date(century + year, month, day % _WOMAN)
        if born and born <= on:
            return born, sex
    return None


def nik_hints(nik: str, birth_date: str, sex: str, *, on: date) -> list[str]:
    """What an officer should look at when NIK, birth date (ISO) and sex do not agree. Never a refusal.

    Real NIKs with another birth date exist, so the officer decides. Nothing is said of a region that differs.
    """
    if len(nik) != 16 or not nik.isdecimal():
        return []
    if nik.startswith("0"):
        return [_("NIK ini sementara. Minta pemohon mengurus NIK tetap.")]
    told = birth_of(nik, on=on)
    hints = []
    if told is None or told[0].isoformat() != birth_date:
        hints.append(_("Tanggal lahir berbeda dengan yang terbaca dari NIK."))
    if told and sex in {"L", "P"} and told[1] != sex:
        hints.append(_("Jenis kelamin berbeda dengan yang terbaca dari NIK."))
    return hints


def _sixteen(value: object) -> str | None:
    digits = _BETWEEN_DIGITS.sub("", value) if isinstance(value, str) and len(value) <= 60 else ""
    return digits if re.fullmatch("[0-9]{16}", digits) else None


def _is_nik(digits: str) -> bool:
    if digits.startswith("0"):
        return digits[1:3] != "00" and digits[3:5] != "00" and digits[5:7] != "00" and digits[11:] != "00000"
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    is_date = any(_find_date(century + year, month, day % _WOMAN) for century in (1900, 2000))
    parts = (digits[2:4] != "00", digits[4:6] != "00", digits[12:] != "0000")
    return is_date and day not in {0, _WOMAN} and day <= _WOMAN + 31 and all(parts)


def _find_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
