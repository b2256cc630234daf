"""Every service and package on the web without JavaScript, typed from its own examples, to the last hand."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.papers import draw_photo
from tests.flow.region import make_regency
from tests.screens.desk.desks import Desks, list_states
from tests.screens.desk.walk_in import SERVICES, fill
from tests.tables import load_catalogue
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import service_of
from tuntas.cases.states import State
from tuntas.catalog.models import ServiceVersion
from tuntas.screens.shared.place import COOKIE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("code", SERVICES)
def test_every_service_goes_from_the_web_form_to_the_last_hand(client: Client, code: str) -> None:
    load_catalogue()
    regency = make_regency()
    client.cookies[COOKIE] = regency.village.code
    path = f"/ajukan/{code.lower()}/"
    typed = fill(SERVICES[code], bring=[one.code for one in SERVICES[code].requirements])
    certain = [one.code for one in SERVICES[code].requirements if one.when is None]
    photos = {f"files.{one}": draw_photo() for one in certain[:1]}

    form = client.get(path)
    checked = client.post(path, {**typed, **{name: as_file(data) for name, data in photos.items()}})
    answers = client.get(checked["Location"])
    sent = client.post(f"{path}kirim/", {"true": "on"})

    assert (form.status_code, answers.status_code) == (200, 200)
    assert sent["Location"].endswith("/terkirim/")
    application = Application.objects.get()
    assert (application.channel, application.office) == ("web", regency.village)
    assert application.files.count() == len(photos)
    desks = Desks(regency)
    desks.work_off(application)
    fetch_all(client, application, pin=read_pin(client, sent["Location"]))
    for card in application.cases.filter(state=State.READY):
        assert any(one.is_card for one in service_of(card).documents)
        desks.hand_over(card)
    assert list_states(application) == {State.DELIVERED}


def test_a_service_withdrawn_while_its_form_was_open_is_told_in_the_form(client: Client) -> None:
    load_catalogue()
    client.cookies[COOKIE] = make_regency().village.code
    client.get("/ajukan/skd/")
    ServiceVersion.objects.filter(code="SKD").update(is_current=False)

    answer = client.post("/ajukan/skd/", {"who": "self"})

    assert answer.status_code == 422
    assert "Layanan ini tidak ada" in answer.content.decode()


def read_pin(client: Client, sent: str) -> str:
    [pin] = re.findall(r">(\d{3} \d{3})<", client.get(sent).content.decode())
    return str(pin).replace(" ", "")


def fetch_all(client: Client, application: Application, *, pin: str) -> None:
    """Presses every button of the status page that gives a document."""
    client.post("/lacak/", {"no": application.receipt, "pin": pin})
    page = client.get(f"/p/{application.receipt}/").content.decode()
    buttons = re.findall(r'method="post" action="(/p/[^"]+\.pdf)"', page)
    with_file = [case for case in application.cases.all() if is_fetched_at_home(case)]
    assert len(buttons) >= len(with_file)
    for button in buttons:
        assert client.post(button).content.startswith(b"%PDF")


def is_fetched_at_home(case: Case) -> bool:
    """A letter, or a document of another system that is no card."""
    documents = service_of(case).documents
    return case.state == State.READY and (not documents or not all(one.is_card for one in documents))


def as_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", data, "image/jpeg")
