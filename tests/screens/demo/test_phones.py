"""The simulated phones: what is typed goes through the signed webhook, and exists in a demonstration only."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.make import Cast
from tests.tables import load_catalogue
from tuntas.chat.models import Inbound, Message, Reply
from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_phonebook import Person
from tuntas.jobs.worker import drain
from tuntas.offices.models import Officer


@pytest.fixture
def siti(cast: Cast, client: Client) -> Person:
    load_catalogue()
    Officer.objects.update(is_demo=True)
    cast.elsewhere.is_open = False
    cast.elsewhere.save()
    client.get(reverse("demo:simulator"))
    return open_emulator().book.list_people()[0]


def read(client: Client, person: Person) -> str:
    return re.sub(r"\s+", " ", client.get(reverse("demo:chat", args=[person.id])).content.decode())


@pytest.mark.django_db(transaction=True)
def test_a_typed_message_is_answered_on_the_phone(client: Client, siti: Person) -> None:
    sent = client.post(reverse("demo:say", args=[siti.id]), {"text": "Assalamualaikum <b>bu</b>"})
    drain(HANDLERS)

    page = read(client, siti)
    drain(HANDLERS)

    assert sent.status_code == 302
    assert "Waalaikumsalam" in page
    assert "<b>bu</b>" not in page
    assert 'data-title="1. SK Domisili"' in page
    assert Reply.objects.get().state == Reply.State.READ


@pytest.mark.django_db(transaction=True)
def test_a_tap_works_without_its_title(client: Client, siti: Person) -> None:
    client.post(reverse("demo:say", args=[siti.id]), {"text": "halo"})
    drain(HANDLERS)
    option = re.search(r'value="(menu[^"]+:SKD)"', read(client, siti))
    assert option

    client.post(reverse("demo:say", args=[siti.id]), {"option": option[1]})
    drain(HANDLERS)

    assert "<b>Surat Keterangan Domisili</b>" in read(client, siti)


@pytest.mark.django_db(transaction=True)
def test_photos_go_out_one_message_each(client: Client, siti: Person) -> None:
    photos = [SimpleUploadedFile(f"{n}.jpg", b"\xff\xd8\xff", "image/jpeg") for n in range(3)]

    client.post(reverse("demo:say", args=[siti.id]), {"photo": photos})
    drain(HANDLERS)

    assert Inbound.objects.count() == 1
    assert Message.objects.count() == 3
    picture = re.search(r'src="(/simulator/berkas/\d+/)"', read(client, siti))
    assert picture
    assert client.get(picture[1])["Content-Type"] == "image/jpeg"


@pytest.mark.django_db
def test_another_phone_can_be_laid_on_the_table(client: Client, siti: Person) -> None:
    client.post(reverse("demo:add_phone"))

    assert len(open_emulator().book.list_people()) == 4


@pytest.mark.django_db
@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("name", ["chat", "say"])
def test_phones_do_not_exist_in_a_real_office(client: Client, name: str) -> None:
    address = reverse(f"demo:{name}", args=["ID.1"])

    assert (client.post if name == "say" else client.get)(address).status_code == 404
    assert client.post(reverse("demo:add_phone")).status_code == 404
