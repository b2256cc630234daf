"""An officer's own account: the password and the signing PIN."""

from collections.abc import Mapping
from typing import cast

from allauth.account.views import password_change
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from tuntas.intake.refusals import FieldError
from tuntas.offices.models import Officer
from tuntas.offices.passwords import LoginRefused, check_password
from tuntas.offices.signing import PinTooPlain, set_signing_pin
from tuntas.screens.shared.access import officer_of, officers_only
from tuntas.vault.tries import TooManyTries


@officers_only
def change_password(request: HttpRequest) -> HttpResponse:
    """A new password; who comes in by passkey alone has none to change."""
    if not officer_of(request).has_usable_password():
        return redirect("mfa_index")
    return cast("HttpResponse", password_change(request))


@sensitive_post_parameters("password", "pin", "again")
@officers_only
def signing_pin(request: HttpRequest) -> HttpResponse:
    """A new signing PIN, after the password."""
    errors = _set_pin(officer_of(request), request.POST) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        messages.success(request, _("PIN tanda tangan sudah disimpan."))
        return redirect("mfa_index")
    return render(
        request,
        "account/signing_pin.html",
        {"errors": errors, "said": {error.field: error.message for error in errors}},
    )


def _set_pin(officer: Officer, given: Mapping[str, str]) -> list[FieldError]:
    pin = "".join(given.get("pin", "").split())
    if pin != "".join(given.get("again", "").split()):
        return [FieldError("again", _("Kedua PIN belum sama. Ketik ulang."))]
    try:
        check_password(officer.username, password=given.get("password", ""), at=timezone.now())
        set_signing_pin(officer, pin=pin)
    except LoginRefused:
        return [FieldError("password", _("Kata sandi tidak cocok. Periksa lalu ketik lagi."))]
    except TooManyTries as refusal:
        return [FieldError("password", str(refusal))]
    except PinTooPlain as refusal:
        return [FieldError("pin", str(refusal))]
    return []
