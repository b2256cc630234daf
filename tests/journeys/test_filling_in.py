"""Filling in on a phone: the draft that survives, the double press, the way back, the answer that is changed."""

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.conftest import BrowserPage
from tests.journeys.walking import (
    NEEDED,
    begin_at_photos,
    check_answers,
    draw,
    fill_person,
    forward,
    open_form,
    photo_box,
    photo_input,
    photo_of,
    read_ticket,
    send,
    take_photos,
)
from tests.make import Cast
from tuntas.cases.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def open_answers(page: Page, cast: Cast, live_server: Any) -> None:
    """The page with all answers, of a draft that lacks nothing."""
    begin_at_photos(page, cast, url=live_server.url, kinds=NEEDED)
    page.goto("/ajukan/skd/periksa/")


def test_a_draft_survives_closing_the_browser(either_page360: Page, open_page: BrowserPage) -> None:
    page = either_page360
    open_form(page)
    fill_person(page)
    page.get_by_role("button", name="Simpan dulu, lanjut nanti").click()
    expect(page.get_by_role("status").filter(has_text="Isian Anda tersimpan")).to_be_visible()
    cookies = page.context.cookies()
    page.close()

    again = open_page(width=360)
    again.context.add_cookies(cookies)
    again.goto("/ajukan/skd/")

    expect(again.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
    expect(again.get_by_label("NIK", exact=True)).to_have_value("1671 0852 0490 0001")
    expect(again.get_by_label("Tahun").first).to_have_value("1990")
    expect(again.get_by_label("Perempuan")).to_be_checked()


def test_what_is_typed_is_kept_without_a_press(page360: Page, open_page: BrowserPage) -> None:
    open_form(page360)
    with page360.expect_response("**/simpan/"):
        page360.get_by_label("Nama lengkap").fill("Ani Contoh")
        page360.get_by_label("NIK", exact=True).focus()
    cookies = page360.context.cookies()

    again = open_page(width=360)
    again.context.add_cookies(cookies)
    again.goto("/ajukan/skd/")

    expect(again.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")


def test_what_is_typed_before_the_script_has_come_is_kept(page360: Page, open_page: BrowserPage) -> None:
    page, late = page360, list[Route]()
    open_form(page)
    page.route("**/apply*.js", lambda route: late.append(route))
    page.goto("/ajukan/skd/", wait_until="commit")
    page.get_by_label("Nama lengkap").fill("Ani Contoh")
    while not late:
        page.wait_for_timeout(50)

    with page.expect_response("**/simpan/"):
        late[0].continue_()
    cookies = page.context.cookies()

    again = open_page(width=360)
    again.context.add_cookies(cookies)
    again.goto("/ajukan/skd/")
    expect(again.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")


def test_a_form_that_nobody_touched_is_not_kept(page360: Page) -> None:
    kept: list[str] = []
    page360.on("request", lambda request: kept.append(request.url) if request.url.endswith("/simpan/") else None)
    open_form(page360)

    page360.wait_for_timeout(2500)

    assert kept == []


def test_photos_of_a_draft_are_there_again(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    begin_at_photos(page, cast, url=live_server.url)
    take_photos(page)
    page.get_by_role("button", name="Simpan dulu, lanjut nanti").click()
    expect(page.get_by_role("status").filter(has_text="Isian Anda tersimpan")).to_be_visible()

    page.goto("/ajukan/skd/#layar-5")

    for kind in NEEDED:
        expect(photo_box(page, kind).locator("[data-state]")).to_have_text("Foto jelas")
    check_answers(page)


def test_the_back_button_after_sending_leads_to_the_same_receipt(
    either_page360: Page, cast: Cast, live_server: Any
) -> None:
    page = either_page360
    open_answers(page, cast, live_server)
    ticket = send(page)

    page.wait_for_load_state()
    page.go_back()
    page.wait_for_load_state()
    if not page.url.endswith("/terkirim/"):
        page.goto("/ajukan/skd/")

    assert read_ticket(page) == ticket
    assert Application.objects.count() == 1


def test_a_double_press_sends_once(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    open_answers(page, cast, live_server)
    page.get_by_role("checkbox").check()

    page.get_by_role("button", name="Kirim permohonan").dblclick()

    expect(page.get_by_role("heading", name="Permohonan Anda sudah terkirim")).to_be_visible()
    assert Application.objects.count() == 1


def test_the_same_form_sent_from_two_tabs_is_one_application(
    either_page360: Page, cast: Cast, live_server: Any
) -> None:
    page = either_page360
    open_answers(page, cast, live_server)
    other = page.context.new_page()
    other.goto("/ajukan/skd/periksa/")

    first, second = send(page), send(other)

    assert first == second
    assert Application.objects.count() == 1


def test_an_answer_is_changed_from_the_last_page_and_nothing_else_is_asked(
    either_page360: Page, cast: Cast, live_server: Any
) -> None:
    page = either_page360
    open_answers(page, cast, live_server)

    page.get_by_role("link", name="Ubah keperluan").click()
    page.get_by_label("Untuk apa surat ini").fill("Melamar pekerjaan")
    page.locator("#maju").click()

    expect(page.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Melamar pekerjaan")


def test_another_application_begins_where_the_first_ended(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    open_answers(page, cast, live_server)
    send(page)

    page.get_by_role("link", name="Ajukan SK Domisili untuk orang lain").click()

    expect(page).to_have_url("/ajukan/skd/")
    expect(page.get_by_label("Nama lengkap")).to_have_value("")


def test_the_phones_back_button_goes_back_one_screen(page360: Page) -> None:
    open_form(page360)
    fill_person(page360)
    forward(page360, heading="Alamat dan kontak")

    page360.go_back()

    expect(page360.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
    expect(page360.get_by_label("Nama lengkap")).to_be_visible()


def test_what_is_missing_is_said_where_it_stands_and_at_the_top(either_page360: Page) -> None:
    page = either_page360
    open_form(page)
    page.get_by_label("Nama lengkap").fill("Ani Contoh")

    page.locator("#maju").click()
    page.get_by_role("alert").get_by_role("link", name="Tulis NIK 16 angka").click()

    expect(page).to_have_title("Galat: SK Domisili – Tuntas")
    expect(page.get_by_label("NIK", exact=True)).to_be_focused()
    expect(page.get_by_label("NIK", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
    page.get_by_label("NIK", exact=True).fill("1671085204900001")
    page.locator("#maju").click()
    expect(page.get_by_label("NIK", exact=True)).not_to_have_attribute("aria-invalid", "true")


def test_an_unclear_photo_is_taken_again_or_used_all_the_same(page360: Page, cast: Cast, live_server: Any) -> None:
    page = page360
    begin_at_photos(page, cast, url=live_server.url)
    photo_input(page, "KK").set_input_files(photo_of("KK", flaw="blur"))
    box = photo_box(page, "KK")
    expect(box).to_contain_text("Tulisan kurang jelas")

    with page.expect_file_chooser() as chooser:
        box.get_by_role("button", name="Ulangi foto").click()
    chooser.value.set_files(photo_of("KK"))

    expect(box.get_by_role("status")).to_have_text("Foto jelas")
    expect(box.locator("[data-kept] li")).to_have_count(1)
    photo_input(page, "KTP").set_input_files(photo_of("KTP", flaw="blur"))
    photo_box(page, "KTP").get_by_role("button", name="Tetap pakai").click()
    expect(photo_box(page, "KTP").get_by_role("status")).to_have_text("Foto jelas")


def test_a_paper_may_be_brought_to_the_counter_instead(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    begin_at_photos(page, cast, url=live_server.url, kinds=("KTP", "KK"))
    photo_box(page, "STM").get_by_label("Saya bawa aslinya ke kantor").check()

    check_answers(page)

    expect(page.get_by_role("main")).to_contain_text("Dibawa ke kantor")
    send(page)


def test_somebody_who_helps_says_so(either_page360: Page, cast: Cast, live_server: Any) -> None:
    page = either_page360
    open_answers(page, cast, live_server)
    page.get_by_role("link", name="Ubah yang mengisi").click()
    page.get_by_label("Saya membantu orang lain").check()
    page.get_by_label("Nama Anda").fill("Rina Contoh")
    page.get_by_label("Hubungan dengan pemohon").fill("anak")
    page.get_by_label("Nomor HP Anda").fill("081234567811")
    page.get_by_label("Pemohon setuju saya bantu").check()
    page.locator("#maju").click()

    expect(page.get_by_role("main")).to_contain_text("Rina Contoh (anak)")
    send(page)
    assert Application.objects.get().helper["name"] == "Rina Contoh"


def test_large_photos_become_small_on_the_phone(page360: Page, cast: Cast, live_server: Any) -> None:
    sent: list[int] = []
    page360.on("request", lambda one: sent.append(len(one.post_data_buffer or b"")) if one.method == "PATCH" else None)
    begin_at_photos(page360, cast, url=live_server.url)

    photo_input(page360, "KTP").set_input_files(
        {"name": "besar.jpg", "mimeType": "image/jpeg", "buffer": enlarge(draw("KTP"))}
    )

    expect(photo_box(page360, "KTP").get_by_role("status")).to_have_text("Foto jelas")
    assert sum(sent) < 300_000
    assert max(sent) <= 32 * 1024


def enlarge(photo: bytes) -> bytes:
    """What a twelve-megapixel camera makes of it."""
    memory = BytesIO()
    Image.open(BytesIO(photo)).resize((4000, 3000)).save(memory, "JPEG", quality=92)
    return memory.getvalue()
