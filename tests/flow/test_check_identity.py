"""The national population register is asked once about whom a paper is for; the officer reads what it said."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.papers import send
from tests.make import MONDAY, Cast
from tests.screens.desk.papers import client_of, text_of
from tuntas.cases.models import Case, IdentityCheck
from tuntas.config.work import HANDLERS
from tuntas.flow.check_identity import read_answer
from tuntas.flow.resubmit import resubmit
from tuntas.flow.send_back import send_back
from tuntas.flow.verdicts import Wrong
from tuntas.gateways.civil_registry import Answer
from tuntas.jobs.models import Job
from tuntas.jobs.worker import drain
from tuntas.vault.audit import verify
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db

ANI = "1671085204900001"


@pytest.fixture(autouse=True)
def _connected(settings, signing_cast: Cast) -> None:
    settings.CIVIL_REGISTRY_URL = "simulator:"


def send_as(cast: Cast, *, nik: str = ANI, **applicant: str) -> Case:
    """An application of somebody who says this of themself, when the worker has done what there was to do."""
    case = send(cast, at=timezone.now(), applicant=cast.ani | {"nik": nik} | applicant).cases[0]
    drain(HANDLERS)
    return case


def read_desk(cast: Cast, case: Case) -> str:
    return text_of(client_of(cast.budi).get(f"/meja/{case.pk}/"))


@pytest.mark.parametrize(
    ("applicant", "sentence"),
    [
        ({}, "Data pemohon cocok dengan data kependudukan nasional"),
        ({"nik": "1671085204909999"}, "NIK tidak ada di data kependudukan nasional"),
        ({"nik": "1671085204909998"}, "NIK tercatat meninggal di data kependudukan nasional"),
        ({"birth_date": "1990-04-13"}, "Tanggal lahir berbeda dari data kependudukan nasional"),
    ],
)
def test_the_officer_reads_what_the_register_said(cast: Cast, applicant: dict[str, str], sentence: str) -> None:
    case = send_as(cast, **applicant)

    assert sentence in read_desk(cast, case)
    assert AuditEntry.objects.filter(action="identity.compared", actor="system").count() == 1
    assert verify() > 0


def test_without_a_connection_nobody_is_asked_and_nothing_is_claimed(cast: Cast, settings) -> None:
    settings.CIVIL_REGISTRY_URL = ""

    case = send_as(cast)

    assert not IdentityCheck.objects.exists()
    assert "kependudukan nasional" not in read_desk(cast, case)


def test_a_register_out_of_reach_holds_nothing_up_and_is_asked_again(cast: Cast) -> None:
    case = send_as(cast, nik="1671085204909997")

    job = Job.objects.get(kind="check_identity")
    assert job.state == Job.State.WAITING
    assert job.run_at > timezone.now()
    assert "kependudukan nasional" not in read_desk(cast, case)
    assert ANI[:10] not in job.last_error


def test_what_was_said_of_a_number_is_not_said_of_the_mended_one(cast: Cast) -> None:
    case = send_as(cast, nik="1671085204909999")
    send_back(case, by=cast.budi, reasons=[Wrong("applicant.nik", "differs")], at=MONDAY)

    resubmit(case.application, applicant={"nik": ANI}, at=MONDAY)
    between = read_desk(cast, case)
    drain(HANDLERS)

    assert "kependudukan nasional" not in between
    assert "cocok dengan data kependudukan nasional" in read_desk(cast, case)


def test_the_job_carries_no_personal_data_and_may_run_twice(cast: Cast) -> None:
    case = send(cast, at=timezone.now()).cases[0]
    job = Job.objects.get(kind="check_identity")
    HANDLERS["check_identity"](job.payload)
    HANDLERS["check_identity"](job.payload)

    assert job.payload == {"application": str(case.application_id)}
    assert IdentityCheck.objects.count() == 1


@given(st.builds(Answer, st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_only_a_living_known_and_equal_person_agrees(answer: Answer) -> None:
    equal = answer.is_known and answer.name_matches and answer.birth_date_matches and not answer.is_deceased

    assert (read_answer(answer) == IdentityCheck.Says.AGREES) == equal
