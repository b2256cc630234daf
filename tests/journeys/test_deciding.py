"""The desk with the keyboard alone, and with a thumb: verdicts, sending back, mending, undoing, signing a batch."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.flow.papers import send
from tests.journeys.walking import Keyboard, Ticket, come_in, photo_of, track, work
from tests.make import PIN, Cast
from tuntas.cases.models import Case, Verdict
from tuntas.cases.states import State
from tuntas.flow.approve import approve
from tuntas.flow.submit import Sent
from tuntas.letters.models import Number

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def send_now(cast: Cast, **fields: Any) -> Sent:
    return send(cast, at=timezone.now(), **fields)


@pytest.fixture
def desk(page1280: Page, cast: Cast, live_server: Any) -> Page:
    """Budi at his desk."""
    come_in(page1280, cast.budi, url=live_server.url)
    return page1280


def test_a_case_of_three_documents_is_approved_with_eight_keys_at_most(desk: Page, cast: Cast) -> None:
    case, next_case = send_now(cast).cases[0], send_now(cast).cases[0]
    keyboard = Keyboard(desk)
    desk.goto("/meja/")

    keyboard.press("Enter")
    expect(desk.locator(".judge")).to_have_count(3)
    keyboard.press("1", "1", "1", "a")

    expect(desk.get_by_role("status").filter(has_text="SK Domisili ke Kasi Pemerintahan")).to_be_visible()
    expect(desk).to_have_url(f"/meja/{next_case.pk}/")
    case.refresh_from_db()
    assert case.desk.title == "Kasi Pemerintahan"
    assert sorted(Verdict.objects.values_list("item", "says")) == [("KK", "ok"), ("KTP", "ok"), ("STM", "ok")]
    assert keyboard.count <= 8


def test_one_request_decides_and_shows_the_next_case(desk: Page, cast: Cast) -> None:
    send_now(cast)
    send_now(cast)
    desk.goto(f"/meja/{Case.objects.on_desks(list(cast.office.posts.all())).first().pk}/")
    posted: list[str] = []
    desk.on("request", lambda one: posted.append(one.url) if one.method == "POST" else None)

    Keyboard(desk).press("1", "1", "1", "a")
    expect(desk.get_by_role("status").filter(has_text="SK Domisili ke")).to_be_visible()

    assert len(posted) == 1


def test_a_paper_without_verdicts_asks_once_before_it_goes_on(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")

    desk.keyboard.press("a")
    expect(desk.locator("#kabar")).to_contain_text("3 syarat belum diputus")
    desk.keyboard.press("a")

    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()


def test_an_unclear_photo_goes_back_with_the_sentence_the_resident_reads(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")
    keyboard = Keyboard(desk)

    keyboard.press("1", "2")
    expect(desk.get_by_text("Pemohon membaca: “Tulisan di Kartu Keluarga tidak terbaca.")).to_be_visible()
    expect(desk.get_by_role("button", name="Kembalikan 1 foto")).to_be_visible()
    expect(desk.get_by_role("button", name="Setujui")).to_be_hidden()
    keyboard.press("b")

    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()
    case.refresh_from_db()
    assert case.state == State.RETURNED
    assert Verdict.objects.get(is_open=True).reason == "unreadable"


def test_what_was_bad_is_mended_and_comes_back_marked_as_new(desk: Page, open_page: BrowserPage, cast: Cast) -> None:
    sent = send_now(cast)
    desk.goto(f"/meja/{sent.cases[0].pk}/")
    Keyboard(desk).press("1", "2", "j", "1", "b")
    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()

    phone = open_page(width=360)
    track(phone, Ticket(sent.application.receipt, sent.pin))
    expect(phone.get_by_role("main")).to_contain_text("Tulisan di Kartu Keluarga tidak terbaca.")
    expect(phone.locator("input[type=file]")).to_have_count(1)
    phone.locator("input[type=file]").set_input_files(photo_of("KK"))
    phone.get_by_role("button", name="Kirim perbaikan ini").click()
    expect(phone.get_by_role("status")).to_contain_text("Perbaikan Anda sudah kami terima")

    desk.goto("/meja/?hanya=returned")
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-doc=KK]")).to_contain_text("foto baru")
    expect(desk.get_by_role("radiogroup", name="1. KTP-el pemohon").get_by_label("Sesuai")).to_be_checked()
    Keyboard(desk).press("j", "1", "a")
    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()


def test_an_answer_is_sent_back_too(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")
    desk.get_by_text("Ada isian yang perlu diperbaiki?").click()
    desk.get_by_label("Keperluan", exact=True).check()

    desk.get_by_role("button", name="Kembalikan 1 hal").click()
    expect(desk.get_by_role("alert")).to_contain_text("Pilih alasan dari daftar.")
    expect(desk.get_by_label("Keperluan", exact=True)).to_be_checked()
    desk.get_by_label("Alasan Keperluan").select_option(label="Maksudnya belum jelas")
    desk.get_by_role("button", name="Kembalikan 1 hal").click()

    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()
    assert Verdict.objects.get(is_open=True).item == "answers.purpose"


def test_an_approval_is_taken_back_with_one_key(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")
    Keyboard(desk).press("1", "1", "1", "a")
    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()

    desk.keyboard.press("z")

    expect(desk.get_by_role("status").filter(has_text="Persetujuan diurungkan.")).to_be_visible()
    case.refresh_from_db()
    assert case.desk.title == "Operator"


def test_keys_can_be_switched_off(desk: Page, cast: Cast) -> None:
    """WCAG 2.1.4: a single key that acts can be turned off."""
    case = send_now(cast).cases[0]
    desk.goto("/meja/")
    desk.get_by_role("button", name="Matikan pintasan").click()
    desk.goto(f"/meja/{case.pk}/")

    desk.keyboard.press("1")

    expect(desk.locator(".judge input:checked")).to_have_count(0)


def test_keys_typed_into_a_field_are_letters(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")

    desk.get_by_label("Catatan untuk meja berikutnya").press_sequentially("ab12")

    expect(desk.locator(".judge input:checked")).to_have_count(0)
    expect(desk).to_have_url(f"/meja/{case.pk}/")


def test_a_photo_is_turned_and_enlarged_within_its_frame(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    desk.goto(f"/meja/{case.pk}/")
    picture, frame = desk.locator(".doc:visible img"), desk.locator(".doc:visible .shot")
    expect(picture).to_have_js_property("complete", True)

    upright = picture.bounding_box()
    desk.keyboard.press("r")
    turned = picture.bounding_box()
    desk.keyboard.press("+")
    larger = picture.bounding_box()

    assert upright["width"] > upright["height"]
    assert turned["width"] < turned["height"] <= frame.bounding_box()["height"] + 1
    assert larger["height"] > turned["height"] * 1.3


def test_two_officers_who_decide_at_once_decide_once(desk: Page, cast: Cast) -> None:
    case = send_now(cast).cases[0]
    other = desk.context.new_page()
    desk.goto(f"/meja/{case.pk}/")
    other.goto(f"/meja/{case.pk}/")
    Keyboard(desk).press("1", "1", "1", "a")
    expect(desk.get_by_role("heading", name="Meja Anda kosong")).to_be_visible()

    Keyboard(other).press("1", "2", "j", "1", "b")

    expect(other.locator(".note.warn")).to_be_visible()
    case.refresh_from_db()
    assert case.desk.title == "Kasi Pemerintahan"


def test_what_was_read_is_signed_with_one_pin(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    cases = [bring_to_dewi(cast) for _ in range(3)]
    come_in(page, cast.dewi, url=live_server.url)
    page.goto("/setujui/")
    expect(page.get_by_role("checkbox").first).to_be_disabled()

    page.get_by_role("link", name="Lihat surat").first.click()
    page.get_by_role("link", name="Surat berikutnya").click()
    page.get_by_role("link", name="Ke daftar", exact=True).click()
    page.get_by_label("PIN tanda tangan").fill("000000")
    page.get_by_role("button", name="Tanda tangani 2").click()
    expect(page.get_by_role("alert")).to_contain_text("PIN tanda tangan tidak cocok.")
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_label("PIN tanda tangan").fill(PIN)
    page.get_by_role("button", name="Tanda tangani 2").click()
    expect(page.get_by_role("status")).to_contain_text("2 surat ditandatangani.")
    work()

    states = sorted(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("state", flat=True))
    assert states == [State.IN_REVIEW, State.READY, State.READY]
    assert Number.objects.values("text").distinct().count() == 2


def bring_to_dewi(cast: Cast) -> Case:
    case = send_now(cast).cases[0]
    for officer in cast.chain[:3]:
        case = approve(case, by=officer)
    return case
