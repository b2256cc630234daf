"""Two life events in the browser, across kelurahan and Disdukcapil: a death of three documents, a marriage of seven."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.flow.packages import by_output, finish, finish_all, make_answers
from tests.flow.papers import make_upload
from tests.flow.region import ISSUED, Regency, make_registry, staff
from tests.journeys.walking import come_in, list_barriers, send, track, work
from tests.make import PIN, Cast
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import service_of
from tuntas.cases.states import Duty, State
from tuntas.catalog.finding import get_service
from tuntas.handover.models import Handover
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.requirements import list_requirements
from tuntas.screens.resident.applying.drafts import cookie_name
from tuntas.screens.shared.place import COOKIE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def regency(cast: Cast) -> Regency:
    """Kelurahan Sialang as in every journey, and the Disdukcapil of its city."""
    registry = make_registry()
    staff(registry)
    return Regency(cast.office, cast.office.parent, registry, cast.ani)


def fill_in_package(page: Page, regency: Regency, code: str, *, url: str, **answers: Any) -> None:
    """The form as Ani left it yesterday, all but the last screen; then the page with all answers."""
    version, package = get_service(code)
    draft, token = open_draft(version, office=regency.village)
    given = make_answers(package, regency.ani, **answers)
    needed = list_requirements(package, applicant=regency.ani, answers=given, switches={})
    files = {one.code: [str(make_upload().pk)] for one in needed if one.required}
    save_draft(draft, {"applicant": regency.ani, "answers": given, "files": files})
    cookies = {COOKIE: regency.village.code, cookie_name(code): token}
    page.context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    page.goto(f"/ajukan/{code.lower()}/")
    steps = page.locator("[data-screen]").count()
    page.goto(f"/ajukan/{code.lower()}/#layar-{steps}")
    page.reload()
    page.locator("#maju").click()
    expect(page.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible()


def choose_package(page: Page, group: str, short: str) -> None:
    """From the home page to the page of a package, as people find it."""
    page.goto("/")
    page.locator("summary", has_text=group).first.click()
    page.get_by_role("link", name=short).first.click()


def decide(page: Page, case: Case, regency: Regency, *, url: str) -> None:
    """Whoever sits at the desk opens the case in the browser and does what the step asks."""
    case.refresh_from_db()
    step = find_current_step(case)
    assert step is not None
    come_in(page, regency.sits(case), url=url)
    page.goto(f"/meja/{case.pk}/")
    if step.duty == Duty.SIGN:
        page.get_by_role("link", name="Lihat dan tanda tangani").click()
        page.goto("/setujui/")
        page.get_by_label("PIN tanda tangan").fill(PIN)
        page.get_by_role("button", name="Tanda tangani").click()
        work()
        return
    if step.duty == Duty.ATTACH:
        attach_all(page, case)
    for row in page.locator(".judge").all():
        row.get_by_label("Sesuai").check()
    page.locator("#setujui").click()
    expect(page).not_to_have_url(f"{url}/meja/{case.pk}/")


def attach_all(page: Page, case: Case) -> None:
    for document in service_of(case).documents:
        page.goto(f"/meja/{case.pk}/")
        page.get_by_role("link", name="Lampirkan dokumen").click()
        page.get_by_label(document.name).check()
        page.get_by_label("Nomor dokumen").fill("1671-0001")
        if not document.is_card:
            page.locator("#file").set_input_files({"name": "siak.pdf", "mimeType": "application/pdf", "buffer": ISSUED})
        page.get_by_role("button", name="Lampirkan dokumen").click()
        expect(page.locator(".checks", has_text=document.name).first).to_be_visible()
    page.goto(f"/meja/{case.pk}/")


def take_through(page: Page, case: Case, regency: Regency, *, url: str) -> None:
    case.refresh_from_db()
    while case.state == State.IN_REVIEW:
        decide(page, case, regency, url=url)
        case.refresh_from_db()


def test_a_death_of_three_documents_runs_across_kelurahan_and_disdukcapil(
    page360: Page, open_page: BrowserPage, regency: Regency, cast: Cast, live_server: Any
) -> None:
    page, url = page360, live_server.url
    choose_package(page, "Kematian", "Paket Kematian")
    expect(page.get_by_role("heading", name="Dokumen yang Anda terima")).to_be_visible()
    assert list_barriers(page) == []

    answers = {"letter_from": "none", "died_at": "home", "spouse": "none"}
    fill_in_package(page, regency, "MATI", url=url, **answers)
    ticket = send(page)
    assert list_barriers(page) == []
    track(page, ticket)
    expect(page.get_by_role("main")).to_contain_text("0 dari 3 dokumen selesai.")
    expect(page.get_by_role("main")).to_contain_text("Menunggu: Surat Keterangan Kematian (sedang diperiksa).")
    assert list_barriers(page) == []

    desk, cases = open_page(width=1280), by_output(Application.objects.get(receipt=ticket.receipt))
    come_in(desk, cast.budi, url=url)
    desk.goto(f"/meja/{cases['skk'].pk}/")
    expect(desk.locator("#paket")).to_have_text(
        "Bagian dari Paket Kematian: dokumen 1 dari 3. 1 dokumen menunggu yang ini."
    )
    take_through(desk, cases["skk"], regency, url=url)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("1 dari 3 dokumen selesai.")
    expect(page.get_by_role("button", name="Unduh Surat Keterangan Kematian")).to_be_visible()

    take_through(desk, cases["akta"], regency, url=url)
    take_through(desk, cases["kk"], regency, url=url)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("3 dari 3 dokumen selesai.")
    assert list_barriers(page) == []

    hand_over(desk, cases["akta"], cast, url=url)
    assert Handover.objects.get(case=cases["akta"]).old_papers == {"KTP-ALMARHUM": "taken"}


def hand_over(desk: Page, case: Case, cast: Cast, *, url: str) -> None:
    """The counter sees which old papers to take back, and cannot pass them over."""
    come_in(desk, cast.budi, url=url)
    desk.goto(f"/meja/{case.pk}/serah/")
    group = desk.get_by_role("group", name="Tarik KTP-el almarhum")
    expect(group).to_be_visible()
    desk.get_by_role("button", name="Surat sudah diserahkan").click()
    expect(group).to_be_visible()
    group.get_by_label("Sudah diterima").check()
    desk.get_by_role("button", name="Surat sudah diserahkan").click()
    expect(desk.get_by_role("status").first).to_contain_text("sudah diserahkan")


def test_a_marriage_of_seven_documents_runs_across_kelurahan_and_disdukcapil(
    page360: Page, open_page: BrowserPage, regency: Regency, cast: Cast, live_server: Any
) -> None:
    page, url = page360, live_server.url
    choose_package(page, "Menikah", "Paket Perkawinan")
    assert list_barriers(page) == []
    fill_in_package(page, regency, "KAWIN-NM", url=url, partner_name="Agus Salim")
    ticket = send(page)
    track(page, ticket)
    expect(page.get_by_role("main")).to_contain_text("0 dari 7 dokumen selesai.")
    expect(page.get_by_role("main")).to_contain_text("Untuk Agus Salim")
    assert list_barriers(page) == []

    application = Application.objects.get(receipt=ticket.receipt)
    cases, desk = by_output(application), open_page(width=1280)
    assert cases["akta_suami"].desk.office == regency.village
    take_through(desk, cases["akta_suami"], regency, url=url)
    take_through(desk, cases["akta_istri"], regency, url=url)
    see_the_spouse(desk, cases["ktp_pasangan"], regency, application, url=url)

    page.reload()
    expect(page.get_by_role("main")).to_contain_text("7 dari 7 dokumen selesai.")
    assert {case.state for case in by_output(application).values()} == {State.READY}
    assert list_barriers(page) == []


def see_the_spouse(desk: Page, ktp: Case, regency: Regency, application: Application, *, url: str) -> None:
    """The rest is worked off; the card of the spouse shows the spouse on the desk."""
    apart(lambda: finish(by_output(application)["kk"], regency))
    ktp.refresh_from_db()
    come_in(desk, regency.sits(ktp), url=url)
    desk.goto(f"/meja/{ktp.pk}/")
    expect(desk.locator("#berkas")).to_have_text("Agus Salim")
    apart(lambda: finish_all(application, regency))


def apart(call: Callable[[], object]) -> None:
    """In a thread of its own: this one runs Playwright's loop, sealing needs another."""

    def run() -> None:
        call()
        connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(run).result()


def test_a_package_is_found_and_opened_without_scripts(
    open_page: BrowserPage, regency: Regency, live_server: Any
) -> None:
    page = open_page(width=360, javascript=False)
    page.context.add_cookies([{"name": COOKIE, "value": regency.village.code, "url": live_server.url}])
    choose_package(page, "KTP dan Kartu Keluarga", "Paket 17 Tahun")

    page.get_by_role("link", name="Ajukan sekarang").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Paket Genap 17 Tahun")
    expect(page.get_by_text("Apakah KK perlu dicetak ulang?")).to_be_visible()
