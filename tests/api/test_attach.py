"""Attaching over the API: the clerk uploads what SIAK printed, the applicant fetches it with the PIN."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.region import ISSUED, apply, make_regency
from tests.make import MONDAY, PASSWORD
from tests.tables import load_catalogue
from tuntas.cases.chain import find_current_step
from tuntas.cases.states import Duty
from tuntas.flow.approve import approve

pytestmark = pytest.mark.django_db(transaction=True)
V1 = "/api/v1"


@pytest.fixture
def regency():
    load_catalogue()
    return make_regency()


def log_in(client, officer):
    told = client.post(f"{V1}/session", {"username": officer.username, "password": PASSWORD}, "application/json").json()
    return {"Authorization": f"Bearer {told['token']}"}


def to_print(regency, code="KK-HLG"):
    sent = apply(regency, code)
    case = sent.cases[0]
    while find_current_step(case).duty != Duty.ATTACH:
        case = approve(case, by=regency.sits(case), at=MONDAY)
    return sent, case


def attach(client, case, headers, *, key="", data=ISSUED, **fields):
    body = {"document": "KK", "number": "1671-0001", **fields}
    if data is not None:
        body["file"] = SimpleUploadedFile("kk.pdf", data, "application/pdf")
    headers = {**headers, "Idempotency-Key": key or str(uuid.uuid4())}
    return client.post(f"{V1}/cases/{case.pk}/attach", body, headers=headers)


def test_from_the_printer_to_the_applicant(regency):
    client, (sent, case) = Client(), to_print(regency)
    clerk = log_in(client, regency.sits(case))

    early = client.post(f"{V1}/cases/{case.pk}/approve", {}, "application/json", headers=clerk)
    attached = attach(client, case, clerk)
    issued = client.post(f"{V1}/cases/{case.pk}/approve", {}, "application/json", headers=clerk)
    receipt, pin = sent.application.receipt, sent.pin
    [told] = client.get(f"{V1}/applications/{receipt}", {"pin": pin}).json()["cases"]
    [document] = told["documents"]
    path = document["pdf_url"].partition(V1)[2]
    fetched = client.get(V1 + path, {"pin": pin})

    assert early.status_code == 409
    assert "Lampirkan dulu Kartu Keluarga" in early.json()["title"] + str(early.json())
    assert (attached.status_code, attached.json()["document"]) == (201, "KK")
    assert issued.json()["state"] == "READY"
    assert (fetched.status_code, fetched.content) == (200, ISSUED)
    assert client.get(V1 + path, {"pin": "000000"}).status_code in {403, 404}


def test_the_same_key_attaches_once(regency):
    client, (_sent, case) = Client(), to_print(regency)
    clerk, key = log_in(client, regency.sits(case)), str(uuid.uuid4())

    first, again = attach(client, case, clerk, key=key), attach(client, case, clerk, key=key)
    other = attach(client, case, clerk, key=key, data=ISSUED + b"\n")

    assert first.json() == again.json()
    assert case.issued.count() == 1
    assert other.status_code == 409


def test_what_is_missing_is_told_by_field(regency):
    client, (_sent, case) = Client(), to_print(regency)
    clerk = log_in(client, regency.sits(case))

    answer = attach(client, case, clerk, data=None)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["file"]


def test_only_the_desk_that_prints_may_attach(regency):
    client, (_sent, case) = Client(), to_print(regency)
    operator = log_in(client, case.steps.get(order=1).decided_by)
    camat = log_in(client, regency.district.posts.get(role="HEAD").assignments.get().officer)

    assert attach(client, case, operator).status_code in {403, 409}
    assert attach(client, case, camat).status_code in {403, 404}
    assert attach(client, case, {}).status_code == 401
    assert not case.issued.exists()
