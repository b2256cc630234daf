"""One paper through all rooms: what happens to the case, the number, the letter and the people told."""

import pytest

from tests.flow.papers import approve_until, send
from tests.make import MONDAY, PIN
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State, Verb
from tuntas.config.work import HANDLERS
from tuntas.flow.approve import approve
from tuntas.flow.download import download
from tuntas.flow.sign import abort_signature
from tuntas.jobs.models import Job
from tuntas.jobs.worker import drain
from tuntas.letters.checking import check_code, check_file
from tuntas.letters.models import Letter, Number
from tuntas.letters.reading import verify_url

pytestmark = pytest.mark.django_db(transaction=True)


def test_application_opens_one_case_on_the_operators_desk(signing_cast):
    sent = send(signing_cast)

    case = sent.cases[0]

    assert case.state == State.IN_REVIEW
    assert case.desk.title == "Operator"
    assert [step.title for step in case.steps.all()] == [
        "Operator",
        "Kasi Pemerintahan",
        "Sekretaris Kelurahan",
        "Lurah",
    ]
    assert len(sent.pin) == 6


def test_four_approvals_seal_a_letter_that_verifies(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)
    assert case.state == State.SIGNING

    drain(HANDLERS)

    case.refresh_from_db()
    letter = Letter.objects.get(case=case)
    assert case.state == State.READY
    assert letter.number.state == Number.State.USED
    pdf = download(case)
    assert check_file(pdf, on=letter.issued_on).status == "issued"
    assert check_code(verify_url(letter).rpartition("/")[2], on=letter.issued_on).status == "valid"


def test_case_never_says_ready_before_the_sealed_bytes_are_kept(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)

    letter = Letter.objects.get(case=case)

    assert case.state == State.SIGNING
    assert letter.blob is None
    assert letter.number.state == Number.State.RESERVED
    assert check_code(letter.code, on=letter.issued_on).status == "unknown"


def test_first_download_makes_the_case_tuntas_and_the_second_changes_nothing(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)
    drain(HANDLERS)
    case.refresh_from_db()

    first = download(case)
    case.refresh_from_db()
    second = download(case)

    assert case.state == State.DELIVERED
    assert first == second
    assert case.events.filter(verb=Verb.HAND_OVER).count() == 1


def test_finishing_twice_seals_once(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)
    letter = Letter.objects.get(case=case)
    drain(HANDLERS)
    letter.refresh_from_db()
    kept = letter.sha256

    HANDLERS["finish_signature"]({"letter": str(letter.pk)})

    letter.refresh_from_db()
    assert letter.sha256 == kept
    assert case.events.filter(verb=Verb.FINISH).count() == 1


def test_a_name_that_no_letter_can_print_is_refused_before_a_number_is_taken(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast, steps=3)
    application = case.application
    application.applicant = {**application.applicant, "name": "Ani \u4e2d"}
    application.save()

    with pytest.raises(CannotMove):
        approve(case, by=signing_cast.dewi, pin=PIN, at=MONDAY)

    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert case.desk.title == "Lurah"
    assert not Number.objects.exists()


def test_a_seal_that_is_refused_for_good_voids_the_number_and_returns_to_the_signer(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)
    letter = Letter.objects.get(case=case)

    abort_signature(letter, reason="Segel tidak dapat dibubuhkan.")

    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert case.desk.title == "Lurah"
    assert Number.objects.get(case=case).state == Number.State.VOID
    drain(HANDLERS)
    again = approve(case, by=signing_cast.dewi, pin=PIN, at=MONDAY)
    drain(HANDLERS)
    again.refresh_from_db()
    assert again.state == State.READY
    assert sorted(Number.objects.values_list("seq", "state")) == [(1, "void"), (2, "used")]


def test_notices_go_out_once_per_event_and_person(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast)
    drain(HANDLERS)

    told = [(notice.event_id, notice.person) for notice in case.notices.all()]

    assert told
    assert len(told) == len(set(told))


def test_job_payloads_hold_ids_only(signing_cast):
    approve_until(send(signing_cast).cases[0], signing_cast)

    payloads = str(list(Job.objects.values_list("payload", flat=True)))

    for secret in (signing_cast.ani["nik"], signing_cast.ani["name"], signing_cast.ani["phone"]):
        assert secret not in payloads


def test_audit_chain_holds_after_the_journey(signing_cast):
    from tuntas.vault.audit import verify

    case = approve_until(send(signing_cast).cases[0], signing_cast)
    drain(HANDLERS)
    case.refresh_from_db()
    download(case)

    assert verify() >= 7
    assert MONDAY
