"""A package after its corrections: what one made needless and another needs again is made after all, once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.flow.packages import apply_package, by_output, finish, finish_all, make_answers
from tests.flow.region import Regency, make_regency
from tests.make import MONDAY, PIN
from tests.screens.resident.papers import prove
from tuntas.cases.models import Application, Case
from tuntas.cases.states import State
from tuntas.catalog.finding import get_service
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.publishing import publish
from tuntas.flow.reject import reject
from tuntas.flow.resubmit import resubmit
from tuntas.flow.send_back import send_back
from tuntas.flow.verdicts import Wrong
from tuntas.offices.models import Assignment, Officer
from tuntas.reports.status import read_status
from tuntas.reports.workbench import find_place, read_bench
from tuntas.vault.audit import verify
from tuntas.vault.pins import hash_pin

pytestmark = pytest.mark.django_db
CATALOG = read_catalog()
ALONE, FAMILY = "2", "1"  # who moves away: with the first nobody is left whose family card would change


@pytest.fixture
def regency() -> Regency:
    publish(CATALOG)
    return make_regency()


def correct(application: Application, output: str, regency: Regency, *, step: int, **answers: object) -> None:
    """The desk of one document asks for these answers again, and they come; a minute later than the step before."""
    at = MONDAY + timedelta(minutes=step)
    case = by_output(application)[output]
    wrongs = [Wrong(f"answers.{code}", "differs") for code in answers]
    send_back(case, by=regency.sits(case), reasons=wrongs, at=at)
    resubmit(application, answers=answers, at=at + timedelta(seconds=30))


def history(application: Application) -> list[tuple[str, str]]:
    """Every case, oldest first."""
    rows = application.cases.order_by("opened_at", "id")
    return [(case.output, str(case.state)) for case in rows]


@pytest.fixture
def moved(regency: Regency) -> Application:
    """The family card was needed, then needless, now it is needed again."""
    application = apply_package(regency, "PINDAH", move_kind=FAMILY).application
    correct(application, "surat", regency, step=1, move_kind=ALONE)
    assert history(application) == [("surat", "IN_REVIEW"), ("kk", "WITHDRAWN")]
    correct(application, "surat", regency, step=2, move_kind=FAMILY)
    return application


def test_a_document_that_a_correction_ended_comes_back_when_a_later_one_needs_it(
    regency: Regency, moved: Application
) -> None:
    assert history(moved) == [("surat", "IN_REVIEW"), ("kk", "WITHDRAWN"), ("kk", "WAITING")]

    assert finish_all(moved, regency) == ["surat", "kk"]
    assert history(moved) == [("surat", "READY"), ("kk", "WITHDRAWN"), ("kk", "READY")]
    assert verify() > 0


def test_it_may_come_and_go_more_than_once(regency: Regency, moved: Application) -> None:
    correct(moved, "surat", regency, step=3, move_kind=ALONE)
    correct(moved, "surat", regency, step=4, move_kind=FAMILY)

    assert history(moved)[1:] == [("kk", "WITHDRAWN"), ("kk", "WITHDRAWN"), ("kk", "WAITING")]


def test_a_correction_that_changes_nothing_opens_nothing(regency: Regency, moved: Application) -> None:
    correct(moved, "surat", regency, step=3, move_kind=FAMILY)

    assert len(history(moved)) == 3


def test_what_was_ended_because_its_forerunner_was_rejected_does_not_come_back(regency: Regency) -> None:
    application = apply_package(regency, "MATI", family_after="head", dependant="child").application
    finish(by_output(application)["akta"], regency)
    card = by_output(application)["kk_tanggungan"]
    reject(card, by=regency.sits(card), code="duplicate", at=MONDAY + timedelta(minutes=1))
    before = history(application)
    assert ("kia", "WITHDRAWN") in before

    correct(application, "kk_kepala", regency, step=2, deceased_name="Abdul Karim bin Yusuf")

    assert history(application) == before


def swap_cards(regency: Regency) -> Application:
    """Two corrections change which family card the child's identity card waits for, and change it back."""
    application = apply_package(regency, "LAHIR").application
    own, package = application.answers, get_service("LAHIR")[1]
    separate = make_answers(package, regency.ani, parents_kk="separate", marriage="registered")
    for step, answers in enumerate((separate, own), 1):
        application.refresh_from_db()
        application.answers = answers
        application.save(update_fields=["answers"])
        correct(application, "akta", regency, step=step, baby_name=f"Arka Pratama {step}")
    return application


def test_what_waits_for_a_document_that_came_back_waits_for_the_new_one(regency: Regency) -> None:
    application = swap_cards(regency)

    assert history(application) == [
        ("akta", "IN_REVIEW"),
        ("kk", "WITHDRAWN"),
        ("kia", "WAITING"),
        ("kk_baru", "WITHDRAWN"),
        ("kk", "WAITING"),
    ]
    assert finish_all(application, regency) == ["akta", "kk", "kia"]


def member(name: str, born: str, nik: str) -> dict[str, Any]:
    return {
        "name": name,
        "nik": nik,
        "sex": "L",
        "birth_place": "Lahat",
        "birth_date": born,
        "blood_type": "TIDAK TAHU",
        "religion": "ISLAM",
        "marital_status": "KAWIN",
        "relationship": "KEPALA KELUARGA",
        "education": "SLTA/SEDERAJAT",
        "occupation": "PELAJAR/MAHASISWA",
        "mother": "Rosmiati",
        "father": "Yusuf",
    }


HEAD = member("Hendra Saputra", "1985-03-02", "1612050203850001")
WIFE = member("Rosmiati", "1987-05-01", "1612054105870001") | {"relationship": "ISTRI", "sex": "P"}


def members(count: int) -> dict[str, Any]:
    return {"members": [HEAD, WIFE][:count]}


def test_of_several_documents_of_a_kind_the_last_comes_back_under_its_number(regency: Regency) -> None:
    application = apply_package(regency, "DATANG-KK", **members(2)).application

    correct(application, "kk", regency, step=1, **members(1))
    assert history(application)[1:] == [("ktp.1", "WAITING"), ("ktp.2", "WITHDRAWN")]
    assert by_output(application)["ktp.1"].label == "KTP-el"
    correct(application, "kk", regency, step=2, **members(2))

    cases = by_output(application)
    assert history(application)[1:] == [("ktp.1", "WAITING"), ("ktp.2", "WITHDRAWN"), ("ktp.2", "WAITING")]
    assert (cases["ktp.1"].label, cases["ktp.2"].label) == ("KTP-el 1", "KTP-el 2")
    assert cases["ktp.2"].applicant["name"] == "Rosmiati"
    assert set(finish_all(application, regency)) == {"kk", "ktp.1", "ktp.2"}


def test_the_holder_sees_each_document_once_and_the_whole_history(regency: Regency, moved: Application) -> None:
    status = read_status(moved, at=MONDAY)

    assert [(case.output, case.state) for case in status.cases] == [("surat", State.IN_REVIEW), ("kk", State.WAITING)]
    assert [one.state for one in status.forerunners(status.cases[1])] == [State.IN_REVIEW]
    assert status.state == State.IN_REVIEW
    ended = [line for case, line in status.timeline if case.output == "kk"]
    assert [line.verb for line in ended] == ["submit", "end", "submit"]


def test_the_status_page_names_each_document_once(regency: Regency, moved: Application, client: Client) -> None:
    moved.pin_hash = hash_pin(PIN)
    moved.save(update_fields=["pin_hash"])
    prove(client, moved, pin=PIN)

    page = client.get(f"/p/{moved.receipt}/").content.decode()

    assert "0 dari 2 dokumen selesai" in page
    assert page.count("<article") == 2
    assert "Menurut jawaban yang baru, dokumen ini tidak diperlukan." not in page


def test_the_desk_counts_each_document_once_and_opens_the_new_one(regency: Regency, moved: Application) -> None:
    old, new = moved.cases.filter(output="kk").order_by("opened_at")

    place, bench = find_place(new), read_bench(old, officer=_clerk(new), at=MONDAY)

    assert place
    assert (place.position, place.total, place.waits) == (2, 2, by_output(moved)["surat"].label)
    assert bench.place
    assert (bench.place.position, bench.place.total, bench.place.waits, bench.place.followers) == (2, 2, "", 0)
    surat = find_place(by_output(moved)["surat"])
    assert surat
    assert surat.followers == 1


def test_a_receipt_at_the_desk_opens_no_case_that_was_ended(regency: Regency, client: Client) -> None:
    application = swap_cards(regency)
    ended = set(application.cases.filter(state=State.WITHDRAWN).values_list("pk", flat=True))

    for holder in Assignment.objects.filter(post__office=regency.registry).select_related("officer"):
        client.force_login(holder.officer)
        answer = client.get("/meja/cari/", {"tanda-terima": application.receipt})
        assert answer.status_code == 302
        assert not [pk for pk in ended if str(pk) in answer["Location"]]


def _clerk(case: Case) -> Officer:
    """Who sits at the last desk of a case."""
    return Assignment.objects.get(post=case.steps.latest("order").post).officer
