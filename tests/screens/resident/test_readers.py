"""The resident sees who looked."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import Cast
from tests.screens.resident.papers import prove, send_one
from tests.tables import load_catalogue
from tuntas.flow.read_record import read_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_each_look_is_listed_with_office_time_and_purpose(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    read_record(case, by=cast.budi, at=timezone.now())
    prove(client, case.application)

    page = client.get(f"/p/{case.application.receipt}/dilihat/").content.decode()

    assert "<b>Kelurahan Sialang</b> membuka data permohonan" in page
    assert "Budi" not in page


def test_looks_at_another_application_are_not_listed(client: Client, cast: Cast) -> None:
    case, other = send_one(cast), send_one(cast)
    read_record(other, by=cast.budi, at=timezone.now())
    prove(client, case.application)

    page = client.get(f"/p/{case.application.receipt}/dilihat/").content.decode()

    assert "Belum ada petugas yang membuka data Anda." in page
