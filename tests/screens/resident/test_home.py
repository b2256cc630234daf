"""The front page."""

import pytest
from django.test import Client

from tests.make import Cast
from tests.tables import load_catalogue
from tuntas.catalog.finding import get_service
from tuntas.catalog.publishing import publish
from tuntas.screens.shared.place import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_services_are_found_under_their_life_event(client: Client) -> None:
    page = client.get("/").content.decode()

    assert 'href="/layanan/skd/"' in page
    assert "Tempat tinggal" in page
    assert "3 syarat · gratis · 30 menit" in page


def test_a_life_event_without_services_is_not_offered(client: Client) -> None:
    publish([get_service("SKD")[1]])

    page = client.get("/").content.decode()

    assert "Tempat tinggal" in page
    assert "Perceraian" not in page


def test_a_search_shows_what_fits_first(client: Client) -> None:
    page = client.get("/", {"cari": "domisili"}).content.decode()

    assert page.index("cocok dengan “domisili”") < page.index("Apa yang sedang Anda alami?")
    assert page.index("/layanan/skd/") < page.index("Apa yang sedang Anda alami?")


def test_a_search_without_result_shows_the_way_on(client: Client) -> None:
    page = client.get("/", {"cari": "xyzzy"}).content.decode()

    assert "Belum ada surat untuk “xyzzy”" in page
    assert 'href="/bantuan/"' in page


def test_what_was_searched_is_shown_as_text_only(client: Client) -> None:
    page = client.get("/", {"cari": '"><script>alert(1)</script>#panic()'}).content.decode()

    assert "<script>alert" not in page


def test_the_header_names_the_chosen_office_in_its_colours(client: Client, cast: Cast) -> None:
    client.cookies[COOKIE] = cast.elsewhere.code

    page = client.get("/").content.decode()

    assert "Kelurahan Dabo" in page
    assert 'data-region="21.04.01.1001"' in page


def test_a_browser_may_keep_the_page_but_a_proxy_may_not_share_it(client: Client) -> None:
    answer = client.get("/")

    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert "Cookie" in answer.headers["Vary"]


def test_an_office_that_closed_is_forgotten(client: Client, cast: Cast) -> None:
    client.cookies[COOKIE] = cast.office.code
    cast.office.is_open = False
    cast.office.save()

    assert "Loket warga" in client.get("/").content.decode()
