"""Numbers and amounts of rupiah as people write them."""

import re

from django.utils.translation import gettext as _

from tuntas.intake.refusals import ValueRefused

_DIGITS = re.compile(r"[0-9]{1,18}")
_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3}){1,5}")
_MONEY = re.compile(r"(?:rp\.? ?)?([0-9][0-9.]{0,23})(?:,00|,-)?")


def clean_number(value: object, *, smallest: int, largest: int) -> int:
    """A whole number, of 3, "3" or "1.500". Raises ValueRefused."""
    number = _as_whole(value)
    if number is None:
        raise ValueRefused(_("Tulis angka saja, contoh %(example)d.") % {"example": max(smallest, 1)})
    if not smallest <= number <= largest:
        limits = {"smallest": _group(smallest), "largest": _group(largest)}
        raise ValueRefused(_("Tulis angka dari %(smallest)s sampai %(largest)s.") % limits)
    return number


def clean_money(value: object, *, smallest: int, largest: int) -> int:
    """Whole rupiah, of 1500000, "1.500.000", "Rp1.500.000,00" or "Rp 1.500.000,-". Raises ValueRefused."""
    if isinstance(value, str) and len(value) <= 40:
        found = _MONEY.fullmatch(" ".join(value.casefold().split()))
        value = found[1] if found else None
    number = _as_whole(value)
    if number is None:
        raise ValueRefused(_("Tulis jumlah rupiah, contoh Rp1.500.000."))
    if not smallest <= number <= largest:
        limits = {"smallest": _group(smallest), "largest": _group(largest)}
        raise ValueRefused(_("Tulis jumlah dari Rp%(smallest)s sampai Rp%(largest)s.") % limits)
    return number


def _as_whole(value: object) -> int | None:
    """Whole numbers only; 5.0 is one to JSON. A text of more than 18 digits is nobody's answer."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else None
    text = value.strip() if isinstance(value, str) else ""
    if _DIGITS.fullmatch(text):
        return int(text)
    return int(text.replace(".", "")) if _GROUPED.fullmatch(text) else None


def _group(number: int) -> str:
    return f"{number:,}".replace(",", ".")
