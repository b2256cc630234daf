"""Receipts such as 2611-7K3F-9QXM: year and month, seven random characters, one check character."""

import secrets
from datetime import datetime

from django.utils import timezone

# No vowels, so that no word appears; no 0, O, 1 or I, so that none is mistaken. 29 is prime: see `_check`.
ALPHABET = "23456789BCDFGHJKLMNPQRSTVWXYZ"
_MONTH = 4
_LENGTH = 12


def make_receipt(at: datetime) -> str:
    """A fresh receipt of the month of `at`, grouped by four."""
    body = f"{timezone.localtime(at):%y%m}" + "".join(secrets.choice(ALPHABET) for _ in range(7))
    return _group(body + _check(body))


def read_receipt(text: str) -> str | None:
    """The receipt in its grouped form, however it was typed; None if it cannot be one.

    A single wrong character, or two swapped neighbours, never passes.
    """
    plain = "".join(character for character in text.upper() if character.isalnum())
    if len(plain) != _LENGTH or not plain.isascii() or not plain[:_MONTH].isdigit():
        return None
    if not 1 <= int(plain[2:4]) <= 12 or any(character not in ALPHABET for character in plain[_MONTH:]):
        return None
    return _group(plain) if _check(plain[:-1]) == plain[-1] else None


def _check(body: str) -> str:
    # Distinct weights modulo a prime catch every single error and every transposition.
    values = [int(c) if position < _MONTH else ALPHABET.index(c) for position, c in enumerate(body)]
    return ALPHABET[sum(weight * value for weight, value in enumerate(values, 1)) % len(ALPHABET)]


def _group(plain: str) -> str:
    return "-".join(plain[start : start + 4] for start in range(0, len(plain), 4))
