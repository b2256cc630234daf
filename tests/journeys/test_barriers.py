"""No barrier on the way: axe in all levels and no sideways scroll, on each page that a journey passes."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.journeys.test_deciding import send_now
from tests.journeys.walking import (
    come_in,
    fill_address,
    fill_home,
    fill_letter,
    fill_person,
    forward,
    is_scripted,
    list_barriers,
    open_form,
    send,
    take_photos,
    track,
    work,
)
from tests.make import PIN, Cast
from tuntas.cases.models import Case
from tuntas.flow.approve import approve

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[True, False], ids=["with its scripts", "without its scripts"])
def page(request: pytest.FixtureRequest, page360: Page) -> Page:
    """A phone that runs the product's scripts or gets none of them; axe, which is a script, runs in both."""
    if not request.param:
        page360.route("**/*.js", lambda route: route.abort())
    return page360


def test_the_form_has_no_barrier_on_any_of_its_screens(page: Page) -> None:
    open_form(page)
    found = list_barriers(page)

    for fill, heading in (
        (fill_person, "Alamat dan kontak"),
        (fill_address, "Tempat tinggal"),
        (fill_home, "Isi surat"),
        (fill_letter, "Foto syarat"),
        (take_photos, "Cara menerima surat"),
    ):
        fill(page)
        forward(page, heading=heading)
        if is_scripted(page):
            found += list_barriers(page)
    page.locator("#maju").click()
    expect(page.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible()
    found += list_barriers(page)
    ticket = send(page)
    found += list_barriers(page)
    track(page, ticket)
    found += list_barriers(page)

    assert found == []


def test_the_form_has_no_barrier_when_everything_is_missing(page: Page) -> None:
    open_form(page)

    page.locator("#maju").click()
    expect(page.get_by_text("yang perlu diperbaiki")).to_be_visible()

    assert list_barriers(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_desk_has_no_barrier(open_page: BrowserPage, cast: Cast, live_server: Any, width: int) -> None:
    waiting, signed = send_now(cast).cases[0], send_now(cast).cases[0]
    for officer in cast.chain:
        approve(signed, by=officer, pin=PIN)
    work()
    for officer in cast.chain[:3]:
        approve(waiting, by=officer)
    page = open_page(width=width)
    found: list[str] = []

    come_in(page, cast.dewi, url=live_server.url)
    found += visit(page, "/meja/", "/meja/register/", *pages_of(waiting), f"/meja/{signed.pk}/cabut/", "/setujui/")
    come_in(page, cast.budi, url=live_server.url)
    found += visit(page, "/meja/", "/meja/serah/", f"/meja/{signed.pk}/serah/", "/akun/pin/", "/akun/", "/akun/sandi/")

    assert found == []


def pages_of(case: Case) -> list[str]:
    return [f"/meja/{case.pk}/", f"/meja/{case.pk}/tolak/", f"/setujui/{case.pk}/"]


def visit(page: Page, *paths: str) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer, path
        assert answer.status == 200, path
        found += list_barriers(page)
    return found


def test_the_door_of_the_desk_has_no_barrier(open_page: BrowserPage) -> None:
    page = open_page(width=360)

    assert visit(page, "/masuk/") == []
