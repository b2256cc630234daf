"""The administrator words a requirement anew, looks at it and publishes; a paper under way keeps the old words."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import BrowserPage
from tests.journeys.walking import NEEDED, begin_at_photos, check_answers, come_in, list_barriers, send
from tests.make import Cast, make_officer, make_post
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "KTP-el, kedua sisi"


@pytest.fixture
def rizal(cast: Cast) -> Officer:
    Office.objects.filter(pk=cast.elsewhere.pk).update(is_open=False)  # where most posts are still missing
    return make_officer("rizal", name="Rizal Mahendra", post=make_post(cast.office, Role.CHIEF_ADMIN))


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_new_words_reach_the_next_resident_and_no_paper_under_way(
    open_page: BrowserPage, cast: Cast, rizal: Officer, live_server, javascript: bool
) -> None:
    resident = open_page(width=360)
    begin_at_photos(resident, cast, url=live_server.url, kinds=NEEDED)
    check_answers(resident)
    send(resident)
    admin = open_page(width=360, javascript=javascript)
    come_in(admin, rizal, url=live_server.url)

    change_the_card(admin)
    look_at_previews(admin)
    resident.goto("/layanan/skd/")
    expect(resident.get_by_role("main")).not_to_contain_text(NEW)
    publish(admin)

    resident.goto("/layanan/skd/?baru")
    expect(resident.get_by_role("main")).to_contain_text(NEW)
    desk = open_page(width=1280)
    come_in(desk, cast.budi, url=live_server.url)
    desk.goto("/meja/")
    desk.get_by_role("link", name="Buka berkas pertama").click()
    expect(desk.get_by_role("main")).to_contain_text("KTP-el pemohon")
    expect(desk.get_by_role("main")).not_to_contain_text(NEW)


def change_the_card(page: Page) -> None:
    page.goto("/atur/layanan/?cari=SKD")
    page.get_by_role("link", name="Surat Keterangan Domisili SKD, versi 1").click()
    page.get_by_role("link", name="Ubah layanan ini").click()
    page.get_by_role("link", name="Syarat", exact=True).click()
    page.locator("summary", has_text="KTP-el pemohon").click()
    page.locator('[id="requirements.KTP.name"]').fill(NEW)
    page.get_by_role("button", name="Simpan draf").click()
    expect(page.get_by_role("status")).to_contain_text("Draf tersimpan")


def look_at_previews(page: Page) -> None:
    page.get_by_role("link", name="Pratinjau", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text(NEW)
    expect(page.get_by_label("Nama lengkap")).to_be_disabled()
    page.get_by_role("link", name="Percakapan WhatsApp").click()
    expect(page.get_by_role("main")).to_contain_text(NEW)
    page.get_by_role("link", name="Surat", exact=True).click()
    letter = page.get_by_role("img", name="Contoh Surat Keterangan Domisili")
    assert letter.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500


def publish(page: Page) -> None:
    page.goto("/atur/layanan/skd/")
    page.get_by_role("link", name="Lihat dan terbitkan draf").click()
    expect(page.get_by_role("main")).to_contain_text("1 hal berubah")
    page.get_by_label("Mengapa diubah?").fill("Kedua sisi dipakai bank")
    page.get_by_role("button", name="Terbitkan untuk semua kantor").click()
    expect(page.get_by_role("status")).to_contain_text("Versi 2 terbit")
    page.get_by_role("link", name="Riwayat versi").click()
    expect(page.get_by_role("main")).to_contain_text("Kedua sisi dipakai bank")


PAGES = (
    "",
    "layanan/",
    "layanan/skd/",
    "layanan/skd/ubah/umum/",
    "layanan/skd/ubah/syarat/",
    "layanan/skd/ubah/pertanyaan/",
    "layanan/skd/pratinjau/",
    "layanan/skd/pratinjau/chat/",
    "layanan/skd/pratinjau/surat/",
    "layanan/skd/riwayat/",
    "kantor/",
    "kantor/16.71.08.1006/",
    "petugas/",
    "petugas/baru/",
    "catatan/",
)


def test_every_page_fits_a_phone_and_speaks_to_everybody(
    open_page: BrowserPage, cast: Cast, rizal: Officer, live_server
) -> None:
    page = open_page(width=360)
    come_in(page, rizal, url=live_server.url)
    barriers: list[str] = []

    for path in (*PAGES, f"petugas/{cast.budi.pk}/"):
        page.goto(f"/atur/{path}")

        barriers += list_barriers(page)

    assert barriers == []
