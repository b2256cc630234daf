"""The public pages in a real browser: nothing for axe to say, no sideways scroll, complete without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.make import Cast, make_case
from tests.screens.public.letters import make_sealed
from tests.screens.resident.papers import PIN, ask_for, draw_photo, send, send_one
from tests.tables import load_catalogue
from tuntas.cases.models import Application
from tuntas.cases.states import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/",
    "/?cari=usaha",
    "/layanan/nikah/",
    "/kantor/",
    "/lacak/",
    "/bantuan/",
    "/privasi/",
    "/periksa/",
    "/hilang/",
)


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    cast.office.phone, cast.office.whatsapp = "+62711555014", "+6281171000143"
    cast.office.save()
    load_catalogue()


def check_page(page: Page) -> None:
    """Axe in all levels, and no scrolling to the side."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    report = [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found.response["violations"]]

    assert report == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth"), page.url


def check_targets(page: Page) -> None:
    """Everything to touch is 48 pixels high, but for links within a sentence."""
    low = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, summary, nav a, .foot a, .link, .back, .pick')]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 47.5).map(one => one.outerHTML)"""
    )
    assert low == [], page.url


def open_status(page: Page, application: Application) -> None:
    page.goto(f"/p/{application.receipt}/")
    page.get_by_role("textbox", name="PIN").fill(PIN)
    page.get_by_role("button", name="Lihat permohonan saya").click()
    expect(page).to_have_url(f"/p/{application.receipt}/")


@pytest.mark.parametrize("width", [320, 1280])
def test_public_pages_have_nothing_for_axe_to_say(open_page: BrowserPage, width: int) -> None:
    page = open_page(width=width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))

    for path in PAGES:
        page.goto(path)
        check_page(page)
        if width == 320:
            check_targets(page)

    assert [text for text in complaints if "404" not in text] == []


def test_an_office_is_chosen_and_its_colours_hold(open_page: BrowserPage) -> None:
    page = open_page()

    page.goto("/layanan/skd/")
    page.get_by_role("main").get_by_role("link", name="Pilih kelurahan Anda").click()
    page.get_by_role("button", name="Kelurahan Dabo").click()

    expect(page).to_have_url("/layanan/skd/")
    expect(page.locator(".top")).to_contain_text("Kelurahan Dabo")
    check_page(page)


def test_a_verified_letter_reads_well_in_every_verdict(open_page: BrowserPage, cast: Cast) -> None:
    page = open_page(width=320)
    valid, revoked = make_sealed(cast), make_sealed(cast, revoked_at=cast.dewi.created_at, revoked_reason="Keliru.")

    for code in (valid.code, revoked.code, "7H4KXNQ2M9TR3WCB"):
        page.goto(f"/v/{code}")
        check_page(page)


def test_the_status_page_reads_well_in_every_state(open_page: BrowserPage, cast: Cast) -> None:
    page = open_page(width=320)

    for state in State:
        application = send_one(cast, state=state).application
        open_status(page, application)
        check_page(page)
        check_targets(page)


def test_a_stranger_on_the_same_phone_finds_the_page_closed(open_page: BrowserPage, cast: Cast) -> None:
    application = send_one(cast).application
    page = open_page()
    open_status(page, application)

    page.get_by_role("button", name="Tutup halaman ini").click()
    expect(page).to_have_url("/lacak/")
    page.wait_for_load_state()
    page.go_back()

    expect(page.get_by_role("heading", name="Lacak permohonan")).to_be_visible()


def test_the_bad_page_is_mended_on_the_spot(either_page360: Page, cast: Cast, tmp_path: object) -> None:
    page, case = either_page360, send_one(cast)
    ask_for(case, cast, "KK")
    open_status(page, case.application)

    page.get_by_label("Ambil foto Kartu Keluarga").set_input_files(
        {"name": "kk.jpg", "mimeType": "image/jpeg", "buffer": draw_photo()}
    )
    page.get_by_role("button", name="Kirim perbaikan ini").click()

    expect(page.get_by_role("status")).to_contain_text("Perbaikan Anda sudah kami terima")


def test_refused_answers_are_said_where_they_stand(either_page360: Page, cast: Cast) -> None:
    page, case = either_page360, send_one(cast)
    ask_for(case, cast, "answers.purpose", "answers.lives_since", "answers.newcomer")
    open_status(page, case.application)

    page.get_by_role("button", name="Kirim perbaikan ini").click()

    expect(page.get_by_role("alert")).to_contain_text("hal yang perlu diperbaiki")
    expect(page).to_have_title(
        "Galat: Giliran Anda: perbaiki 3 hal – Permohonan " + case.application.receipt + " – Tuntas"
    )


def test_the_letter_is_fetched_and_the_paper_is_tuntas(either_page360: Page, cast: Cast) -> None:
    page = either_page360
    application = send(cast)
    case = make_case(cast.office, application=application, state=State.READY)
    make_sealed(cast, case=case)
    open_status(page, application)

    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh SK Domisili").click()
    page.reload()

    assert download.value.suggested_filename == f"SKD-{application.receipt}.pdf"
    expect(page.get_by_role("img", name="Cap: Tuntas")).to_be_visible()


def test_a_refused_try_and_a_letter_in_hand_have_nothing_for_axe_to_say(open_page: BrowserPage, cast: Cast) -> None:
    page, case = open_page(width=320), send_one(cast)
    ask_for(case, cast, "answers.purpose", "answers.lives_since", "answers.newcomer", "KK")
    done = send_one(cast, state=State.DELIVERED)
    make_sealed(cast, case=done)

    open_status(page, case.application)
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": draw_photo()}
    )
    page.get_by_role("button", name="Kirim perbaikan ini").click()
    check_page(page)
    open_status(page, done.application)
    check_page(page)
