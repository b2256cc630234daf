"""The second factor of a login: a code of the authenticator app, or a recovery code; each counts once."""

import hmac
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.offices.models import Officer
from tuntas.vault import tries

SCOPE = "otp"
LIMIT = 5
SECONDS = 900
_PERIOD = 30  # seconds a code lasts (RFC 6238)
_DRIFT = 1  # periods by which a phone's clock may be off


class CodeRefused(Exception):
    """The code is not the one of now, or was used before."""

    def __init__(self) -> None:
        super().__init__(_("Kode tidak cocok. Tunggu kode berikutnya lalu ketik lagi."))


def has_second_factor(officer: Officer) -> bool:
    """Whether the officer set up an authenticator app or a passkey, so that a password alone is not enough."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=officer, type__in=kinds).exists())


def check_code(officer: Officer, *, code: str, at: datetime) -> Authenticator:
    """The authenticator that accepts this code, marked as used. Raises CodeRefused, TooManyTries.

    A code is accepted once, whichever process saw it first (RFC 6238 section 5.2).
    """
    subject = str(officer.pk)
    tries.spend(SCOPE, subject=subject, limit=LIMIT, seconds=SECONDS, at=at)
    found = _use(officer, "".join(code.split()), at=at)
    if found is None:
        raise CodeRefused
    tries.clear(SCOPE, subject=subject)
    return found


@transaction.atomic
def _use(officer: Officer, code: str, *, at: datetime) -> Authenticator | None:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    rows = Authenticator.objects.select_for_update().filter(user=officer, type__in=kinds).order_by("pk")
    return next((row for row in rows if _accepts(row, code, at=at)), None)


def _accepts(row: Authenticator, code: str, *, at: datetime) -> bool:
    if row.type == Authenticator.Type.RECOVERY_CODES:
        return bool(row.wrap().validate_code(code))
    secret, last = decrypt(row.data["secret"]), row.data.get("counter", 0)
    now = int(at.timestamp()) // _PERIOD
    for counter in range(max(now - _DRIFT, last + 1), now + _DRIFT + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, counter)).encode(), code.encode()):
            row.data["counter"] = counter
            row.save(update_fields=["data"])
            return True
    return False
