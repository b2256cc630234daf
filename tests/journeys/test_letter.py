"""The main journey: Ani applies from her phone, four officers decide on theirs, a letter comes back that checks."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import apply, come_in, read_ticket, track, work
from tests.make import PIN, Cast
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.letters.models import Letter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_paper_leaves_home_and_comes_back_as_a_letter(either_page360: Page, cast: Cast, live_server) -> None:
    page = either_page360

    ticket = apply(page)
    for officer in (cast.budi, cast.citra, cast.fajar):
        come_in(page, officer, url=live_server.url)
        approve_first(page)
    come_in(page, cast.dewi, url=live_server.url)
    sign_all(page)
    work()
    track(page, ticket)
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh SK Domisili").click()

    letter = Letter.objects.get(case__application__receipt=ticket.receipt)
    assert Case.objects.get().state == State.DELIVERED
    assert download.value.path().read_bytes().startswith(b"%PDF")

    page.goto(f"/v/{letter.code}")
    expect(page.get_by_role("main")).to_contain_text("Surat ini asli")
    expect(page.get_by_role("main")).not_to_contain_text("Ani Contoh")

    page.goto("/periksa/")
    page.locator("input[type=file]").set_input_files(download.value.path())
    page.get_by_role("button", name="Periksa berkas ini").click()
    expect(page.get_by_role("main")).to_contain_text("Berkas ini asli dan utuh")


def approve_first(page: Page) -> None:
    """The first case of the queue: every verdict that is still open is said, then it goes on."""
    page.goto("/meja/")
    page.get_by_role("link", name="Buka berkas pertama").click()
    for row in page.locator(".judge").all():
        row.get_by_text("Sesuai").click()
    page.get_by_role("button", name="Setujui").click()
    expect(page.get_by_role("status").filter(has_text="SK Domisili ke")).to_be_visible()


def sign_all(page: Page) -> None:
    page.goto("/setujui/")
    page.get_by_role("link", name="Lihat surat Ani Contoh").click()
    expect(page.get_by_role("img", name="SK Domisili untuk Ani Contoh")).to_be_visible()
    page.get_by_role("link", name="Ke tanda tangan").click()
    page.get_by_label("PIN tanda tangan").fill(PIN)
    page.get_by_role("button", name="Tanda tangani").click()
    expect(page.get_by_role("status")).to_contain_text("1 surat ditandatangani")


def test_the_receipt_is_there_again_after_a_reload(either_page360: Page) -> None:
    page = either_page360
    ticket = apply(page)

    page.reload()

    assert read_ticket(page) == ticket
