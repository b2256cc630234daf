"""The whole catalogue over the API alone: a machine that knows a service by its schema brings it to the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.api.conftest import Api
from tests.flow.region import ISSUED, Regency, make_regency
from tests.make import PIN
from tests.proofs.papers import make_uploads
from tests.tables import load_catalogue
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Case
from tuntas.cases.states import Duty
from tuntas.catalog.packages import read_catalog
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.offices.models import Officer
from tuntas.vault.audit import verify

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SERVICES = [one.code for one in read_catalog() if not one.is_package]


@pytest.fixture(scope="module")
def regency(django_db_setup: None, django_db_blocker: Any) -> Iterator[Regency]:
    """Staffed once for all services; what each test adds is rolled back to here."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue()
        yield make_regency(survey=True, camat=True)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def api(regency: Regency) -> Api:
    """Everybody has come in this morning already."""
    api = Api()
    for officer in Officer.objects.all():
        api.log_in(officer.username)
    return api


@pytest.mark.parametrize("code", SERVICES)
def test_a_blind_client_brings_every_service_to_the_end(api: Api, regency: Regency, code: str) -> None:
    sent = send(api, regency, code)
    case = Case.objects.get(pk=sent["cases"][0]["id"])
    documents = api.get(f"/services/{code}")[1]["documents"]

    while (state := decide(api, regency, case, documents)) == "IN_REVIEW":
        case.refresh_from_db()
    drain(HANDLERS)

    told = look(api, sent)
    assert (state, told["state"]) in {("SIGNING", "READY"), ("READY", "READY")}
    assert case.issued.count() == len(documents)
    fetch(api, regency, sent, told)
    assert look(api, sent)["state"] == "DELIVERED"
    assert verify() > 0


def send(api: Api, regency: Regency, code: str) -> dict[str, Any]:
    service = api.get(f"/services/{code}")[1]
    schema = service["schema"]
    needed = [row["code"] for row in service["requirements"] if row["required"]]
    body = {
        "service": code,
        "village": regency.village.code,
        "applicant": {**regency.ani, "email": "ani@contoh.example", "education": "SLTA/SEDERAJAT"},
        "answers": {name: schema["properties"][name]["examples"][0] for name in schema["required"]},
        "files": [
            {"requirement": code, "upload": str(one.pk)}
            for code, one in zip(needed, make_uploads(len(needed)), strict=True)
        ]
        if needed
        else [],
        "delivery": {"method": "download"},
    }
    status, sent = api.post("/applications", body)
    assert status == 201, sent
    return dict(sent)


def look(api: Api, sent: dict[str, Any]) -> dict[str, Any]:
    return dict(api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])[1]["cases"][0])


def decide(api: Api, regency: Regency, case: Case, documents: list[dict[str, Any]]) -> str:
    """Whoever sits where the paper lies attaches what is theirs to attach, and approves."""
    step, officer = find_current_step(case), regency.sits(case).username
    assert step is not None
    for document in documents if step.duty == Duty.ATTACH else []:
        status, told = api.attach(case.pk, document["code"], None if document["is_card"] else ISSUED, by=officer)
        assert status == 201, told
    status, told = api.post(f"/cases/{case.pk}/approve", {"pin": PIN}, by=officer)
    assert status == 200, told
    return str(told["state"])


def fetch(api: Api, regency: Regency, sent: dict[str, Any], told: dict[str, Any]) -> None:
    """The letter at home; what has no letter, at the counter."""
    if "letter" in told:
        status, pdf = api.get(told["letter"]["pdf_url"].partition("/api/v1")[2], pin=sent["pin"])
        assert (status, pdf[:4]) == (200, b"%PDF")
        return
    counter = regency.village.posts.get(role="OPERATOR").assignments.get().officer.username
    given = {"method": "pickup", "receiver": "Ani Contoh", "relation": "self"}
    status, told = api.post(f"/cases/{told['id']}/hand-over", given, by=counter)
    assert status == 200, told
