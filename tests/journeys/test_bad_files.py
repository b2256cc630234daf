"""Files that cannot be used: each gets its sentence beside its photo, and nothing that was filled in is lost."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.intake import specimens
from tests.journeys.walking import (
    begin_at_photos,
    check_answers,
    draw,
    is_scripted,
    open_form,
    photo_box,
    photo_input,
    send,
    take_photos,
    write_file,
)
from tests.make import Cast
from tuntas.intake.models import Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORTY = 40 * 1024 * 1024
BAD = {
    "foto.jpg": (lambda: b"MZ\x90\x00\x03" + bytes(4000), "Yang terkirim adalah program, bukan dokumen."),
    "IMG_0042.HEIC": (lambda: specimens.make_heic()[:600], "Foto HEIC ini tidak utuh."),
    "ktp.png": (lambda: specimens.make_png_claiming(12_000, 12_000), "megapiksel, terlalu besar untuk dibuka."),
    "berkas.pdf": (lambda: specimens.make_pdf(encryption=specimens.make_lock()), "PDF ini dikunci dengan kata sandi."),
    "kosong.jpg": (lambda: b"", "Berkas ini kosong."),
}


def hand_in(page: Page, path: Path, *, kind: str = "KTP") -> None:
    """With scripts the photo goes at once, without them with the rest of the form."""
    photo_input(page, kind).set_input_files(path)
    if not is_scripted(page):
        page.locator("#maju").click()


def test_each_file_that_cannot_be_used_gets_its_sentence(
    either_page360: Page, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    page = either_page360
    begin_at_photos(page, cast, url=live_server.url, kinds=("KK", "STM"))

    for name, (make, sentence) in BAD.items():
        hand_in(page, write_file(tmp_path, name, make))

        expect(photo_box(page, "KTP").locator(".err")).to_contain_text(sentence)
        expect(photo_box(page, "KK").get_by_role("status")).to_have_text("Foto jelas")
        expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")

    take_photos(page, ("KTP",))
    check_answers(page)
    send(page)


def test_a_photo_of_forty_megabytes_is_made_small_on_the_phone(
    page360: Page, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    begin_at_photos(page360, cast, url=live_server.url)

    hand_in(page360, write_file(tmp_path, "besar.jpg", lambda: draw("KTP").ljust(FORTY, b"\0")))

    expect(photo_box(page360, "KTP").get_by_role("status")).to_have_text("Foto jelas")


def test_a_pdf_of_forty_megabytes_is_refused_before_it_is_sent(
    page360: Page, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    sent: list[str] = []
    page360.on("request", lambda one: sent.append(one.url) if one.method == "PATCH" else None)
    begin_at_photos(page360, cast, url=live_server.url)

    hand_in(page360, write_file(tmp_path, "besar.pdf", lambda: specimens.make_pdf().ljust(FORTY, b"\0")))

    expect(photo_box(page360, "KTP").locator(".err")).to_contain_text("Berkas ini 40 MB, batasnya 25 MB.")
    assert sent == []


def test_a_photo_of_forty_megabytes_without_scripts_leaves_every_value(
    open_page: BrowserPage, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    page = open_page(width=360, javascript=False)
    begin_at_photos(page, cast, url=live_server.url)

    hand_in(page, write_file(tmp_path, "besar.jpg", lambda: draw("KTP").ljust(FORTY, b"\0")))

    expect(page.get_by_role("alert")).to_contain_text("Kirim foto satu per satu")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
    expect(page.get_by_label("Untuk apa surat ini")).to_have_value("Membuka rekening bank")
    assert Upload.objects.count() == 0


def test_photos_and_a_scan_of_several_pages_stay_one_document(
    either_page360: Page, cast: Cast, live_server: Any, tmp_path: Path
) -> None:
    page = either_page360
    begin_at_photos(page, cast, url=live_server.url, kinds=("KTP", "STM"))

    hand_in(page, write_file(tmp_path, "pindaian.pdf", lambda: specimens.make_pdf(3)), kind="KK")
    if not page.url.endswith("#layar-5"):  # without scripts everything went at once
        page.goto("/ajukan/skd/")
    expect(photo_box(page, "KK").locator("[data-kept] li")).to_have_count(1)
    hand_in(page, write_file(tmp_path, "kk.jpg", lambda: draw("KK")), kind="KK")
    if page.url.endswith("#layar-5"):
        expect(photo_box(page, "KK").locator("[data-kept] li")).to_have_count(2)
        check_answers(page)

    expect(page.get_by_role("main")).to_contain_text("2 foto")


@pytest.mark.parametrize("name", ['Siti #panic() "O\'Neil" 🙂', "<b>Ani</b> {{ 7*7 }}"])
def test_a_name_that_no_card_has_is_asked_again_and_stays_as_it_was_typed(page360: Page, name: str) -> None:
    open_form(page360)
    page360.get_by_label("Nama lengkap").fill(name)

    page360.locator("#maju").click()

    expect(page360.get_by_role("alert")).to_be_visible()
    expect(page360.get_by_label("Nama lengkap")).to_have_value(name)
