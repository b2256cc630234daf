"""The forms of the officer's account: allauth's, with our words, our counting and codes that count once."""

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tuntas.offices.second_factor import CodeRefused, check_code
from tuntas.vault.tries import TooManyTries

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _word(form: forms.Form, name: str, *, label: "_StrPromise", missing: "_StrPromise") -> None:
    """Gives a field its label and the sentence for when it is empty; labels stand above, so no placeholder."""
    field = form.fields[name]
    field.label = label
    field.error_messages["required"] = missing
    field.help_text = ""
    field.widget.attrs.pop("placeholder", None)


class OfficerLoginForm(LoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "login", label=_("Nama pengguna"), missing=_("Tulis nama pengguna Anda, contoh lurah.sialang."))
        _word(self, "password", label=_("Kata sandi"), missing=_("Tulis kata sandi Anda."))


class OfficerReauthenticateForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "password", label=_("Kata sandi"), missing=_("Tulis kata sandi Anda."))


class OfficerChangePasswordForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "oldpassword", label=_("Kata sandi sekarang"), missing=_("Tulis kata sandi Anda sekarang."))
        _word(self, "password1", label=_("Kata sandi baru"), missing=_("Tulis kata sandi baru."))
        _word(self, "password2", label=_("Ulangi kata sandi baru"), missing=_("Ulangi kata sandi baru."))

    def clean_oldpassword(self) -> str:
        """Guesses at the old password are counted like guesses at the door."""
        given: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, given):
            raise get_adapter().validation_error("enter_current_password")
        return given

    def clean(self) -> dict[str, Any]:
        """The two new ones must be alike."""
        cleaned: dict[str, Any] = self.cleaned_data
        new, again = cleaned.get("password1"), cleaned.get("password2")
        if new and again and new != again:
            self.add_error("password2", _("Kedua kata sandi baru belum sama. Ketik ulang."))
        return cleaned


class _CodeOnce(forms.Form):
    """A code that is counted and accepted once across all processes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", label=_("Kode 6 angka atau kode cadangan"), missing=_("Tulis kode dari aplikasi."))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = check_code(self.user, code=code, at=timezone.now())  # type: ignore[attr-defined]
        except (CodeRefused, TooManyTries) as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return code


class OfficerCodeForm(_CodeOnce, AuthenticateForm):  # type: ignore[misc]
    """The code after the password."""


class OfficerReauthenticateByCodeForm(_CodeOnce, ReauthenticateByCodeForm):  # type: ignore[misc]
    """The code before a change to the account."""


class OfficerActivateTOTPForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "code", label=_("Kode 6 angka dari aplikasi"), missing=_("Tulis kode dari aplikasi."))


class OfficerAddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self, "name", label=_("Nama kunci"), missing=_("Tulis nama kunci."))
        _word(self, "passwordless", label=_("Boleh masuk tanpa kata sandi"), missing=_("Pilih dulu."))
        _word(self, "credential", label=_("Kunci"), missing=_("Kunci belum terbaca. Tekan tombolnya lagi."))
