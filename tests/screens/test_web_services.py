"""Every service and package can be applied for on the web without JavaScript, typed from its own examples."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.papers import draw_photo
from tests.flow.region import make_regency
from tests.screens.desk.walk_in import SERVICES, fill
from tests.tables import load_catalogue
from tuntas.cases.models import Application
from tuntas.catalog.models import ServiceVersion
from tuntas.screens.shared.place import COOKIE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize("code", SERVICES)
def test_every_service_can_be_applied_for_on_the_web(client: Client, code: str) -> None:
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
    assert application.cases.exists()


def test_a_service_withdrawn_while_its_form_was_open_is_told_in_the_form(client: Client) -> None:
    load_catalogue()
    client.cookies[COOKIE] = make_regency().village.code
    client.get("/ajukan/skd/")
    ServiceVersion.objects.filter(code="SKD").update(is_current=False)

    answer = client.post("/ajukan/skd/", {"who": "self"})

    assert answer.status_code == 422
    assert "Layanan ini tidak ada" in answer.content.decode()


def as_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", data, "image/jpeg")
