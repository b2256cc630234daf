"""Bytes of the public pages on a first visit: one blocking request of at most 14,000 bytes, and less than that."""

import gzip
import re

import pytest
from django.test import Client

from tests.make import Cast, make_case
from tests.screens.public.letters import make_sealed
from tests.screens.resident.papers import ask_for, prove, send, send_one
from tests.tables import load_catalogue
from tuntas.cases.states import State
from tuntas.screens.shared.place import COOKIE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HARD_LIMIT = 14_000  # design 7; the first flight of a slow link
STATUS_LIMIT = 6_144  # ux 3: the page people open again and again


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def weigh(client: Client, path: str, *, limit: int = HARD_LIMIT) -> int:
    """The gzip bytes of a page that is read for the first time."""
    client.cookies.pop("tuntas_gaya", None)
    answer = client.get(path)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "<style" in page
    assert re.findall(r'<link rel="stylesheet"|<script|<img|@import|url\((?!#)', page) == []
    size = len(gzip.compress(answer.content, 9))
    assert size <= limit, f"{path}: {size} bytes"
    return size


@pytest.mark.parametrize(
    "path", ["/", "/?cari=surat", "/layanan/nikah/", "/layanan/skd/", "/kantor/", "/lacak/", "/bantuan/", "/privasi/"]
)
def test_every_public_page_fits_the_first_flight(client: Client, cast: Cast, path: str) -> None:
    cast.office.phone, cast.office.whatsapp = "+62711555014", "+6281171000143"
    cast.office.save()
    client.cookies[COOKIE] = cast.office.code

    weigh(client, path)


def test_the_page_to_check_a_file_fits(client: Client) -> None:
    weigh(client, "/periksa/", limit=4_096)


def test_the_status_page_of_one_document_is_light(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    ask_for(case, cast, "KK")
    prove(client, case.application)

    weigh(client, f"/p/{case.application.receipt}/", limit=STATUS_LIMIT)


def test_the_status_page_of_three_documents_fits(client: Client, cast: Cast) -> None:
    application = send(cast)
    for service, state in (("SKD", State.IN_REVIEW), ("SKU", State.WAITING), ("SKBM", State.DELIVERED)):
        case = make_case(cast.office, application=application, service=service, state=state)
    make_sealed(cast, case=case)
    ask_for(application.cases.first(), cast, "KK", "answers.purpose")
    prove(client, application)

    weigh(client, f"/p/{application.receipt}/", limit=7_168)


def test_a_later_visit_carries_no_sheet(client: Client) -> None:
    client.get("/")

    answer = client.get("/")

    assert b"<style" not in answer.content
    assert len(gzip.compress(answer.content, 9)) <= 8_192


def test_browsers_are_sent_compressed_pages(client: Client) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) <= HARD_LIMIT
