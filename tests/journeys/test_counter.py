"""The counter with the keyboard alone: a walk-in from the register to the slip, without touching the mouse."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.walking import come_in, list_barriers, photo_of
from tests.make import MONDAY, Cast
from tests.people.villagers import list_villagers, to_csv
from tuntas.cases.models import Application
from tuntas.flow.import_residents import open_loading, read_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def counter(page1280: Page, cast: Cast, live_server: Any) -> Page:
    """Budi at the counter of Sialang, whose register knows eight people."""
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(8)), at=MONDAY)
    come_in(page1280, cast.budi, url=live_server.url)
    page1280.goto("/meja/loket/")
    return page1280


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str) -> None:
    """Tab until the field of that name has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.name") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {name}")


def choose_person_and_service(page: Page, *, words: str, service: str) -> None:
    page.keyboard.type(words)
    press(page, "Enter")
    expect(page.get_by_role("link", name="AHMAD AMINAH")).to_be_focused()
    press(page, "Enter")
    expect(page.get_by_label("Cari layanan")).to_be_focused()
    page.keyboard.type(service)
    press(page, "Enter")
    page.wait_for_url("**layanan=domisili**")
    expect(page.get_by_role("button", name="Surat Keterangan Domisili SKD", exact=True)).to_be_focused()
    press(page, "Enter")


def test_a_walk_in_gets_a_slip_by_keyboard_alone(counter: Page, cast: Cast) -> None:
    choose_person_and_service(counter, words="aminah ahmad", service="domisili")
    expect(counter.get_by_role("heading", name="Data pemohon")).to_be_visible()
    expect(counter.get_by_label("Nama lengkap")).to_have_value("AHMAD AMINAH")
    assert list_barriers(counter) == []

    tab_to(counter, "applicant.kk")
    press(counter, "Enter")
    expect(counter.get_by_role("heading", name="Alamat dan kontak")).to_be_visible()
    tab_to(counter, "applicant.nationality")  # the only thing that the register does not know
    press(counter, "Space", "Enter")
    expect(counter.get_by_role("heading", name="Tempat tinggal")).to_be_visible()
    tab_to(counter, "answers.same_address")
    press(counter, "Space")
    tab_to(counter, "answers.lives_since.month")
    counter.keyboard.type("3")
    press(counter, "Tab")
    counter.keyboard.type("2021")
    tab_to(counter, "answers.newcomer")
    press(counter, "ArrowDown")
    press(counter, "Enter")
    expect(counter.get_by_role("heading", name="Isi surat")).to_be_visible()
    tab_to(counter, "answers.family_head")
    counter.keyboard.type("Ahmad Aminah")
    tab_to(counter, "answers.purpose")
    counter.keyboard.type("Membuka rekening bank")
    press(counter, "Enter")
    expect(counter.get_by_role("heading", name="Syarat")).to_be_visible()
    for code in ("KTP", "KK", "STM"):
        counter.locator(f'[data-photo="{code}"] [name=shown]').press("Space")
    assert list_barriers(counter) == []
    press(counter, "Enter")
    expect(counter.get_by_role("heading", name="Cara menerima surat")).to_be_visible()
    tab_to(counter, "delivery.method")
    press(counter, "ArrowDown", "Enter")
    expect(counter.get_by_role("heading", name="Bacakan kepada pemohon")).to_be_visible()
    expect(counter.get_by_role("button", name="Kirim permohonan")).to_be_focused()
    assert list_barriers(counter) == []
    press(counter, "Enter")

    expect(counter.get_by_role("heading", name="Permohonan terkirim")).to_be_visible()
    expect(counter.get_by_role("button", name="Cetak slip")).to_be_focused()
    assert list_barriers(counter) == []
    application = Application.objects.get()
    expect(counter.locator(".slip")).to_contain_text(application.receipt)
    assert (application.channel, application.entered_by_id) == ("counter", cast.budi.pk)
    assert application.delivery_method == "pickup"


def test_a_photo_at_the_counter_spares_the_copy(counter: Page) -> None:
    choose_person_and_service(counter, words="aminah ahmad", service="domisili")
    expect(counter.get_by_role("heading", name="Data pemohon")).to_be_visible()
    counter.goto(f"{counter.url}#layar-5")
    counter.reload()

    counter.locator('[id="files.KTP"]').set_input_files(photo_of("KTP"))

    expect(counter.locator('[data-photo="KTP"]').get_by_role("status")).to_have_text("Foto jelas")
    expect(counter.locator('[data-photo="KTP"] [name=shown]')).to_be_hidden()
    expect(counter.locator('[data-photo="KTP"]').get_by_role("button", name="Pakai kamera")).to_be_visible()
