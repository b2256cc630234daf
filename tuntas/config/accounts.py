"""Officer accounts: made by the administrator, never by signing up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False


class OfficerMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's adapter as it is; named here so that settings point at one place."""
