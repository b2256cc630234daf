"""Bearer tokens of officers for the API: twelve hours, and only their hash lies in the table."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import QuerySet

from tuntas.offices.models import AccessToken, Officer
from tuntas.offices.passwords import LoginRefused, check_password
from tuntas.offices.second_factor import CodeRefused, check_code, has_second_factor
from tuntas.vault.prepared import prepared

__all__ = ["LIFETIME", "LoginRefused", "close_session", "close_sessions", "find_officer", "open_session"]

LIFETIME = timedelta(hours=12)


def open_session(username: str, *, password: str, otp: str = "", at: datetime) -> tuple[str, Officer]:
    """A fresh token and its officer. `otp` is needed from an officer with a second factor.

    Raises LoginRefused, the same for every reason, and TooManyTries.
    """
    officer = check_password(username, password=password, at=at)
    if officer.must_change_password:  # only at the login page, where a new one can be chosen
        raise LoginRefused
    if has_second_factor(officer):
        _check_otp(officer, otp, at=at)
    AccessToken.objects.filter(officer=officer, expires_at__lte=at).delete()
    token = secrets.token_urlsafe(32)
    AccessToken.objects.create(token_hash=_hash(token), officer=officer, expires_at=at + LIFETIME)
    return token, officer


def find_officer(token: str, *, at: datetime) -> Officer | None:
    """The officer behind a token, if it still holds and the officer still works here."""
    row = _tokens.first(_hash(token))
    return row.officer if row and row.is_valid(at) else None


@prepared
def _tokens(token_hash: str) -> QuerySet[AccessToken]:
    return AccessToken.objects.filter(token_hash=token_hash, officer__is_active=True).select_related("officer")


def close_session(token: str) -> None:
    """Ends one session; an unknown token is no matter."""
    AccessToken.objects.filter(token_hash=_hash(token)).delete()


def close_sessions(officer: Officer) -> None:
    """Ends all sessions of an officer, as when the password changes."""
    AccessToken.objects.filter(officer=officer).delete()


def _check_otp(officer: Officer, otp: str, *, at: datetime) -> None:
    try:
        check_code(officer, code=otp, at=at)
    except CodeRefused:
        raise LoginRefused from None


def _hash(token: str) -> str:
    """The token has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()
