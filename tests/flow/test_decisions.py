"""Decisions: who may, who may not, and what the applicant is asked for."""

from datetime import timedelta

import pytest

from tests.flow.papers import approve_until, make_upload, send
from tests.make import MONDAY, PIN, assign, make_officer, make_post
from tuntas.cases.access import get_application, get_case
from tuntas.cases.models import ApplicationFile, Case
from tuntas.cases.refusals import AccessRefused, CannotMove, CaseUnknown
from tuntas.cases.states import State
from tuntas.flow.approve import approve
from tuntas.flow.reject import reject
from tuntas.flow.resubmit import resubmit
from tuntas.flow.send_back import send_back
from tuntas.flow.sign_batch import sign_batch
from tuntas.flow.undo import undo
from tuntas.flow.verdicts import Wrong
from tuntas.flow.withdraw import withdraw
from tuntas.intake.refusals import InputRefused
from tuntas.offices.roles import Role
from tuntas.offices.signing import WrongPin
from tuntas.reports.status import read_status
from tuntas.vault.tries import TooManyTries

pytestmark = pytest.mark.django_db(transaction=True)


def test_stranger_does_not_find_another_offices_case(signing_cast):
    case = send(signing_cast).cases[0]

    with pytest.raises(CaseUnknown):
        get_case(signing_cast.eko, case.pk, at=MONDAY)
    with pytest.raises(CannotMove):
        approve(case, by=signing_cast.eko, at=MONDAY)


def test_only_the_desk_that_has_the_paper_decides(signing_cast):
    case = send(signing_cast).cases[0]

    with pytest.raises(CannotMove):
        approve(case, by=signing_cast.citra, at=MONDAY)


def test_nobody_takes_two_steps_of_one_chain(signing_cast):
    case = send(signing_cast).cases[0]
    assign(signing_cast.budi, signing_cast.citra.assignments.get().post, kind="plh")
    case = approve(case, by=signing_cast.budi, at=MONDAY)

    with pytest.raises(CannotMove, match="langkah lain"):
        approve(case, by=signing_cast.budi, at=MONDAY)


def test_nobody_decides_their_own_case(signing_cast):
    case = send(signing_cast).cases[0]
    signing_cast.budi.nik_index = case.application.nik_index
    signing_cast.budi.save()

    with pytest.raises(CannotMove, match="Anda sendiri"):
        approve(case, by=signing_cast.budi, at=MONDAY)


def test_two_officers_deciding_at_once_decide_once(signing_cast):
    case = send(signing_cast).cases[0]
    seen_by_both = Case.objects.get(pk=case.pk)

    approve(case, by=signing_cast.budi, at=MONDAY)

    with pytest.raises(CannotMove):
        approve(seen_by_both, by=signing_cast.budi, at=MONDAY)
    assert case.events.filter(verb="approve").count() == 1


def test_signing_needs_the_pin_and_wrong_ones_are_counted(signing_cast):
    case = approve_until(send(signing_cast).cases[0], signing_cast, steps=3)

    for _again in range(5):
        with pytest.raises(WrongPin):
            approve(case, by=signing_cast.dewi, pin="999999", at=MONDAY)
    with pytest.raises(TooManyTries):
        approve(case, by=signing_cast.dewi, pin=PIN, at=MONDAY)

    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert not case.letters.exists()


def test_batch_signs_what_it_can_and_says_why_not(signing_cast):
    ready = approve_until(send(signing_cast).cases[0], signing_cast, steps=3)
    early = send(signing_cast).cases[0]

    signed, refused = sign_batch([ready, early], by=signing_cast.dewi, pin=PIN, at=MONDAY)

    assert signed.case.state == State.SIGNING
    assert refused.refusal


def test_returned_case_asks_only_for_the_bad_page_and_stops_the_clock(signing_cast):
    sent = send(signing_cast)
    case = send_back(sent.cases[0], by=signing_cast.budi, reasons=[Wrong("KK", "unreadable")], at=MONDAY)
    assert case.state == State.RETURNED
    assert case.due_at is None

    with pytest.raises(InputRefused, match="Ada 2 hal yang perlu diperbaiki") as refusal:
        resubmit(sent.application, files=[("KTP", make_upload(1))], at=MONDAY)
    assert {error.field for error in refusal.value.errors} == {"files.KK", "files.KTP"}

    later = MONDAY + timedelta(days=1)
    resubmit(sent.application, files=[("KK", make_upload(2))], at=later)
    case.refresh_from_db()

    assert case.state == State.IN_REVIEW
    assert case.desk.title == "Operator"
    assert case.due_at > later
    files = ApplicationFile.objects.filter(application=sent.application, requirement="KK")
    assert sorted(row.is_current for row in files) == [False, True]


def test_answer_asked_for_is_mended_and_others_stay(signing_cast):
    sent = send(signing_cast)
    send_back(sent.cases[0], by=signing_cast.budi, reasons=[Wrong("answers.purpose", "unclear_answer")], at=MONDAY)

    resubmit(sent.application, answers={"purpose": "Melamar pekerjaan"}, at=MONDAY)

    sent.application.refresh_from_db()
    assert sent.application.answers["purpose"] == "Melamar pekerjaan"
    assert "lives_since" in sent.application.answers


def test_sending_back_without_a_reason_is_refused(signing_cast):
    case = send(signing_cast).cases[0]

    for reasons in ([], [Wrong("KK", "no-such-reason")], [Wrong("PASPOR", "unreadable")]):
        with pytest.raises(InputRefused):
            send_back(case, by=signing_cast.budi, reasons=reasons, at=MONDAY)


def test_undo_forgets_what_was_ticked_with_the_approval_and_nothing_of_before(signing_cast):
    sent = send(signing_cast)
    case = send_back(sent.cases[0], by=signing_cast.budi, reasons=[Wrong("KK", "unreadable")], at=MONDAY)
    resubmit(sent.application, files=[("KK", make_upload(90))], at=MONDAY + timedelta(hours=1))
    approved = MONDAY + timedelta(hours=2)
    case = approve(case, by=signing_cast.budi, fine=["KTP", "KK"], at=approved)
    assert case.verdicts.count() == 3

    undo(case, by=signing_cast.budi, at=approved + timedelta(seconds=10))

    kept = case.verdicts.get()
    assert (kept.item, kept.reason) == ("KK", "unreadable")


def test_rejected_and_withdrawn_cases_are_closed(signing_cast):
    rejected, withdrawn = send(signing_cast), send(signing_cast)

    reject(rejected.cases[0], by=signing_cast.budi, code="not_resident", note="", at=MONDAY)
    withdraw(withdrawn.application, reason="Sudah tidak perlu", at=MONDAY)

    for sent, state in ((rejected, State.REJECTED), (withdrawn, State.WITHDRAWN)):
        case = Case.objects.get(application=sent.application)
        assert case.state == state
        assert case.closed_at == MONDAY
        with pytest.raises(CannotMove):
            withdraw(sent.application, at=MONDAY)


def test_undo_works_for_half_a_minute_and_only_for_whoever_approved(signing_cast):
    case = approve(send(signing_cast).cases[0], by=signing_cast.budi, at=MONDAY)

    with pytest.raises(CannotMove):
        undo(case, by=signing_cast.citra, at=MONDAY)
    with pytest.raises(CannotMove):
        undo(case, by=signing_cast.budi, at=MONDAY + timedelta(minutes=1))
    case = undo(case, by=signing_cast.budi, at=MONDAY + timedelta(seconds=10))

    assert case.desk.title == "Operator"
    assert approve(case, by=signing_cast.budi, at=MONDAY).desk.title == "Kasi Pemerintahan"


def test_receipt_and_pin_open_the_application_and_guesses_are_counted_per_receipt(signing_cast):
    sent = send(signing_cast)
    wrong = "000000" if sent.pin != "000000" else "111111"

    assert get_application(sent.application.receipt, pin=sent.pin, at=MONDAY) == sent.application
    sentences = set()
    for receipt in (sent.application.receipt, "2611-2222-2222"):
        with pytest.raises(AccessRefused) as refusal:
            get_application(receipt, pin=wrong, at=MONDAY)
        sentences.add(str(refusal.value))
    for _again in range(4):
        with pytest.raises(AccessRefused):
            get_application(sent.application.receipt, pin=wrong, at=MONDAY)
    with pytest.raises(TooManyTries):
        get_application(sent.application.receipt, pin=sent.pin, at=MONDAY)

    assert len(sentences) == 1


def test_rt_head_endorses_where_there_is_one_and_nobody_is_stopped_where_there_is_none(signing_cast):
    office = signing_cast.office
    office.switches = {"rt_endorsement": True}
    office.save()
    head = make_officer("guntur", post=make_post(office, Role.RT_HEAD, title="Ketua RT 003", rt="003", rw="001"))
    elsewhere = {**signing_cast.ani, "rt": "009"}

    endorsed = send(signing_cast).cases[0]
    on_paper = send(signing_cast, applicant=elsewhere).cases[0]

    assert endorsed.desk.title == "Ketua RT 003"
    assert approve(endorsed, by=head, at=MONDAY).desk.title == "Operator"
    assert on_paper.desk.title == "Operator"
    assert get_case(head, endorsed.pk, at=MONDAY)
    with pytest.raises(CaseUnknown):
        get_case(head, on_paper.pk, at=MONDAY)


def test_a_vacant_post_turns_nobody_away_and_the_paper_waits_for_whoever_acts(signing_cast):
    post = signing_cast.citra.assignments.get().post
    signing_cast.citra.assignments.update(ends_on=MONDAY.date() - timedelta(days=1))

    case = approve(send(signing_cast).cases[0], by=signing_cast.budi, at=MONDAY)
    acting = make_officer("hasan")
    assign(acting, post, kind="plh")

    assert case.desk == post
    assert approve(case, by=acting, at=MONDAY).desk.title == "Sekretaris Kelurahan"
    assert case.steps.get(order=2).capacity == "plh"


def test_a_mended_answer_may_bring_up_a_further_question(signing_cast):
    sent = send(signing_cast)
    send_back(
        sent.cases[0], by=signing_cast.budi, reasons=[Wrong("answers.same_address", "different_answer")], at=MONDAY
    )
    asks = read_status(sent.application, at=MONDAY).asks

    with pytest.raises(InputRefused) as refusal:
        resubmit(sent.application, answers={"same_address": False}, at=MONDAY)
    told = {"same_address": False, "domicile_address": "Jalan Baru No. 2", "domicile_rt_rw": "001/002"}
    resubmit(sent.application, answers=told, at=MONDAY)

    assert {ask.code for ask in asks} == {"same_address", "domicile_address", "domicile_rt_rw"}
    assert "answers.domicile_address" in {error.field for error in refusal.value.errors}
    sent.application.refresh_from_db()
    assert sent.application.answers["domicile_address"] == "Jalan Baru No. 2"
