"""Addresses of officers' accounts: only those views of allauth that are needed, under the names it looks for.

No sign-up, no addresses for mail: accounts and forgotten passwords are the administrator's work.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path

from tuntas.screens.desk.account import change_password, signing_pin
from tuntas.screens.shared.access import officers_only, open_to_all

urlpatterns = [
    path("masuk/", open_to_all(account.login), name="account_login"),
    path("masuk/kode/", open_to_all(mfa.authenticate), name="mfa_authenticate"),
    path("masuk/kunci/", open_to_all(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("keluar/", open_to_all(account.logout), name="account_logout"),
    path("akun/", officers_only(mfa.index), name="mfa_index"),
    path("akun/sandi/", change_password, name="account_change_password"),
    path("akun/pin/", signing_pin, name="account_signing_pin"),
    path("akun/ulang/", officers_only(account.reauthenticate), name="account_reauthenticate"),
    path("akun/ulang/kode/", officers_only(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("akun/ulang/kunci/", officers_only(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("akun/kode/pasang/", officers_only(totp.activate_totp), name="mfa_activate_totp"),
    path("akun/kode/lepas/", officers_only(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("akun/kunci/", officers_only(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("akun/kunci/tambah/", officers_only(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("akun/kunci/<int:pk>/hapus/", officers_only(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("akun/cadangan/", officers_only(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "akun/cadangan/buat/", officers_only(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
]
