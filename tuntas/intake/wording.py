"""Wording: texts that people type, made clean, and only of characters that a letter can print."""

import re
import unicodedata
from functools import cache

from django.utils.translation import gettext as _

from tuntas.catalog.shapes import NAME_SIGNS, TEXT_SIGNS
from tuntas.intake.refusals import ValueRefused

_ROOM = 4  # decomposed letters and doubled blanks may make a text longer than it will be
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean_text(value: object, *, longest: int, shortest: int = 1, lines: bool = False, example: str = "") -> str:
    """A text in NFC with single blanks; with `lines`, its line breaks stay. Raises ValueRefused.

    Refused are control characters, bidirectional overrides and everything that the fonts of the letters lack: such a
    text could not be printed, or would read otherwise than it was checked.
    """
    text = _tidy(value, longest=longest, lines=lines, example=example)
    refuse_signs(text, TEXT_SIGNS + ("\n" if lines else ""))
    if len(text) < shortest:
        raise ValueRefused(_("Tulis paling sedikit %(number)d huruf.") % {"number": shortest})
    return text


def clean_name(value: object, *, is_newborn: bool = False, example: str = "Siti Rahmawati") -> str:
    """A person's name as the KTP shows it, at most 100 characters. Raises ValueRefused.

    One word, dots, hyphens and apostrophes are accepted: the rules of Permendagri 73/2022 hold for first registrations
    only. With `is_newborn` they apply: at most 60 characters (art. 4), no digits and no punctuation (art. 5).
    """
    text = _tidy(value, longest=100, lines=False, example=example)
    refuse_signs(text, NAME_SIGNS)
    if not any(sign.isalpha() for sign in text):
        raise ValueRefused(_("Tulis nama lengkap seperti di KTP, contoh %(example)s.") % {"example": example})
    if is_newborn and len(text) > 60:
        raise ValueRefused(_("Nama bayi paling panjang 60 huruf, termasuk spasi. Pendekkan namanya."))
    if is_newborn and not all(sign.isalpha() or sign == " " for sign in text):
        raise ValueRefused(_("Nama bayi hanya memakai huruf dan spasi. Hapus angka dan tanda baca."))
    return text


def refuse_signs(text: str, allowed: str) -> None:
    """Raises ValueRefused naming the first character outside a regular expression class."""
    found = _outside(allowed).search(text)
    if found is None:
        return
    sign = found[0]
    if unicodedata.category(sign) in _INVISIBLE:
        raise ValueRefused(_("Ada tanda yang tidak terlihat. Hapus isian ini, lalu ketik ulang."))
    if unicodedata.combining(sign):
        raise ValueRefused(_("Ada tanda di atas atau di bawah huruf yang tidak dapat dicetak. Ketik tanpa tanda itu."))
    raise ValueRefused(_("Ganti “%(sign)s” dengan huruf Latin. Surat tidak dapat mencetaknya.") % {"sign": sign})


@cache
def _outside(allowed: str) -> re.Pattern[str]:
    return re.compile(f"[^{allowed}]")


def _tidy(value: object, *, longest: int, lines: bool, example: str) -> str:
    if not isinstance(value, str):
        raise ValueRefused(_("Tulis sebagai teks, contoh %(example)s.") % {"example": example or _("Palembang")})
    if len(value) > longest * _ROOM:
        raise _too_long(longest)
    text = unicodedata.normalize("NFC", value)
    if lines:
        rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(re.sub(r"[^\S\n]+", " ", row).strip() for row in rows)).strip()
    else:
        text = re.sub(r"[ \t\u00a0\u2000-\u200a\u202f\u3000\r\n]+", " ", text).strip(" ")
    if not text:
        raise ValueRefused(_("Isi bagian ini, contoh %(example)s.") % {"example": example or _("Palembang")})
    if len(text) > longest:
        raise _too_long(longest)
    return text


def _too_long(longest: int) -> ValueRefused:
    return ValueRefused(_("Pendekkan tulisan ini. Paling panjang %(number)d huruf.") % {"number": longest})
