"""The signing PIN of an officer: six digits, asked again for each batch that is signed."""

import re
from datetime import datetime

from django.utils.translation import gettext as _

from tuntas.offices.models import Officer
from tuntas.vault import tries
from tuntas.vault.keys import blind_index
from tuntas.vault.pins import check_pin, hash_pin

SCOPE = "signing"
LIMIT = 5
SECONDS = 900

_PIN = re.compile(r"[0-9]{6}")
_RUNS = "0123456789", "9876543210"


class WrongPin(Exception):
    """One sentence, whether the PIN differs or none was set."""

    def __init__(self) -> None:
        super().__init__(_("PIN tanda tangan tidak cocok. Periksa lalu ketik lagi."))


class PinTooPlain(Exception):
    """A PIN that is not six digits, or that anybody would guess first."""


def set_signing_pin(officer: Officer, *, pin: str) -> None:
    """Keeps the hash of a new PIN. Raises PinTooPlain."""
    if not _PIN.fullmatch(pin):
        raise PinTooPlain(_("PIN tanda tangan terdiri dari 6 angka, contoh 482913."))
    if len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise PinTooPlain(_("Pilih PIN lain. Jangan pakai angka kembar atau berurutan."))
    officer.signing_pin = hash_signing_pin(pin)
    officer.save(update_fields=["signing_pin"])
    tries.clear(SCOPE, subject=str(officer.pk))


def hash_signing_pin(pin: str) -> str:
    """Salted and keyed twice, as in `vault.pins`: what saves six digits is the key outside the database."""
    return hash_pin(blind_index("signing", pin))


def check_signing_pin(officer: Officer, *, pin: str, at: datetime) -> None:
    """Lets the right PIN pass. Raises WrongPin, TooManyTries after five wrong ones in fifteen minutes.

    Call it outside the transaction that signs: a wrong guess must stay counted.
    """
    given = "".join(pin.split())
    subject = str(officer.pk)
    if not tries.guess(
        SCOPE, fits=lambda: _matches(officer, given), subject=subject, limit=LIMIT, seconds=SECONDS, at=at
    ):
        raise WrongPin


def _matches(officer: Officer, pin: str) -> bool:
    return check_pin(blind_index("signing", pin), officer.signing_pin)
