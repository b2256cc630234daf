"""Passkeys in a real browser with a virtual key: added once, then enough to come in."""

import pytest
from playwright.sync_api import Page, expect

from tests.make import PASSWORD, make_office, make_officer, make_post
from tests.offices import urls
from tuntas.offices.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.urls(urls.__name__), pytest.mark.django_db(transaction=True)]


def plug_in_key(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def come_in_by_password(page: Page) -> None:
    page.goto("/masuk/")
    page.get_by_label("Nama pengguna").fill("budi")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk ke meja").click()


def add_key(page: Page, *, alone: bool) -> None:
    page.goto("/akun/kunci/tambah/")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama kunci").fill("Ponsel Budi")
    page.get_by_label("Boleh masuk tanpa kata sandi").set_checked(alone)
    page.get_by_role("button", name="Tambah kunci di alat ini").click()
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()


@pytest.fixture
def page(page360: Page) -> Page:
    make_officer("budi", post=make_post(make_office(), Role.OPERATOR))
    plug_in_key(page360)
    come_in_by_password(page360)
    return page360


def test_a_passkey_lets_in_without_a_password(page: Page) -> None:
    add_key(page, alone=True)
    page.goto("/keluar/")
    page.get_by_role("button", name="Keluar sekarang").click()

    page.goto("/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.get_by_text("meja", exact=True)).to_be_visible()


def test_a_key_is_the_second_step_after_the_password(page: Page) -> None:
    add_key(page, alone=False)
    page.goto("/keluar/")
    page.get_by_role("button", name="Keluar sekarang").click()
    come_in_by_password(page)
    expect(page.get_by_role("heading", name="Satu langkah lagi")).to_be_visible()

    page.get_by_role("button", name="Pakai kunci sandi").click()

    expect(page.get_by_text("meja", exact=True)).to_be_visible()


def test_a_key_is_removed(page: Page) -> None:
    add_key(page, alone=True)
    page.goto("/akun/kunci/")
    page.get_by_role("link", name="Hapus Ponsel Budi").click()
    page.get_by_role("button", name="Hapus kunci sandi").click()

    expect(page.get_by_text("Belum ada kunci sandi.")).to_be_visible()


def test_a_browser_without_the_key_says_what_else_to_do(page: Page) -> None:
    page.goto("/keluar/")
    page.get_by_role("button", name="Keluar sekarang").click()
    page.goto("/masuk/")
    page.route("**/masuk/kunci/", lambda route: route.abort())

    page.get_by_role("button", name="Masuk dengan kunci sandi").click()

    expect(page.get_by_text("Kunci belum terbaca. Coba lagi, atau pakai cara lain.")).to_be_visible()


def test_without_javascript_the_password_still_lets_in(open_page) -> None:
    make_officer("budi", post=make_post(make_office(), Role.OPERATOR))
    plain = open_page(width=360, javascript=False)

    plain.goto("/masuk/")
    expect(plain.get_by_role("button", name="Masuk dengan kunci sandi")).to_be_hidden()
    come_in_by_password(plain)

    expect(plain.get_by_text("meja", exact=True)).to_be_visible()
