"""The register in a real browser: a file's way in and out again, and pages that fit a phone."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from tests.make import MONDAY, Cast
from tests.people.neighbours import add_resident
from tests.people.villagers import list_villagers, to_xlsx
from tuntas.flow.count_residents import count_residents
from tuntas.flow.import_residents import import_residents
from tuntas.jobs.worker import drain
from tuntas.offices.models import Officer
from tuntas.people.models import Kind, Proposal, Resident

pytestmark = pytest.mark.django_db(transaction=True)
JOBS = {"import_residents": import_residents, "count_residents": count_residents}
PAGES = ("", "angka/?menurut=religion&umum=1", "lampid/", "mutasi/", "ganda/", "impor/")


def log_in(page: Page, officer: Officer, address: str) -> None:
    """The session of an officer, as the login page would have made it."""
    client = Client()
    client.force_login(officer)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def look(page: Page, name: str) -> None:
    """A picture for whoever works on these pages; none in an ordinary run."""
    if folder := os.environ.get("TUNTAS_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def fill(cast: Cast) -> Proposal:
    """A register with a pair that looks alike and a death to confirm."""
    ani = add_resident(cast.office)
    add_resident(cast.office, nik="1671085204900010")
    return Proposal.objects.create(
        office=cast.office,
        region=cast.office.region_id,
        kind=Kind.DEATH,
        data={"people": [dict(ani.person)], "card": {}, "on": "2026-11-20", "where": "Palembang"},
        receipt="2611-7K3F-9QXM",
        subject_index="x" * 32,
        proposed_at=MONDAY,
    )


def test_a_file_goes_in_and_comes_out_again(cast: Cast, page1280: Page, live_server, tmp_path: Path) -> None:
    page, path = page1280, tmp_path / "penduduk.xlsx"
    rows = list(list_villagers(30))
    rows[3]["Agama"] = "JEDI"
    path.write_bytes(to_xlsx(rows))
    log_in(page, cast.budi, live_server.url)

    page.goto("/meja/penduduk/impor/")
    page.set_input_files("#berkas", path)
    page.get_by_role("button", name="Periksa berkas ini").click()
    drain(JOBS)
    expect(page.get_by_role("button", name="Muat 29 orang")).to_be_visible()
    look(page, "import-checked")
    page.get_by_role("button", name="Muat 29 orang").click()
    drain(JOBS)
    expect(page.get_by_text("29 orang sudah masuk buku")).to_be_visible()
    page.get_by_role("link", name="Penduduk").click()
    page.get_by_label("Cari NIK").fill("aminah ahmad")
    page.get_by_role("button", name="Cari penduduk").click()
    expect(page.get_by_role("link", name="AHMAD AMINAH")).to_be_visible()
    look(page, "search")
    page.get_by_role("link", name="AHMAD AMINAH").click()
    expect(page.get_by_role("heading", name="Dokumen yang sudah diperiksa")).to_be_visible()
    look(page, "record")

    page.goto("/meja/penduduk/impor/")
    page.locator("tbody a").first.click()
    page.get_by_text("Berkasnya keliru?").click()
    page.get_by_role("button", name="Batalkan impor ini").click()
    drain(JOBS)
    expect(page.get_by_text("Impor ini sudah dibatalkan.")).to_be_visible()
    assert not Resident.objects.exists()


def test_an_officer_confirms_a_death_by_clicking(cast: Cast, page1280: Page, live_server) -> None:
    fill(cast)
    log_in(page1280, cast.citra, live_server.url)

    page1280.goto("/meja/penduduk/mutasi/")
    look(page1280, "proposals")
    page1280.get_by_role("link", name="Periksa usulan").click()
    look(page1280, "proposal")
    page1280.get_by_role("button", name="Catat dalam buku").click()

    expect(page1280.get_by_text("1 orang dicatat dalam buku.")).to_be_visible()
    assert Resident.objects.filter(status="dead").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_is_wider_than_its_screen(cast: Cast, open_page, live_server, width: int) -> None:
    proposal = fill(cast)
    count_residents({"office": str(cast.office.pk)})
    resident = Resident.objects.first()
    page = open_page(width=width)
    log_in(page, cast.budi, live_server.url)

    for place in (*PAGES, f"mutasi/{proposal.pk}/", f"{resident.pk}/", f"kk/{resident.family_id}/"):
        answer = page.goto(f"/meja/penduduk/{place}")
        assert answer is not None
        assert answer.status == 200
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        look(page, f"{width}-{place.partition('/')[0][:12] or 'start'}")
        assert wide <= 0, place
