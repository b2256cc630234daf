"""The simulator shows a demonstration's messages, and does not exist anywhere else."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.make import MONDAY, Cast, make_applicant, make_application, make_case
from tests.tables import load_catalogue
from tuntas.cases.models import Event
from tuntas.cases.states import State, Verb
from tuntas.notices.announcing import announce
from tuntas.notices.models import Notice
from tuntas.offices.models import Officer

RECEIPTS = ("2611-7K3F-9QXM", "2611-4TXR-8WNC", "2611-2B3C-4D5F")


@pytest.fixture
def demo_cast(cast: Cast) -> Cast:
    load_catalogue()
    Officer.objects.update(is_demo=True)
    return cast


def tell(cast: Cast, receipt: str, **person: str) -> Notice:
    application = make_application(cast.office, receipt=receipt, applicant=make_applicant(**person))
    case = make_case(cast.office, application=application, state=State.READY)
    event = Event.objects.create(case=case, seq=2, verb=Verb.FINISH, target=State.READY, at=MONDAY)
    return announce(event)[0]


def read(client: Client, query: str = "") -> str:
    answer = client.get(reverse("demo:simulator") + query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
def test_simulator_does_not_exist_in_a_real_office(client: Client) -> None:
    assert client.get("/simulator/").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_cast")
def test_simulator_without_messages_says_how_to_get_one(client: Client) -> None:
    assert "Belum ada pesan di sini." in read(client)


@pytest.mark.django_db
def test_simulator_shows_phones_and_mailboxes(client: Client, demo_cast: Cast) -> None:
    tell(demo_cast, RECEIPTS[0])
    tell(demo_cast, RECEIPTS[1], phone="", email="siti@contoh.id", name="Siti Aminah")
    tell(demo_cast, RECEIPTS[2], phone="", email="")

    page = read(client)

    assert "Ponsel Ani Contoh" in page
    assert "0812-3456-7800, Kelurahan Sialang" in page
    assert "Surel ke siti@contoh.id" in page
    assert "SK Domisili siap diunduh, nomor 2611-4TXR-8WNC" in page
    assert "Tanpa nomor dan surel" in page
    for receipt in RECEIPTS[:2]:
        assert f'href="/p/{receipt}/"' in page
        assert re.search(rf'<a href="http://[^"]+/p/{receipt}/"', page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("only", "shown", "hidden"), [("mail", "siti@contoh.id", "Ponsel"), ("whatsapp", "Ponsel", "siti@")]
)
def test_simulator_shows_one_channel_alone(client: Client, demo_cast: Cast, only: str, shown: str, hidden: str) -> None:
    tell(demo_cast, RECEIPTS[0])
    tell(demo_cast, RECEIPTS[1], phone="", email="siti@contoh.id")

    page = read(client, f"?saluran={only}").partition("Kabar yang dikirim kantor")[2]

    assert shown in page
    assert hidden not in page
    assert f'href="?saluran={only}" aria-current="page"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("only", ["merpati", "mail' OR 1=1", "%00", ""])
def test_simulator_ignores_a_channel_it_does_not_know(client: Client, demo_cast: Cast, only: str) -> None:
    tell(demo_cast, RECEIPTS[0])

    assert "Ponsel Ani" in read(client, f"?saluran={only}")


@pytest.mark.django_db
def test_simulator_prints_odd_words_as_words(client: Client, demo_cast: Cast) -> None:
    tell(demo_cast, RECEIPTS[0], name="<script>alert(1)</script>", phone="<b>x</b>")

    assert "<script>alert" not in read(client)
    assert "<b>x</b>" not in read(client)


@pytest.mark.django_db
def test_simulator_asks_the_database_as_often_for_three_as_for_one(client: Client, demo_cast: Cast) -> None:
    tell(demo_cast, RECEIPTS[0])
    read(client)
    with CaptureQueriesContext(connection) as one:
        read(client)
    tell(demo_cast, RECEIPTS[1], phone="+6281277778888")
    tell(demo_cast, RECEIPTS[2], phone="", email="siti@contoh.id")
    with CaptureQueriesContext(connection) as three:
        read(client)

    assert len(three) == len(one)


@pytest.mark.django_db
def test_simulator_is_read_only_and_kept_nowhere(client: Client, demo_cast: Cast) -> None:
    tell(demo_cast, RECEIPTS[0])

    assert client.post("/simulator/").status_code == 405
    assert "no-store" in client.get("/simulator/")["Cache-Control"]
