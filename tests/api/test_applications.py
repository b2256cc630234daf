"""One paper over the API alone, and everything a client can do wrong on the way."""

import uuid

import pytest
from django.utils import timezone

from tests.api.conftest import V1
from tests.make import PASSWORD, PIN
from tuntas.cases.models import Application
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.offices.sessions import open_session
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
CHAIN = ("budi", "citra", "fajar", "dewi")


def send(api, body, **fields):
    status, sent = api.post("/applications", body(**fields))
    assert status == 201, sent
    return sent


def look(api, sent):
    return api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])[1]


def test_whole_journey_over_the_api(api, body):
    sent = send(api, body)
    case = sent["cases"][0]["id"]

    for officer in CHAIN:
        assert case in [row["case"] for row in api.get("/queue", by=officer)[1]["items"]]
        status, moved = api.post(f"/cases/{case}/approve", {"pin": PIN} if officer == "dewi" else {}, by=officer)
        assert status == 200, moved
    assert look(api, sent)["cases"][0]["state"] == "SIGNING"
    drain(HANDLERS)

    letter = look(api, sent)["cases"][0]["letter"]
    status, pdf = api.get(f"/applications/{sent['receipt']}/letters/{case}.pdf", pin=sent["pin"])
    assert status == 200
    assert pdf.startswith(b"%PDF")
    verified = api.get("/verify/" + letter["verify_url"].rpartition("/")[2])[1]
    assert verified["status"] == "valid"
    assert verified["number"] == letter["number"]
    assert verified["holder"] != "Ani Contoh"
    assert api.upload(pdf, path="/verify")[1]["status"] == "issued"
    assert api.upload(pdf[:-40] + b"0" * 40, path="/verify")[1]["status"] != "issued"
    altered = api.upload(pdf + b"\n% ditambah\n", path="/verify")[1]
    assert (altered["status"], altered["seal_holds"]) == ("altered", True)
    assert look(api, sent)["state"] == "DELIVERED"


@pytest.mark.parametrize("path", ["/uploads", "/verify"])
def test_a_file_too_large_to_be_taken_in_is_called_too_large_and_not_missing(api, path: str) -> None:
    status, problem = api.upload(b"\xff\xd8" + bytes(40_000_000), path=path)

    assert status == 422
    assert "batasnya 25 MB" in problem["title"]


def test_same_key_gives_the_same_receipt_and_another_body_is_refused(api, body):
    key, first = str(uuid.uuid4()), body()

    status, sent = api.post("/applications", first, key=key)
    again = api.post("/applications", first, key=key)
    other = api.post("/applications", {**first, "village": "21.04.01.1001"}, key=key)

    assert status == 201
    assert again == (201, sent)
    assert other[0] == 409
    assert Application.objects.count() == 1


def test_every_field_that_needs_work_is_named_at_once(api, body, cast):
    bad = {**cast.ani, "nik": "123", "birth_date": "2999-01-01", "phone": "12"}

    status, problem = api.post("/applications", body(applicant=bad, files=[]))

    assert status == 422
    fields = {error["field"] for error in problem["errors"]}
    assert {"applicant.nik", "applicant.birth_date", "applicant.phone", "files.KTP", "files.KK"} <= fields
    assert "123" not in str(problem["errors"])


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'"x"', b'{"village": 5}', b'{"applicant": "x"}'])
def test_a_body_of_any_shape_is_refused_in_words(api, raw):
    status, problem = api.post("/applications", raw)

    assert status in {400, 422}
    assert problem["title"]


def test_wrong_pin_is_refused_alike_for_known_and_unknown_receipts(api, body):
    sent = send(api, body)
    wrong = "000000" if sent["pin"] != "000000" else "111111"

    known = api.get(f"/applications/{sent['receipt']}", pin=wrong)
    unknown = api.get("/applications/2611-2222-2222", pin=wrong)

    assert known == unknown
    assert known[0] == 403


def test_sixth_wrong_pin_waits(api, body):
    sent = send(api, body)
    wrong = "000000" if sent["pin"] != "000000" else "111111"
    for _again in range(5):
        api.get(f"/applications/{sent['receipt']}", pin=wrong)

    answer = api.client.get(f"/api/v1/applications/{sent['receipt']}", {"pin": sent["pin"]})

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_returned_case_takes_just_the_bad_page(api, body):
    sent = send(api, body)
    case = sent["cases"][0]["id"]
    reasons = [{"requirement": "KK", "code": "unreadable"}]
    assert api.post(f"/cases/{case}/send-back", {"reasons": reasons}, by="budi")[0] == 200
    asks = look(api, sent)["cases"][0]["asks"]
    assert [ask["item"] for ask in asks] == ["KK"]
    path = f"/applications/{sent['receipt']}/corrections"

    refused = api.post(path, {"pin": sent["pin"], "files": []})
    fixed = api.post(path, {"pin": sent["pin"], "files": [{"requirement": "KK", "upload": api.upload()[1]["upload"]}]})

    assert refused[0] == 422
    assert fixed[0] == 200
    assert fixed[1]["state"] == "IN_REVIEW"


def test_withdrawal_ends_it_and_a_second_one_is_a_conflict(api, body):
    sent = send(api, body)
    path = f"/applications/{sent['receipt']}/withdrawal"

    assert api.post(path, {"pin": sent["pin"], "reason": "Tidak jadi"})[1]["state"] == "WITHDRAWN"
    assert api.post(path, {"pin": sent["pin"], "reason": "Tidak jadi"})[0] == 409


def test_another_offices_case_does_not_exist(api, body):
    case = send(api, body)["cases"][0]["id"]

    assert api.get(f"/cases/{case}", by="eko")[0] == 404
    assert api.post(f"/cases/{case}/approve", {}, by="eko")[0] == 404


def test_deciding_twice_is_a_conflict_in_words(api, body):
    case = send(api, body)["cases"][0]["id"]
    api.post(f"/cases/{case}/approve", {}, by="budi")

    status, problem = api.post(f"/cases/{case}/approve", {}, by="budi")

    assert status == 409
    assert problem["title"].endswith(".")


def test_reading_a_record_is_audited_without_personal_data(api, body, cast):
    case = send(api, body)["cases"][0]["id"]

    status, record = api.get(f"/cases/{case}", by="budi")

    assert status == 200
    assert record["applicant"]["nik"] == cast.ani["nik"]
    entry = AuditEntry.objects.filter(action="case.read", subject=case).get()
    assert entry.actor == f"officer:{cast.budi.pk}"
    assert cast.ani["nik"] not in str(vars(entry))


def test_without_a_token_the_desk_is_closed(api, body):
    case = send(api, body)["cases"][0]["id"]

    for status, problem in (api.get("/queue"), api.get(f"/cases/{case}"), api.post(f"/cases/{case}/approve", {})):
        assert status == 401
        assert problem["title"]


def test_wrong_password_and_unknown_name_get_the_same_answer(api):
    wrong = api.post("/session", {"username": "budi", "password": "bukan ini"})
    unknown = api.post("/session", {"username": "tidak-ada", "password": "bukan ini"})

    assert wrong == unknown
    assert wrong[0] == 401


def test_a_session_ends_when_its_officer_leaves_and_only_that_one(api, cast):
    first, second = (open_session("budi", password=PASSWORD, at=timezone.now())[0] for _each in range(2))

    left, again = api.client.delete(f"{V1}/session", headers=bearer(first)), api.client.delete(f"{V1}/session")

    assert (left.status_code, again.status_code) == (204, 204)
    assert api.client.get(f"{V1}/queue", headers=bearer(first)).status_code == 401
    assert api.client.get(f"{V1}/queue", headers=bearer(second)).status_code == 200


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_renamed_program_is_refused_in_words(api):
    status, problem = api.upload(b"MZ" + b"\0" * 4000)

    assert status == 422
    assert "program" in problem["title"]


def test_same_upload_key_gives_the_same_upload(api):
    assert api.upload(key="sekali") == api.upload(key="sekali")


def test_api_describes_itself(api):
    status, spec = api.get("/openapi.json")
    page = api.client.get("/api/v1/docs")

    assert status == 200
    assert "/api/v1/applications" in spec["paths"]
    assert page.status_code == 200
    assert "/api/v1/cases/{case_id}/approve" in page.content.decode()
