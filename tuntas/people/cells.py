"""Cells: what a value was before the spreadsheet spoilt it, or the sentence that says how it was spoilt."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from tuntas.people.sheets import Value

_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:[.,][0-9]+)?\s*[eE]\s*\+?[0-9]{1,2}")
_WHOLE = re.compile(r"([0-9]{9,17})[.,]0+")
_MIDNIGHT = re.compile(r"[ T]00[:.]00(?:[:.]00(?:[.,]0+)?)?$")
_SERIAL = re.compile(r"[0-9]{4,5}(?:[.,]0+)?")
NOTHING = frozenset({"", "-", "--", "–", "—", ".", "0", "null", "none", "nan", "n/a", "#n/a", "na", "tidak ada", "?"})
_WITHOUT_ZERO = re.compile(r"8[0-9]{8,11}")
_EXACT = 2**53  # beyond it a spreadsheet's number skips every second value
_FEW = 5


class CellSpoilt(Exception):
    """The value cannot be what was meant; the text says what happened and how to mend it, never the value."""


def text_of(value: Value) -> str:
    """Any cell as text, without the blanks and the apostrophe that Excel asks for."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str("" if value is None else value).replace("\u00a0", " ").strip().removeprefix("'").strip()


def is_nothing(value: Value) -> bool:
    """Whether a cell says that there is no answer: empty, a dash, 0, NULL, N/A."""
    return text_of(value).casefold() in NOTHING


def number_text(value: Value) -> str:
    """The digits of a NIK, KK or phone. Raises CellSpoilt for 1.67E+15 and for numbers too large to be exact."""
    text = text_of(value)
    if text.isdecimal() and not isinstance(value, float):
        return text
    if _SCIENTIFIC.fullmatch(text):
        raise CellSpoilt(
            _("Excel memendekkan nomor ini seperti 1,67E+15. Ubah kolom menjadi Teks, lalu tulis ulang nomornya.")
        )
    if isinstance(value, float) and value > _EXACT:
        raise CellSpoilt(_rounded())
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def phone_text(value: Value) -> str:
    """A phone number whose first 0 Excel may have dropped."""
    digits = number_text(value)
    return f"0{digits}" if _WITHOUT_ZERO.fullmatch(digits) else digits


def date_text(value: Value) -> str:
    """A date without the time that programs append. Raises CellSpoilt for Excel's count of days."""
    text = _MIDNIGHT.sub("", text_of(value))
    if _SERIAL.fullmatch(text):
        raise CellSpoilt(_("Excel menyimpan tanggal ini sebagai angka. Ubah kolom menjadi Tanggal, lalu simpan ulang."))
    return text


class Roundings:
    """Counts how the long numbers of each column end, to tell a column that Excel rounded to fifteen digits.

    Excel turns the sixteenth digit of a typed number into 0. One such number proves nothing, a column of them does.
    """

    def __init__(self) -> None:
        self._long: Counter[tuple[str, bool]] = Counter()
        self._zero: Counter[tuple[str, bool]] = Counter()

    def look(self, cells: Mapping[str, Value]) -> None:
        """Takes note of one row."""
        for field in ("nik", "kk"):
            digits = text_of(cells.get(field))
            if len(digits) == 16 and digits.isdecimal():
                place = field, isinstance(cells[field], int | float)
                self._long[place] += 1
                self._zero[place] += digits.endswith("0")

    def check(self, field: str, value: Value) -> None:
        """Raises CellSpoilt for a number that ends in 0 in a column of such numbers."""
        if text_of(value).endswith("0") and self._is_rounded(field, is_number=isinstance(value, int | float)):
            raise CellSpoilt(_rounded())

    def _is_rounded(self, field: str, *, is_number: bool) -> bool:
        seen, zeros = self._long[field, is_number], self._zero[field, is_number]
        if seen < _FEW:
            return is_number and zeros == seen
        return zeros >= 0.95 * seen


def _rounded() -> str:
    return _("Excel mengganti angka ke-16 menjadi 0. Ambil nomor dari berkas asal, dan simpan kolom sebagai Teks.")
