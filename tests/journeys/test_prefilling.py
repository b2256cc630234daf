"""Ani has been here before: a code to her phone fills in the form, with and without JavaScript."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.journeys.walking import list_barriers, open_form, work
from tests.make import Cast
from tests.people.neighbours import add_resident
from tuntas.gateways.whatsapp_emulator import open_emulator

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE, NIK = "+6281234567800", "1671085204900001"


@pytest.fixture(autouse=True)
def _known(cast: Cast) -> None:
    add_resident(cast.office)


def read_phone() -> str:
    """The code in the newest message on Ani's phone."""
    work()
    book = open_emulator().book
    person = book.find_person(PHONE)
    assert person is not None
    found = re.search(r"\b\d{6}\b", str(book.list_lines(person.id, limit=1)[-1].content))
    assert found is not None
    return found[0]


def check_page(page: Page) -> None:
    """No barrier, and everything to touch is 48 pixels high."""
    assert list_barriers(page) == []
    low = page.evaluate(
        """() => [...document.querySelectorAll('main button, main .btn, main .back, main input')]
        .filter(one => one.offsetParent && one.type != 'radio' && one.type != 'checkbox' && one.type != 'file')
        .filter(one => one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"""
    )
    assert low == []


def test_a_code_to_the_phone_fills_in_the_form(either_page360: Page) -> None:
    page = either_page360
    open_form(page)
    page.get_by_role("link", name="Isi otomatis dengan kode ke HP").click()
    page.get_by_label("NIK").fill("1671 0852 0490 0001")
    page.get_by_role("button", name="Kirim kode").click()
    expect(page).to_have_url("/ajukan/skd/kenali/kode/")

    page.get_by_label("Kode").fill(read_phone())
    page.get_by_role("button", name="Isi otomatis").click()

    expect(page).to_have_url("/ajukan/skd/")
    expect(page.get_by_role("status").filter(has_text="Data Anda sudah terisi")).to_be_visible()
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
    expect(page.get_by_label("NIK", exact=True)).to_have_value(NIK)
    expect(page.get_by_label("Tahun").first).to_have_value("1990")
    expect(page.get_by_label("Perempuan")).to_be_checked()
    expect(page.get_by_role("link", name="Isi otomatis")).to_have_count(0)


def test_the_form_can_be_filled_in_by_hand_after_all(either_page360: Page) -> None:
    page = either_page360
    open_form(page)
    page.get_by_role("link", name="Isi otomatis dengan kode ke HP").click()
    page.get_by_label("NIK").fill(NIK)
    page.get_by_role("button", name="Kirim kode").click()
    page.get_by_role("link", name="Kirim kode lagi").click()
    expect(page.get_by_role("button", name="Kirim kode")).to_be_visible()

    page.get_by_role("link", name="Isi sendiri saja").click()

    expect(page).to_have_url("/ajukan/skd/")
    expect(page.get_by_label("Nama lengkap")).to_have_value("")


def test_who_helps_somebody_else_is_offered_no_code(page360: Page) -> None:
    open_form(page360)
    link = page360.get_by_role("link", name="Isi otomatis dengan kode ke HP")
    expect(link).to_be_visible()

    page360.get_by_label("Saya membantu orang lain").check()

    expect(link).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_of_the_code_have_no_barrier(open_page: BrowserPage, width: int) -> None:
    page = open_page(width=width)
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text))
    open_form(page)
    check_page(page)
    page.get_by_role("link", name="Isi otomatis dengan kode ke HP").click()
    check_page(page)

    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_role("alert")).to_contain_text("Tulis NIK 16 angka")
    check_page(page)
    page.get_by_label("NIK").fill(NIK)
    page.get_by_role("button", name="Kirim kode").click()
    expect(page.get_by_label("Kode")).to_be_visible()
    check_page(page)
    page.get_by_role("button", name="Isi otomatis").click()
    expect(page.get_by_role("alert")).to_contain_text("Minta kode baru")
    check_page(page)

    assert [text for text in complaints if "422" not in text] == []
