"""Choosing an office."""

import pytest
from django.test import Client

from tests.make import Cast
from tuntas.screens.shared.place import COOKIE

pytestmark = pytest.mark.django_db


def test_an_office_is_found_by_its_district_or_town_too(client: Client, cast: Cast) -> None:
    page = client.get("/kantor/", {"cari": "sako palembang"}).content.decode()

    assert "Kelurahan Sialang" in page
    assert "Kelurahan Dabo" not in page


def test_the_choice_is_remembered_and_the_visitor_goes_on(client: Client, cast: Cast) -> None:
    answer = client.post("/kantor/", {"office": cast.office.code, "ke": "/layanan/skd/"})

    assert answer.headers["Location"] == "/layanan/skd/"
    assert answer.cookies[COOKIE].value == "16.71.08.1006"
    assert answer.cookies[COOKIE]["httponly"]


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"])
def test_nobody_is_led_to_another_site(client: Client, cast: Cast, onward: str) -> None:
    answer = client.post("/kantor/", {"office": cast.office.code, "ke": onward})

    assert answer.headers["Location"] == "/"


def test_an_office_that_is_closed_or_no_village_cannot_be_chosen(client: Client, cast: Cast) -> None:
    assert client.post("/kantor/", {"office": "16.71.08"}).status_code == 404
    assert client.post("/kantor/", {"office": "99"}).status_code == 404
