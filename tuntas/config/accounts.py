"""Officer accounts: made by the administrator, never by signing up; no mail goes out, and refusals tell nothing."""

import base64
from datetime import datetime
from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuntas.offices.duty import rights_today
from tuntas.offices.models import Officer
from tuntas.offices.passwords import REFUSED, LoginRefused, check_password
from tuntas.offices.roles import Right
from tuntas.offices.sessions import close_sessions
from tuntas.vault.keys import decrypt, encrypt
from tuntas.vault.tries import TooManyTries

THROTTLED = _("Terlalu banyak percobaan. Tunggu beberapa menit lalu coba lagi.")


class OfficerAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth's account flows, with our own check of the password and our own words."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": REFUSED,
        "incorrect_password": _("Kata sandi tidak cocok. Periksa lalu ketik lagi."),
        "enter_current_password": _("Kata sandi lama tidak cocok. Periksa lalu ketik lagi."),
        "incorrect_code": _("Kode tidak cocok. Tunggu kode berikutnya lalu ketik lagi."),
        "too_many_login_attempts": THROTTLED,
        "rate_limited": THROTTLED,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """The officer, or None; counted per name across all processes, the same as at the API."""
        name, password = str(credentials.get("username", "")), str(credentials.get("password", ""))
        try:
            return check_password(name, password=password, at=timezone.now())
        except LoginRefused:
            return None
        except TooManyTries as refusal:
            raise ValidationError(str(refusal)) from refusal

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A passkey of an officer who has left gets the same sentence as a wrong password."""
        messages.error(request, str(REFUSED))
        return redirect("account_login")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password ends the officer's sessions at the API too."""
        super().set_password(user, password)
        close_sessions(cast("Officer", user))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for those who have a queue, the offices for those who keep them, else the page of the account."""
        rights = rights_today(cast("Officer", request.user), on=timezone.localdate())
        if Right.SEE_QUEUE in rights:
            return reverse("desk:start")
        return reverse("admin:start" if Right.ADMINISTER in rights else "mfa_index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page of the account."""
        return reverse("mfa_index")


class OfficerMFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's second factors, with their secrets encrypted and our own words."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": OfficerAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Pengaman kedua tidak dapat dimatikan."),
        "cannot_generate_recovery_codes": _("Pasang aplikasi kode atau kunci sandi dulu."),
    }

    def encrypt(self, text: str) -> str:
        """Secrets of authenticator apps and recovery codes lie in the table as ciphertext."""
        return base64.b64encode(encrypt(text.encode(), bound_to="mfa")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Counterpart of `encrypt`."""
        return decrypt(base64.b64decode(encrypted_text), bound_to="mfa").decode()

    def get_totp_issuer(self) -> str:
        """What the authenticator app shows above the code."""
        return "Tuntas"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 -- allauth's name
        """The name a new key gets unless the officer gives one."""
        return str(_("Kunci dari %(day)s")) % {"day": _day(timezone.localtime())}

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        """The user name, never the address: this goes into the app and the key."""
        return user.get_username()


def _day(at: datetime) -> str:
    return at.strftime("%d-%m-%Y")
