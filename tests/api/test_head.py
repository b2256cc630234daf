"""HEAD answers like GET without a body, changes nothing, and is no way around a refusal."""

import pytest

from tests.api.conftest import V1, Api
from tests.flow.papers import approve_until, send
from tests.make import Cast
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db
OPEN = ("/services", "/services/skd", "/packages", "/openapi.json", "/docs")


@pytest.mark.parametrize("path", OPEN)
def test_head_has_the_headers_of_get_and_no_body(api: Api, path: str) -> None:
    got, asked = api.client.get(V1 + path), api.client.head(V1 + path)

    assert (asked.status_code, asked.content) == (got.status_code, b"") == (200, b"")
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]
    if path != "/docs":  # its page carries a nonce of its own each time
        assert asked.headers["Content-Length"] == str(len(got.content))


@pytest.mark.parametrize(("path", "status"), [("/services/none", 404), ("/nowhere", 404), ("/queue", 401)])
def test_head_is_refused_as_get_is(api: Api, path: str, status: int) -> None:
    got, asked = api.client.get(V1 + path), api.client.head(V1 + path)

    assert (asked.status_code, asked.content) == (got.status_code, b"") == (status, b"")
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]


def test_head_of_what_can_only_be_posted_stays_refused(api: Api) -> None:
    asked = api.client.head(f"{V1}/applications")

    assert (asked.status_code, asked.headers["Allow"]) == (405, "POST")


def test_a_refusal_names_head_where_get_is_served(api: Api) -> None:
    assert api.client.delete(f"{V1}/services").headers["Allow"] == "GET, HEAD"


def test_head_of_a_letter_is_no_download(api: Api, cast: Cast) -> None:
    sent = send(cast)
    case = approve_until(sent.cases[0], cast)
    drain(HANDLERS)
    path = f"{V1}/applications/{sent.application.receipt}/letters/{case.pk}.pdf"
    heard = AuditEntry.objects.count()

    asked = api.client.head(path, {"pin": sent.pin})

    assert (asked.status_code, asked.content, asked.headers["Content-Type"]) == (200, b"", "application/pdf")
    assert Case.objects.get(pk=case.pk).state == State.READY
    assert AuditEntry.objects.count() == heard
    got = api.client.get(path, {"pin": sent.pin})
    assert asked.headers["Content-Length"] == str(len(got.content))
    assert Case.objects.get(pk=case.pk).state == State.DELIVERED


def test_head_counts_wrong_pins_like_get(api: Api, cast: Cast) -> None:
    sent = send(cast)
    path = f"{V1}/applications/{sent.application.receipt}"

    statuses = [api.client.head(path, {"pin": "000000"}).status_code for _number in range(12)]

    assert statuses[0] == 403
    assert statuses[-1] == 429


def test_the_description_knows_no_operations_of_head(api: Api) -> None:
    _status, description = api.get("/openapi.json")

    assert not [path for path, operations in description["paths"].items() if "head" in operations]
