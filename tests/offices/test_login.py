"""The officer's door: password, second factor, throttle, and pages that say the same to friend and stranger."""

import re
from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from tests.make import PASSWORD, make_office, make_officer, make_post
from tests.offices import urls
from tuntas.offices.models import Officer
from tuntas.offices.roles import Role
from tuntas.offices.sessions import find_officer, open_session
from tuntas.offices.signing import check_signing_pin
from tuntas.screens.shared.access import access_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls(urls.__name__)]

REFUSED = "Nama pengguna, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi."
LONG_PASSWORD = "kapal sawah rembulan"


@pytest.fixture
def budi() -> Officer:
    return make_officer("budi", name="Budi Santoso", post=make_post(make_office(), Role.OPERATOR))


@pytest.fixture
def inside(client: Client, budi: Officer) -> Client:
    """Budi's browser, just after he gave his password."""
    client.post("/masuk/", {"login": "budi", "password": PASSWORD})
    return client


def set_up_totp(officer: Officer) -> str:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def code_now(secret: str, *, ahead: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(timezone.now().timestamp()) // 30 + ahead))


def errors_of(response) -> list[str]:
    return [
        unescape(text)
        for text in re.findall(r'<span class="err"[^>]*>.*?</span> (.*?)</span>', response.content.decode())
    ]


def summary_of(response) -> list[str]:
    found = re.search(r'<div class="errors.*?<ul>(.*?)</ul>', response.content.decode(), re.DOTALL)
    return [unescape(text) for text in re.findall(r">([^<>]+)<", found[1])] if found else []


def is_inside(client: Client) -> bool:
    return client.get("/meja/").content == b"meja"


def test_the_right_password_leads_to_the_desk(client, budi) -> None:
    response = client.post("/masuk/", {"login": "budi", "password": PASSWORD})

    assert response.status_code == 302
    assert response["Location"] == "/meja/"
    assert is_inside(client)


def test_who_has_no_queue_is_led_to_the_account(client) -> None:
    make_officer("kurir", post=make_post(make_office(), Role.COURIER))

    response = client.post("/masuk/", {"login": "kurir", "password": PASSWORD})

    assert response["Location"] == "/akun/"


def test_the_user_name_may_be_written_in_capitals(client, budi) -> None:
    client.post("/masuk/", {"login": " BUDI ", "password": PASSWORD})

    assert is_inside(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, budi) -> None:
    make_officer("fajar", is_active=False)
    bodies = []
    for name, password in [("budi", "wrong"), ("nobody", "wrong"), ("fajar", PASSWORD)]:
        response = Client().post("/masuk/", {"login": name, "password": password})

        assert response.status_code == 200
        assert summary_of(response) == [REFUSED]
        assert password not in response.content.decode()
        changing = r'(csrfmiddlewaretoken" value|nonce)="[^"]*"'
        bodies.append(re.sub(changing, "", response.content.decode()).replace(f'value="{name}"', ""))
    assert len(set(bodies)) == 1


def test_what_was_typed_as_name_stays_and_the_password_does_not(client, budi) -> None:
    body = client.post("/masuk/", {"login": "budi", "password": "rahasia-salah"}).content.decode()

    assert 'value="budi"' in body
    assert "rahasia-salah" not in body


def test_empty_fields_are_named_one_by_one(client) -> None:
    response = client.post("/masuk/", {"login": "", "password": ""})

    assert errors_of(response) == ["Tulis nama pengguna Anda, contoh lurah.sialang.", "Tulis kata sandi Anda."]


@pytest.mark.parametrize("name", ["budi", "nobody"])
def test_five_wrong_passwords_close_the_door_for_a_while(client, budi, name) -> None:
    for _ in range(5):
        Client().post("/masuk/", {"login": name, "password": "wrong"})  # another browser gains nothing

    response = client.post("/masuk/", {"login": name, "password": PASSWORD})

    assert summary_of(response) == ["Terlalu banyak percobaan. Coba lagi dalam 5 menit."]
    assert not is_inside(client)


def test_a_link_to_a_page_is_followed_after_login_but_not_to_a_stranger(client, budi) -> None:
    home = client.post("/masuk/?next=/akun/pin/", {"login": "budi", "password": PASSWORD, "next": "/akun/pin/"})
    away = Client().post("/masuk/", {"login": "budi", "password": PASSWORD, "next": "https://jahat.example/"})

    assert home["Location"] == "/akun/pin/"
    assert away["Location"] == "/meja/"


def test_looking_at_the_way_out_does_not_log_out(inside) -> None:
    assert inside.get("/keluar/").status_code == 200
    assert is_inside(inside)

    inside.post("/keluar/")
    assert not is_inside(inside)


def test_the_door_has_a_lock_against_forged_forms(budi) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/masuk/", {"login": "budi", "password": PASSWORD}).status_code == 403


def test_nobody_signs_up_and_no_mail_flow_exists(client) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert not names & {"account_signup", "account_email", "account_reset_password", "account_request_login_code"}
    assert client.get("/signup/").status_code == client.get("/akun/signup/").status_code == 404


def test_a_stranger_at_an_account_page_is_led_to_the_door(client, budi) -> None:
    for name in [
        "mfa_index",
        "account_change_password",
        "account_signing_pin",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    ]:
        assert client.get(reverse(name))["Location"].startswith("/masuk/?next=")


def test_every_account_page_names_who_may_open_it() -> None:
    from tuntas.screens.desk.urls_account import urlpatterns

    access = {pattern.name: access_of(pattern.callback) for pattern in urlpatterns}

    assert {name for name, right in access.items() if right == "open"} == {
        "account_login",
        "account_logout",
        "mfa_authenticate",
        "mfa_login_webauthn",
    }
    assert None not in access.values()


def test_a_code_is_asked_for_when_the_app_is_set_up(client, budi) -> None:
    secret = set_up_totp(budi)

    response = client.post("/masuk/", {"login": "budi", "password": PASSWORD})
    assert response["Location"].startswith("/masuk/kode/")
    assert not is_inside(client)

    wrong = client.post("/masuk/kode/", {"code": "000000"})
    assert errors_of(wrong) == ["Kode tidak cocok. Tunggu kode berikutnya lalu ketik lagi."]
    assert not is_inside(client)

    assert client.post("/masuk/kode/", {"code": code_now(secret)})["Location"] == "/meja/"
    assert is_inside(client)


def test_a_code_that_was_used_opens_no_second_browser(client, budi) -> None:
    secret = set_up_totp(budi)
    code = code_now(secret)
    thief = Client()
    for browser in [client, thief]:
        browser.post("/masuk/", {"login": "budi", "password": PASSWORD})
        browser.post("/masuk/kode/", {"code": code})

    assert is_inside(client)
    assert not is_inside(thief)


def test_codes_are_throttled_across_browsers(budi) -> None:
    secret = set_up_totp(budi)
    for _ in range(5):
        browser = Client()
        browser.post("/masuk/", {"login": "budi", "password": PASSWORD})
        browser.post("/masuk/kode/", {"code": "000000"})

    response = browser.post("/masuk/kode/", {"code": code_now(secret)})

    assert errors_of(response) == ["Terlalu banyak percobaan. Coba lagi dalam 15 menit."]


def test_the_way_back_from_the_code_page_forgets_the_password(client, budi) -> None:
    secret = set_up_totp(budi)
    client.post("/masuk/", {"login": "budi", "password": PASSWORD})

    assert client.post("/keluar/", {"next": "/masuk/"})["Location"] == "/masuk/"

    assert client.post("/masuk/kode/", {"code": code_now(secret)})["Location"] == "/masuk/"
    assert not is_inside(client)


def test_an_app_is_set_up_after_the_password_again_and_gives_recovery_codes(inside, budi) -> None:
    first = inside.get("/akun/kode/pasang/")
    assert first["Location"].startswith("/akun/ulang/?next=")
    again = inside.post("/akun/ulang/", {"password": PASSWORD, "next": "/akun/kode/pasang/"})
    assert again["Location"] == "/akun/kode/pasang/"

    page = inside.get("/akun/kode/pasang/").content.decode()
    secret = "".join(re.findall(r'<span class="code">([\w ]+)</span>', page)).replace(" ", "")
    done = inside.post("/akun/kode/pasang/", {"code": code_now(secret)})

    assert done["Location"] == "/akun/cadangan/"
    codes = re.findall(r'<li class="code">(\d{4} \d{4})</li>', inside.get("/akun/cadangan/").content.decode())
    assert len(codes) == 10
    assert "Kode lama tidak bisa ditampilkan lagi." in inside.get("/akun/cadangan/").content.decode()

    other = Client()
    other.post("/masuk/", {"login": "budi", "password": PASSWORD})
    other.post("/masuk/kode/", {"code": codes[0]})
    assert is_inside(other)


def test_a_wrong_password_does_not_open_the_account_pages(inside) -> None:
    response = inside.post("/akun/ulang/", {"password": "wrong", "next": "/akun/kode/pasang/"})

    assert errors_of(response) == ["Kata sandi tidak cocok. Periksa lalu ketik lagi."]
    assert inside.get("/akun/kode/pasang/").status_code == 302


def test_an_app_is_removed_by_a_form_not_by_a_link(inside, budi) -> None:
    set_up_totp(budi)
    inside.post("/akun/ulang/", {"password": PASSWORD, "next": "/akun/"})

    assert "Lepas aplikasi kode?" in inside.get("/akun/kode/lepas/").content.decode()
    assert Authenticator.objects.filter(user=budi).exists()

    inside.post("/akun/kode/lepas/")
    assert not Authenticator.objects.filter(user=budi).exists()


def test_another_officers_key_cannot_be_removed(inside, budi) -> None:
    eko = make_officer("eko")
    key = Authenticator.objects.create(user=eko, type=Authenticator.Type.WEBAUTHN, data={"name": "Kunci Eko"})
    inside.post("/akun/ulang/", {"password": PASSWORD, "next": "/akun/"})

    assert inside.get(f"/akun/kunci/{key.pk}/hapus/").status_code == 404
    assert inside.post(f"/akun/kunci/{key.pk}/hapus/").status_code == 404


def test_a_new_password_ends_the_sessions_at_the_api(inside, budi) -> None:
    token, _ = open_session("budi", password=PASSWORD, at=timezone.now())

    response = inside.post(
        "/akun/sandi/", {"oldpassword": PASSWORD, "password1": LONG_PASSWORD, "password2": LONG_PASSWORD}
    )

    assert response["Location"] == "/akun/"
    assert find_officer(token, at=timezone.now()) is None
    budi.refresh_from_db()
    assert budi.check_password(LONG_PASSWORD)
    assert is_inside(inside)


@pytest.mark.parametrize(
    ("old", "new", "again", "count"),
    [
        ("wrong", LONG_PASSWORD, LONG_PASSWORD, 1),
        (PASSWORD, "pendek", "pendek", 1),
        (PASSWORD, "password1234", "password1234", 1),
        (PASSWORD, "budi santoso", "budi santoso", 1),
        (PASSWORD, LONG_PASSWORD, LONG_PASSWORD + "x", 1),
        ("", "", "", 3),
    ],
)
def test_a_poor_new_password_is_refused_with_a_sentence(inside, budi, old, new, again, count) -> None:
    response = inside.post("/akun/sandi/", {"oldpassword": old, "password1": new, "password2": again})

    assert len(errors_of(response)) == count
    budi.refresh_from_db()
    assert budi.check_password(PASSWORD)


def test_a_signing_pin_is_set_after_the_password(inside, budi) -> None:
    response = inside.post("/akun/pin/", {"password": PASSWORD, "pin": "482 913", "again": "482913"})

    assert response["Location"] == "/akun/"
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["PIN tanda tangan sudah disimpan."]
    budi.refresh_from_db()
    check_signing_pin(budi, pin="482913", at=timezone.now())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"password": "wrong", "pin": "482913", "again": "482913"}, "Kata sandi tidak cocok. Periksa lalu ketik lagi."),
        ({"password": PASSWORD, "pin": "482913", "again": "482914"}, "Kedua PIN belum sama. Ketik ulang."),
        (
            {"password": PASSWORD, "pin": "111111", "again": "111111"},
            "Pilih PIN lain. Jangan pakai angka kembar atau berurutan.",
        ),
        ({}, "Kata sandi tidak cocok. Periksa lalu ketik lagi."),
    ],
)
def test_a_signing_pin_is_refused_with_a_sentence(inside, budi, given, sentence) -> None:
    response = inside.post("/akun/pin/", given)

    assert errors_of(response) == [sentence]
    assert "482913" not in response.content.decode()
    budi.refresh_from_db()
    assert not budi.signing_pin


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_change_password",
        "account_signing_pin",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "mfa_add_webauthn",
    ],
)
def test_pages_speak_indonesian_and_carry_no_inline_script_or_style(inside, name) -> None:
    inside.post("/akun/ulang/", {"password": PASSWORD, "next": "/akun/"})
    page = (Client() if name == "account_login" else inside).get(reverse(name))
    body = page.content.decode()

    assert page.status_code == 200
    assert '<html lang="id"' in body
    assert not re.search(r"<script(?![^>]*(src=|application/json))", body)
    assert not re.search(r'\sstyle="|\son\w+="', body)
    assert not re.search(r"\b(Password|Sign|Username|Submit|salah|gagal|tidak valid)\b", re.sub(r"<[^>]*>", " ", body))


def test_the_login_page_is_never_kept_by_a_cache(client) -> None:
    assert "no-store" in client.get("/masuk/")["Cache-Control"]
