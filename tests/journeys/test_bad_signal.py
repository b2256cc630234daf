"""A weak signal: photos go on where they stopped, what was typed waits on the screen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.walking import (
    begin_at_photos,
    check_answers,
    fill_person,
    forward,
    open_form,
    photo_box,
    photo_input,
    photo_of,
    send,
    take_photos,
)
from tests.make import Cast
from tuntas.intake.models import Upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def lose(page: Page, *, pieces: set[int], after_arrival: bool = False) -> list[int]:
    """Loses the n-th pieces of an upload, before they arrive or on the way back; returns the offsets that were sent."""
    offsets: list[int] = []

    def handle(route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
            return
        offsets.append(int(route.request.headers["upload-offset"]))
        if len(offsets) not in pieces:
            route.continue_()
            return
        if after_arrival:
            route.fetch()
        route.abort("internetdisconnected")

    page.route("**/ajukan/unggah/*/", handle)
    return offsets


def test_a_connection_lost_in_mid_upload_goes_on_where_it_stopped(page360: Page, cast: Cast, live_server: Any) -> None:
    offsets = lose(page360, pieces={2})
    begin_at_photos(page360, cast, url=live_server.url)

    photo_input(page360, "KTP").set_input_files(photo_of("KTP"))

    expect(photo_box(page360, "KTP").get_by_role("status")).to_have_text("Foto jelas", timeout=20_000)
    assert offsets[1] == offsets[2] == 32 * 1024  # the lost piece again, and only that one
    assert sorted(set(offsets)) == list(range(0, len(set(offsets)) * 32 * 1024, 32 * 1024))
    assert Upload.objects.count() == 1


def test_an_answer_lost_on_the_way_back_sends_no_piece_into_the_file_twice(
    page360: Page, cast: Cast, live_server: Any
) -> None:
    lose(page360, pieces={1, 3}, after_arrival=True)
    begin_at_photos(page360, cast, url=live_server.url)

    take_photos(page360)
    check_answers(page360)

    send(page360)
    assert Upload.objects.count() == 3


def test_the_last_answer_lost_leaves_one_photo(page360: Page, cast: Cast, live_server: Any) -> None:
    """OpenCRVS 2936: stuck in sending, and doubled."""
    count = -(-len(photo_of("KTP")["buffer"]) // (32 * 1024))
    lose(page360, pieces={count}, after_arrival=True)
    begin_at_photos(page360, cast, url=live_server.url)

    photo_input(page360, "KTP").set_input_files(photo_of("KTP"))

    expect(photo_box(page360, "KTP").get_by_role("status")).to_have_text("Foto jelas", timeout=20_000)
    expect(photo_box(page360, "KTP").locator("[data-kept] li")).to_have_count(1)
    assert Upload.objects.count() == 1


def test_one_may_go_on_while_a_photo_is_under_way(page360: Page, cast: Cast, live_server: Any) -> None:
    page, hold = page360, Hold(page360)
    begin_at_photos(page, cast, url=live_server.url)
    take_photos(page, ("KTP", "KK"))
    hold.close()
    photo_input(page, "STM").set_input_files(photo_of("STM"))
    expect(photo_box(page, "STM").get_by_role("status")).to_have_text("Sedang mengirim")
    expect(photo_box(page, "STM")).to_contain_text("Sinyal lemah")

    forward(page, heading="Cara menerima surat")
    page.locator("#maju").click()
    expect(page.locator("#tersimpan")).to_contain_text("Menunggu foto selesai terkirim")
    hold.open()

    expect(page.get_by_role("heading", name="Periksa sekali lagi")).to_be_visible(timeout=20_000)


class Hold:
    """The way to the office, open or closed for pieces of photos."""

    def __init__(self, page: Page) -> None:
        self.is_closed = False
        page.route("**/ajukan/unggah/*/", self._pass)

    def _pass(self, route: Route) -> None:
        handle: Callable[[], None] = route.abort if self.is_closed else route.continue_
        handle()

    def close(self) -> None:
        self.is_closed = True

    def open(self) -> None:
        self.is_closed = False


def test_without_a_signal_what_is_typed_waits_on_the_screen_and_goes_out_by_itself(page360: Page) -> None:
    page = page360
    open_form(page)
    page.context.set_offline(True)
    fill_person(page)

    forward(page, heading="Alamat dan kontak")
    expect(page.locator("#tersimpan")).to_contain_text("Belum ada sinyal")
    with page.expect_response("**/simpan/"):
        page.context.set_offline(False)

    expect(page.locator("#tersimpan")).to_contain_text("Isian tersimpan")
    page.reload()
    page.goto("/ajukan/skd/")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")


def test_an_old_save_never_wins_over_a_newer_one(page360: Page) -> None:
    """A slow save of the empty form arrives after the full one, unless the script sends them in a line."""
    page = page360
    open_form(page)
    first = [True]

    def delay(route: Route) -> None:
        if first.pop() if first else False:
            page.wait_for_timeout(700)
        route.continue_()

    page.route("**/simpan/", delay)
    page.get_by_label("Nama lengkap").fill("Ani")
    page.locator("#maju").click()
    page.get_by_label("Nama lengkap").fill("Ani Contoh")
    with page.expect_response(lambda answer: "/simpan/" in answer.url):
        page.get_by_label("Tempat lahir").fill("Palembang")
        page.locator("#maju").click()
    page.wait_for_load_state("networkidle")

    page.goto("/ajukan/skd/")

    expect(page.get_by_label("Nama lengkap")).to_have_value("Ani Contoh")
