"""The morning's backlog in batches: faster, and with the same promises as one by one."""

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.make import Cast, make_applicant, make_application, make_case
from tests.notices.papers import Talker, make_channels, make_event, raising
from tests.notices.test_delivering import Killed
from tuntas.cases.states import State as CaseState
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel, Status
from tuntas.gateways.refusals import GatewayDown, GatewayPaused, GatewayRefused, GatewayUnknown
from tuntas.jobs.models import Job
from tuntas.notices import consent
from tuntas.notices.announcing import announce
from tuntas.notices.backlog import BATCH, send_backlog
from tuntas.notices.delivering import send
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.receipts import take_receipt

pytestmark = pytest.mark.django_db
State = Notice.State
NOW = timezone.now()


def make_many(cast: Cast, count: int, *, phone: str = "") -> list[Notice]:
    notices = []
    for number in range(count):
        applicant = make_applicant(phone=phone or f"+6281300000{number:03}", email="")
        application = make_application(cast.office, receipt=f"2611-7K3F-{number:04}", applicant=applicant)
        case = make_case(cast.office, application=application, state=CaseState.READY)
        notices += announce(make_event(case, Verb.FINISH, at=NOW))
    return notices


def heard(channels: dict[Channel, Talker]) -> list[str]:
    return [message.key for talker in channels.values() for message in talker.heard]


def test_everybody_gets_one_message_and_no_job_is_left(told_cast: Cast) -> None:
    notices, channels = make_many(told_cast, 2 * BATCH + 3), make_channels()

    sent = send_backlog(through=channels, at=NOW)

    assert sent == len(notices) == len(set(heard(channels)))
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    assert not Job.objects.filter(kind="deliver_notice").exists()
    for notice in notices:
        send(notice.pk, through=channels, at=NOW)
    assert len(heard(channels)) == len(notices)


def test_a_receipt_finds_its_notice(told_cast: Cast) -> None:
    notice, channels = make_many(told_cast, 1)[0], make_channels()
    send_backlog(through=channels, at=NOW)

    take_receipt(channels[Channel.WHATSAPP].gave[0], status=Status.READ, channels=list(Channel), at=NOW)

    notice.refresh_from_db()
    assert notice.state == State.READ


def test_a_worker_killed_in_a_batch_leaves_doubts_and_no_doubles(told_cast: Cast) -> None:
    notices = make_many(told_cast, BATCH)
    channels = make_channels()
    channels[Channel.WHATSAPP].does = lambda: _die_at(channels[Channel.WHATSAPP], 4)

    with pytest.raises(Killed):
        send_backlog(through=channels, at=NOW)
    channels[Channel.WHATSAPP].does = lambda: None
    send_backlog(through=channels, at=NOW)
    for notice in notices:
        send(notice.pk, through=channels, at=NOW + timedelta(minutes=3))

    assert len(heard(channels)) == len(set(heard(channels))) == 4
    assert set(Notice.objects.values_list("state", flat=True)) == {State.UNKNOWN}
    assert Job.objects.filter(kind="deliver_notice").count() == BATCH


def _die_at(talker: Talker, place: int) -> None:
    if len(talker.heard) == place:
        raise Killed


def test_a_pause_gives_the_rest_back_untouched(told_cast: Cast) -> None:
    make_many(told_cast, BATCH)
    channels = make_channels(whatsapp=Talker(raising(GatewayPaused("x", code="130429", seconds=60))))

    send_backlog(through=channels, at=NOW)
    channels[Channel.WHATSAPP].does = lambda: None
    for notice in Notice.objects.all():
        send(notice.pk, through=channels, at=NOW + timedelta(minutes=2))

    assert len(heard(channels)) == BATCH + 1
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    assert Job.objects.filter(kind="deliver_notice").count() == BATCH


def test_what_is_out_of_the_ordinary_is_left_to_its_own_job(told_cast: Cast) -> None:
    stopped, waiting, plain = make_many(told_cast, 3)
    consent.stop(stopped.address, source="whatsapp", at=NOW)
    Notice.objects.filter(pk=waiting.pk).update(not_before=NOW + timedelta(hours=1))
    channels = make_channels()

    send_backlog(through=channels, at=NOW)

    assert heard(channels) == [str(plain.pk)]


def test_one_person_gets_one_message_of_a_batch(told_cast: Cast) -> None:
    make_many(told_cast, 3, phone="+6281300000000")
    channels = make_channels()

    send_backlog(through=channels, at=NOW)

    assert len(heard(channels)) == len(set(heard(channels))) == 3


OUTCOMES = st.sampled_from(["take", "down", "pause", "refuse", "silence", "die"])
ERRORS: dict[str, BaseException] = {
    "down": GatewayDown("x"),
    "pause": GatewayPaused("x", code="4", seconds=5),
    "refuse": GatewayRefused("x", code="131026"),
    "silence": GatewayUnknown("x"),
    "die": Killed(),
}


@given(plan=st.lists(OUTCOMES, min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_outcomes_reaches_anybody_twice(told_cast: Cast, plan: list[str]) -> None:
    steps, maybe_reached = iter(plan), []
    channels = make_channels()

    def act(talker: Talker) -> None:
        outcome = next(steps, "take")
        if outcome in {"take", "silence", "die"}:
            maybe_reached.append(talker.heard[-1].key)
        if outcome in ERRORS:
            raise ERRORS[outcome]

    for talker in channels.values():
        talker.does = partial(act, talker)
    notices = make_many(told_cast, 3)
    for turn in range(6):
        at = NOW + timedelta(minutes=3 * turn)
        with suppress(GatewayDown, Killed):
            send_backlog(through=channels, at=at)
        for notice in notices:
            with suppress(GatewayDown, Killed):
                send(notice.pk, through=channels, at=at)
    for notice in notices:
        notice.case.application.delete()

    assert len(maybe_reached) == len(set(maybe_reached))


def test_a_claim_is_committed_before_the_provider_is_asked(told_cast: Cast) -> None:
    make_many(told_cast, 2)
    seen: list[int] = []
    channels = make_channels()
    channels[Channel.WHATSAPP].does = lambda: seen.append(Attempt.objects.filter(state="sending").count())

    send_backlog(through=channels, at=NOW)

    assert seen == [2, 2]
