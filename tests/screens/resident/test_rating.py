"""Rating the service on the web: once, after delivery, for whoever proved the PIN."""

import pytest
from django.test import Client

from tests.make import Cast
from tests.screens.resident.papers import prove, send_one
from tests.tables import load_catalogue
from tuntas.cases.states import State
from tuntas.handover.models import Rating

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_a_delivered_letter_is_rated_once_with_a_few_words(client: Client, cast: Cast) -> None:
    case = send_one(cast, state=State.DELIVERED)
    prove(client, case.application)
    address = f"/p/{case.application.receipt}/nilai/"

    status = client.get(f"/p/{case.application.receipt}/").content.decode()
    thanks = client.post(address, {"nilai": "4", "saran": "Loketnya ramah"}, follow=True).content.decode()
    again = client.post(address, {"nilai": "1"}, follow=True).content.decode()

    row = Rating.objects.get()
    assert address in status
    assert "Penilaian Anda kami catat" in thanks
    assert "Anda sudah memberi nilai" in again
    assert (row.score, row.words, row.channel) == (4, "Loketnya ramah", "web")


def test_without_a_choice_the_words_stay(client: Client, cast: Cast) -> None:
    case = send_one(cast, state=State.DELIVERED)
    prove(client, case.application)

    answer = client.post(f"/p/{case.application.receipt}/nilai/", {"nilai": "9", "saran": "Bagus"})

    assert answer.status_code == 422
    assert "Pilih satu nilai" in answer.content.decode()
    assert "Bagus" in answer.content.decode()
    assert not Rating.objects.exists()


def test_nothing_is_rated_before_it_is_done_or_without_the_pin(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    address = f"/p/{case.application.receipt}/nilai/"

    stranger = client.post(address, {"nilai": "5"})
    prove(client, case.application)
    early = client.post(address, {"nilai": "5"}, follow=True).content.decode()

    assert stranger["Location"].startswith("/lacak/")
    assert "belum selesai" in early
    assert not Rating.objects.exists()
