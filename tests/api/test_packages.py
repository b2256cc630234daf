"""Packages over the API: listed, applied for, and taken by every office to the last document in a hand."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.api.conftest import V1, Api
from tests.flow.packages import finish_all, make_package_body
from tests.flow.region import ISSUED, Regency, make_regency
from tests.make import MONDAY, PIN
from tests.tables import load_catalogue
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import service_of
from tuntas.catalog.conditions import list_forms
from tuntas.catalog.packages import read_catalog
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.letters.forms import render_form
from tuntas.offices.models import Assignment
from tuntas.vault.audit import verify

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

CATALOG = read_catalog()
PACKAGES = {one.code: one for one in CATALOG if one.is_package}

SEPARATE = {"parents_kk": "separate", "marriage": "registered"}
PARTNER = {"partner_name": "Agus Salim", "partner_nik": "1671081407880003"}


def member(name: str, born: str, **more: str) -> dict[str, str]:
    row = {"name": name, "nik": "1612050203880001", "sex": "L", "birth_place": "Lahat", "birth_date": born}
    row |= {"blood_type": "TIDAK TAHU", "religion": "ISLAM", "marital_status": "BELUM KAWIN", "relationship": "ANAK"}
    row |= {"education": "SLTA/SEDERAJAT", "occupation": "PELAJAR/MAHASISWA", "mother": "Rosmiati", "father": "Yusuf"}
    return row | more


HEAD = member("Hendra Saputra", "1985-03-02", relationship="KEPALA KELUARGA", marital_status="KAWIN")
WIFE = member("Rosmiati", "1987-05-01", sex="P", relationship="ISTRI", marital_status="KAWIN")

# Every branch of every package's conditions, and the documents that it leads to.
BRANCHES: list[tuple[str, dict[str, Any], set[str]]] = [
    ("LAHIR", {}, {"akta", "kk", "kia"}),
    ("LAHIR", {"birth_letter": "village"}, {"sklh", "akta", "kk", "kia"}),
    ("LAHIR", {"birth_letter": "sptjm", "marriage": "unregistered"}, {"akta", "kk", "kia"}),
    ("LAHIR", {"marriage": "foundling", "parents_kk": "separate"}, {"akta", "kk_ibu", "kia"}),
    ("LAHIR", SEPARATE, {"akta", "kk_baru", "kia"}),
    ("LAHIR", SEPARATE | {"ktp_change": "mother"}, {"akta", "kk_baru", "kia", "ktp_ibu"}),
    ("LAHIR", SEPARATE | {"ktp_change": "both"}, {"akta", "kk_baru", "kia", "ktp_ibu", "ktp_ayah"}),
    ("MATI", {"spouse": "none"}, {"akta", "kk"}),
    ("MATI", {}, {"akta", "kk", "ktp"}),
    ("MATI", {"letter_from": "none", "spouse": "none"}, {"skk", "akta", "kk"}),
    ("MATI", {"letter_from": "abroad", "spouse": "other", "family_after": "alone"}, {"akta", "ktp_pasangan"}),
    (
        "MATI",
        {"letter_from": "court", "family_after": "head", "dependant": "child"},
        {"akta", "kk_kepala", "ktp", "kk_tanggungan", "kia"},
    ),
    ("MATI", {"spouse": "none", "dependant": "adult"}, {"akta", "kk", "kk_tanggungan"}),
    ("MATI", {"letter_from": "letter", "spouse": "none", "family_after": "alone"}, {"akta"}),
    ("MATI", {"letter_from": "police", "spouse": "me", "family_after": "head"}, {"akta", "kk_kepala", "ktp"}),
    (
        "MATI",
        {"letter_from": "letter", "spouse": "none", "family_after": "head", "dependant": "child"},
        {"akta", "kk_kepala", "kk_tanggungan", "kia"},
    ),
    ("KAWIN", PARTNER, {"kk", "ktp", "ktp_pasangan", "kk_ortu", "kk_ortu_pasangan"}),
    ("KAWIN", {"own_before": "own", "partner_before": "own"}, {"kk", "ktp", "ktp_pasangan"}),
    (
        "KAWIN-NM",
        PARTNER,
        {"akta_suami", "akta_istri", "kk", "ktp", "ktp_pasangan", "kk_ortu", "kk_ortu_pasangan"},
    ),
    (
        "KAWIN-NM",
        {"village_letter": "none", "own_before": "own", "marriage_status": "widowed"},
        {"pengantar", "akta_suami", "akta_istri", "kk", "ktp", "ktp_pasangan", "kk_ortu_pasangan"},
    ),
    ("CERAI", {}, {"kk_baru", "kk_lama", "ktp", "ktp_pasangan"}),
    ("CERAI-NM", {}, {"akta_suami", "akta_istri", "kk_baru", "kk_lama", "ktp", "ktp_pasangan"}),
    ("DATANG-KK", {"members": [HEAD, WIFE]}, {"kk", "ktp.1", "ktp.2"}),
    (
        "DATANG-KK",
        {"members": [HEAD, WIFE, member("Arka", "2023-01-05"), member("Bima", "2014-01-05")]},
        {"kk", "ktp.1", "ktp.2", "kia_kecil.1", "kia.1"},
    ),
    (
        "DATANG-KK",
        {"members": [HEAD, member("Dini", "2010-01-05", marital_status="KAWIN")]},
        {"kk", "ktp.1", "ktp_kawin.1"},
    ),
    ("PINDAH", {}, {"surat", "kk"}),
    ("PINDAH", {"move_kind": "2"}, {"surat"}),
    ("ANAK17", {}, {"ktp", "kk"}),
    ("ANAK17", {"wants_kk": False}, {"ktp"}),
    ("PISAH-KK", {}, {"kk_baru", "kk_lama"}),
]


@pytest.fixture
def regency() -> Regency:
    load_catalogue()
    return make_regency()


def _list_fullest() -> list[tuple[str, dict[str, Any], set[str]]]:
    """The branches with the most documents, until each document of each package is in one of them."""
    seen: set[tuple[str, str]] = set()
    found = []
    for branch in sorted(BRANCHES, key=lambda one: -len(one[2])):
        keys = {(branch[0], key.partition(".")[0]) for key in branch[2]}
        if keys - seen:
            found.append(branch)
        seen |= keys
    return found


FULLEST = _list_fullest()


def test_every_package_has_its_branches_walked():
    assert {code for code, _answers, _made in BRANCHES} == set(PACKAGES)
    for code, package in PACKAGES.items():
        made = {key.partition(".")[0] for one, _answers, keys in BRANCHES if one == code for key in keys}
        assert made == {output.key for output in package.outputs}, code


def _apply(api: Api, regency: Regency, code: str, answers: dict[str, Any], *, made: set[str]) -> dict[str, Any]:
    """Sent by a machine; the answers decide which documents are made, and each of their forms can be printed."""
    status, sent = api.post("/applications", make_package_body(regency, code, **answers))
    assert status == 201, sent
    assert {case["output"] for case in sent["cases"]} == made
    _print_all_forms(sent["receipt"])
    return dict(sent)


@pytest.mark.parametrize(("code", "answers", "made"), FULLEST)
def test_every_document_of_every_package_goes_from_the_sending_to_the_last_hand(
    regency: Regency, code: str, answers, made
):
    api = Api()
    sent = _apply(api, regency, code, answers, made=made)

    while work := _find_work(sent["receipt"]):
        _decide(api, work, regency)
        drain(HANDLERS)
    _hand_over_all(api, sent, regency)

    _status, told = api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])
    assert {case["state"] for case in told["cases"]} == {"DELIVERED"}
    assert told["package"]["code"] == code
    assert [line["verb"] for line in told["timeline"]].count("hand_over") == len(made)
    assert verify() > 0


@pytest.mark.parametrize(("code", "answers", "made"), [one for one in BRANCHES if one not in FULLEST])
def test_whatever_is_answered_every_document_gets_ready(regency: Regency, code: str, answers, made):
    """No document waits for one that is never made. The desks decide by the verbs that are behind the API."""
    api = Api()
    sent = _apply(api, regency, code, answers, made=made)

    finish_all(Application.objects.get(), regency)

    _status, told = api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])
    assert {case["state"] for case in told["cases"]} == {"READY"}
    assert told["package"]["code"] == code
    assert verify() > 0


def _print_all_forms(receipt: str) -> None:
    """Every national form of every document can be printed, for whoever the document is made for."""
    for case in Case.objects.filter(application__receipt=receipt):
        for form in list_forms(service_of(case), applicant=case.applicant, answers=case.answers):
            assert render_form(case, form, at=MONDAY).startswith(b"%PDF")


def _find_work(receipt: str) -> Case | None:
    cases = Case.objects.filter(application__receipt=receipt, state="IN_REVIEW")
    return cases.order_by("opened_at", "id").first()


def _decide(api: Api, case: Case, regency: Regency) -> None:
    """Whoever sits at the desk finds the case in their queue, reads it, attaches what they print, and decides."""
    step, by = find_current_step(case), regency.sits(case).username
    assert step is not None
    _status, queue = api.get("/queue", by=by)
    assert str(case.pk) in {item["case"] for item in queue["items"]}
    _status, record = api.get(f"/cases/{case.pk}", by=by)
    for document in record["attach"] if step.duty == "attach" else ():
        form = {"document": document["code"], "number": "1671-0001"}
        form |= {} if document["is_card"] else {"file": SimpleUploadedFile("kk.pdf", ISSUED, "application/pdf")}
        headers = {"Authorization": f"Bearer {api.log_in(by)}", "Idempotency-Key": f"{case.pk}-{document['code']}"}
        assert api.client.post(f"{V1}/cases/{case.pk}/attach", form, headers=headers).status_code == 201
    status, told = api.post(f"/cases/{case.pk}/approve", {"pin": PIN}, by=by)
    assert status == 200, told


def _hand_over_all(api: Api, sent: dict[str, Any], regency: Regency) -> None:
    """Letters are downloaded with the PIN; what the registry printed goes over the village's counter."""
    counter = Assignment.objects.get(post__office=regency.village, post__role="OPERATOR").officer.username
    for case in sent["cases"]:
        if case["service"] in {"SKK", "SKLH", "NIKAH-NM"}:
            status, _pdf = api.get(f"/applications/{sent['receipt']}/letters/{case['id']}.pdf", pin=sent["pin"])
        else:
            body = {"method": "pickup", "receiver": "Ani Contoh", "relation": "self"}
            status, _told = api.post(f"/cases/{case['id']}/hand-over", body, by=counter)
        assert status == 200


def test_the_packages_are_listed_with_their_documents(regency: Regency):
    status, rows = Api().get("/packages")

    assert status == 200
    assert {row["code"] for row in rows} == set(PACKAGES)
    marriage = next(row for row in rows if row["code"] == "KAWIN-NM")
    assert len([one for one in marriage["outputs"] if not one["when"]]) == 5
    assert next(one for one in marriage["outputs"] if one["key"] == "ktp")["waits_for"] == ["kk"]


def test_services_stay_services(regency: Regency):
    _status, rows = Api().get("/services")

    assert not {row["code"] for row in rows} & set(PACKAGES)
    assert len(rows) == len(CATALOG) - len(PACKAGES)


def test_one_package_tells_its_questions_and_its_schema(regency: Regency):
    status, package = Api().get("/packages/mati")

    assert status == 200
    assert "letter_from" in package["schema"]["properties"]
    assert package["hand_in"][0]["name"] == "KTP-el almarhum"
    assert Api().get("/packages/skd")[0] == 404


@pytest.mark.parametrize("code", PACKAGES)
def test_a_machine_that_knows_only_the_schema_is_accepted(regency: Regency, code: str):
    api = Api()
    _status, package = api.get(f"/packages/{code}")
    answers = {name: package["schema"]["properties"][name]["examples"][0] for name in package["schema"]["required"]}
    body = make_package_body(regency, code, **answers) | {"answers": answers}

    status, sent = api.post("/applications", body)

    assert status == 201, sent
    assert sent["cases"]


def test_the_status_says_what_waits_for_what_and_what_to_give_back(regency: Regency):
    api = Api()
    _status, sent = api.post("/applications", make_package_body(regency, "MATI", letter_from="none"))

    _status, told = api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])

    cases = {case["output"]: case for case in told["cases"]}
    assert [one["name"] for one in cases["akta"]["waits_for"]] == ["Surat Keterangan Kematian"]
    assert cases["akta"]["waits_for"][0]["state"] == "IN_REVIEW"
    assert cases["akta"]["hand_in"] == ["KTP-el almarhum"]
    assert [line["verb"] for line in told["timeline"]] == ["submit"] * 4


def test_a_package_and_a_service_at_once_are_refused(regency: Regency):
    body = make_package_body(regency, "MATI") | {"service": "SKD"}

    status, problem = Api().post("/applications", body)

    assert status == 422
    assert "package" in {error["field"] for error in problem["errors"]}


def test_a_document_that_comes_back_is_listed_once_with_its_whole_history(regency: Regency):
    api = Api()
    _status, sent = api.post("/applications", make_package_body(regency, "PINDAH", move_kind="1"))
    surat = Case.objects.get(application__receipt=sent["receipt"], output="surat")
    for kind in ("2", "1"):
        wrong = {"question": "move_kind", "code": "differs"}
        by = regency.sits(Case.objects.get(pk=surat.pk)).username
        status, told = api.post(f"/cases/{surat.pk}/send-back", {"reasons": [wrong]}, by=by)
        assert status == 200, told
        correction = {"pin": sent["pin"], "answers": {"move_kind": kind}}
        status, told = api.post(f"/applications/{sent['receipt']}/corrections", correction)
        assert status == 200, told

    _status, told = api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])

    assert [(case["output"], case["state"]) for case in told["cases"]] == [("surat", "IN_REVIEW"), ("kk", "WAITING")]
    assert [one["output"] for one in told["cases"][1]["waits_for"]] == ["surat"]
    assert [line["verb"] for line in told["timeline"] if line["case"] != str(surat.pk)] == ["submit", "end", "submit"]


def test_a_removed_row_leaves_the_document_of_the_next_person_alone(regency: Regency):
    api, wife = Api(), WIFE | {"nik": "1612054105870001"}
    _status, sent = api.post("/applications", make_package_body(regency, "DATANG-KK", members=[HEAD, wife]))
    cards = {case["output"]: case["id"] for case in sent["cases"]}
    for output in ("kk", "ktp.1"):
        while (case := Case.objects.get(pk=cards[output])).state == "IN_REVIEW":
            _decide(api, case, regency)
    by = regency.sits(Case.objects.get(pk=cards["ktp.2"])).username
    wrong = {"question": "members", "code": "differs"}
    assert api.post(f"/cases/{cards['ktp.2']}/send-back", {"reasons": [wrong]}, by=by)[0] == 200

    status, told = api.post(
        f"/applications/{sent['receipt']}/corrections", {"pin": sent["pin"], "answers": {"members": [wife]}}
    )

    assert status == 200, told
    _status, told = api.get(f"/applications/{sent['receipt']}", pin=sent["pin"])
    assert {case["output"]: (case["id"], case["state"]) for case in told["cases"]} == {
        "kk": (cards["kk"], "READY"),
        "ktp.1": (cards["ktp.1"], "READY"),
        "ktp.2": (cards["ktp.2"], "IN_REVIEW"),
    }
    _status, record = api.get(f"/cases/{cards['ktp.2']}", by=by)
    assert record["applicant"]["name"] == "Rosmiati"
