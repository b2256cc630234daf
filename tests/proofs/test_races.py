"""Two at once: the same request twice, two officers on one case, the applicant against the office."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.flow.papers import approve_until
from tests.make import PIN, Cast, assign, make_officer
from tests.proofs.papers import make_quick_body, send_quickly
from tests.proofs.truth import list_lies
from tests.vault.together import run_together
from tuntas.cases.models import Application, Case, Event
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import State, Verb
from tuntas.catalog.finding import get_service
from tuntas.config.work import HANDLERS
from tuntas.flow.approve import approve
from tuntas.flow.download import download
from tuntas.flow.hand_over import hand_over
from tuntas.flow.reject import reject
from tuntas.flow.send_back import send_back
from tuntas.flow.submit_draft import Receipt, submit_draft
from tuntas.flow.verdicts import Wrong
from tuntas.flow.withdraw import withdraw
from tuntas.handover.models import Handover
from tuntas.handover.recording import AlreadyHandedOver
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.models import Draft
from tuntas.intake.submission import Submission, check_submission
from tuntas.jobs.worker import drain
from tuntas.letters.models import Letter, Number
from tuntas.offices.models import Officer
from tuntas.offices.signing import WrongPin

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 6


def split(outcomes: list[Any]) -> tuple[list[Any], list[Exception]]:
    """What came back, and what was raised."""
    raised = [one for one in outcomes if isinstance(one, Exception)]
    return [one for one in outcomes if not isinstance(one, Exception)], raised


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def second_operator(cast: Cast) -> Officer:
    """Somebody else who holds Budi's post."""
    officer = make_officer("gilang", name="Gilang Ramadhan")
    assign(officer, cast.office.posts.get(title="Operator"))
    return officer


def test_the_same_request_sent_six_times_at_once_is_one_application(office_at_work: Cast) -> None:
    body, key = json.dumps(make_quick_body(office_at_work)), str(uuid.uuid4())

    def post() -> tuple[int, Any]:
        answer = Client().post(
            "/api/v1/applications", body, content_type="application/json", headers={"Idempotency-Key": key}
        )
        return answer.status_code, answer.json()

    outcomes = run_together(*[post] * AT_ONCE)

    assert Application.objects.count() == 1
    assert outcomes == [outcomes[0]] * AT_ONCE
    assert outcomes[0][0] == 201


def test_the_same_files_sent_twice_at_once_without_a_key_belong_to_one_application(office_at_work: Cast) -> None:
    body = json.dumps(make_quick_body(office_at_work))

    def post() -> int:
        return Client().post("/api/v1/applications", body, content_type="application/json").status_code

    outcomes = run_together(*[post] * AT_ONCE)

    assert sorted(outcomes)[0] == 201
    assert all(status in {409, 422} for status in sorted(outcomes)[1:])
    assert Application.objects.count() == 1


def test_one_draft_sent_six_times_at_once_gives_one_receipt_and_one_pin(office_at_work: Cast) -> None:
    version, _definition = get_service("SKD")
    draft, _token = open_draft(version, office=office_at_work.office)
    save_draft(draft, make_quick_body(office_at_work))

    def check(locked: Draft) -> Submission:
        return check_submission(locked.content, channel="web", on=timezone.localdate())

    outcomes = run_together(*[lambda: submit_draft(draft, check=check)] * AT_ONCE)

    receipts, raised = split(outcomes)
    assert raised == []
    assert len({(one.receipt, one.pin) for one in receipts if isinstance(one, Receipt)}) == 1
    assert Application.objects.count() == Case.objects.count() == 1


DECISIONS: dict[str, Callable[[Case, Officer], Any]] = {
    "approve": lambda case, by: approve(case, by=by),
    "send back": lambda case, by: send_back(case, by=by, reasons=[Wrong("KK", "unreadable")]),
    "reject": lambda case, by: reject(case, by=by, code="not_resident"),
}


@pytest.mark.parametrize("other", DECISIONS)
def test_of_two_officers_who_decide_at_once_one_decides(office_at_work: Cast, other: str) -> None:
    case, gilang = send_quickly(office_at_work).cases[0], second_operator(office_at_work)

    done, refused = split(
        run_together(lambda: approve(case, by=office_at_work.budi), lambda: DECISIONS[other](case, gilang))
    )

    assert len(done) == 1
    assert [type(one) for one in refused] == [CannotMove]
    assert Event.objects.filter(case=case).count() == 2
    assert list_lies() == []


def test_a_double_click_decides_one_step(office_at_work: Cast) -> None:
    case = send_quickly(office_at_work).cases[0]

    done, refused = split(run_together(*[lambda: approve(case, by=office_at_work.budi)] * AT_ONCE))

    assert len(done) == 1
    assert {type(one) for one in refused} == {CannotMove}
    assert case.steps.filter(decided_at__isnull=False).count() == 1


def test_the_lurah_who_signs_twice_at_once_takes_one_number(office_at_work: Cast) -> None:
    case = approve_until(send_quickly(office_at_work).cases[0], office_at_work, steps=3, at=timezone.now())

    done, refused = split(run_together(*[lambda: approve(case, by=office_at_work.dewi, pin=PIN)] * AT_ONCE))
    drain(HANDLERS)

    assert len(done) == 1
    assert {type(one) for one in refused} == {CannotMove}
    assert Number.objects.count() == Letter.objects.count() == 1
    assert fresh(case).state == State.READY
    assert list_lies() == []


@pytest.mark.parametrize("round_", range(3))
def test_withdrawal_and_approval_at_once_leave_a_case_withdrawn(office_at_work: Cast, round_: int) -> None:
    sent = send_quickly(office_at_work)
    case = sent.cases[0]

    outcomes = run_together(lambda: withdraw(sent.application), lambda: approve(case, by=office_at_work.budi))

    verbs = list(case.events.values_list("verb", flat=True))
    assert fresh(case).state == State.WITHDRAWN
    assert verbs in [[Verb.SUBMIT, Verb.WITHDRAW], [Verb.SUBMIT, Verb.APPROVE, Verb.WITHDRAW]]
    assert isinstance(outcomes[1], CannotMove) == (len(verbs) == 2)
    assert list_lies() == []


@pytest.mark.parametrize("round_", range(3))
def test_withdrawal_and_signature_at_once_are_one_or_the_other(office_at_work: Cast, round_: int) -> None:
    sent = send_quickly(office_at_work)
    case = approve_until(sent.cases[0], office_at_work, steps=3, at=timezone.now())

    done, refused = split(
        run_together(lambda: withdraw(sent.application), lambda: approve(case, by=office_at_work.dewi, pin=PIN))
    )

    assert len(done) == 1
    assert [type(one) for one in refused] == [CannotMove]
    assert (fresh(case).state, Number.objects.count()) in [(State.WITHDRAWN, 0), (State.SIGNING, 1)]
    assert list_lies() == []


def test_download_at_home_and_pick_up_at_the_counter_at_once_are_one_hand_over(office_at_work: Cast) -> None:
    case = approve_until(send_quickly(office_at_work).cases[0], office_at_work, at=timezone.now())
    drain(HANDLERS)
    given = {"method": "pickup", "receiver": "", "relation": "self"}

    outcomes = run_together(
        lambda: download(fresh(case)),
        lambda: hand_over(fresh(case), by=office_at_work.budi, **given),
        lambda: download(fresh(case)),
    )

    _done, refused = split(outcomes)
    assert {type(one) for one in refused} <= {CannotMove, AlreadyHandedOver}
    assert Handover.objects.count() == 1
    assert case.events.filter(verb=Verb.HAND_OVER).count() == 1
    assert isinstance(outcomes[0], bytes)
    assert isinstance(outcomes[2], bytes)


def test_nobody_signs_without_the_pin_because_the_case_moved_between_the_check_and_the_lock(
    office_at_work: Cast,
) -> None:
    """The page was loaded while the case was elsewhere: what it remembers must not spare the PIN."""
    case = approve_until(send_quickly(office_at_work).cases[0], office_at_work, steps=2, at=timezone.now())
    stale = fresh(case)
    stale.state = State.RETURNED
    approve(case, by=office_at_work.fajar)

    with pytest.raises((CannotMove, WrongPin)):
        approve(stale, by=office_at_work.dewi, pin="")

    assert fresh(case).state == State.IN_REVIEW
    assert not Number.objects.exists()


def test_two_corrections_at_once_are_one(office_at_work: Cast) -> None:
    from tests.flow.papers import make_upload
    from tuntas.flow.resubmit import resubmit

    sent = send_quickly(office_at_work)
    send_back(sent.cases[0], by=office_at_work.budi, reasons=[Wrong("KK", "unreadable")])
    files = [[("KK", make_upload())], [("KK", make_upload(60))]]

    done, refused = split(
        run_together(
            lambda: resubmit(sent.application, files=files[0]), lambda: resubmit(sent.application, files=files[1])
        )
    )

    assert len(done) == 1
    assert [type(one) for one in refused] == [CannotMove]
    assert sent.application.files.filter(requirement="KK", is_current=True).count() == 1
