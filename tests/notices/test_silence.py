"""Silence on WhatsApp leads to the next channel once, and what comes later is kept without harm."""

from datetime import timedelta
from typing import Any

import pytest

from tests.make import MONDAY, Cast
from tests.notices.papers import HELPER, Talker, make_channels, make_event, make_told_case, raising, tell
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel, Status
from tuntas.gateways.refusals import GatewayPaused, GatewayUnknown
from tuntas.jobs.models import Job
from tuntas.notices import consent
from tuntas.notices.announcing import announce, remind
from tuntas.notices.delivering import send
from tuntas.notices.models import Attempt, Charge, Notice
from tuntas.notices.receipts import Told, take_receipt
from tuntas.notices.silence import fall_back_silent

State = Notice.State
LATER = MONDAY + timedelta(hours=12, minutes=1)


def send_one(cast: Cast, **person: Any) -> tuple[Notice, dict[Channel, Talker]]:
    notice, channels = tell(make_told_case(cast, **person)), make_channels()
    send(notice.pk, through=channels, at=MONDAY)
    Job.objects.all().delete()
    return notice, channels


@pytest.mark.django_db
def test_a_phone_that_stays_off_gets_an_sms_and_no_second_one(told_cast: Cast) -> None:
    notice, channels = send_one(told_cast)

    assert fall_back_silent(MONDAY + timedelta(hours=11)) == 0
    assert [fall_back_silent(LATER), fall_back_silent(LATER)] == [1, 0]
    send(notice.pk, through=channels, at=LATER)
    fall_back_silent(LATER + timedelta(days=1))

    notice.refresh_from_db()
    assert (notice.state, notice.channel) == (State.SENT, Channel.SMS)
    assert [len(channels[channel].heard) for channel in Channel] == [1, 1, 0]


@pytest.mark.django_db
def test_a_delivery_in_time_cancels_the_fallback(told_cast: Cast) -> None:
    notice, channels = send_one(told_cast)
    fall_back_silent(LATER)

    take_receipt(channels[Channel.WHATSAPP].gave[0], status=Status.DELIVERED, channels=list(Channel), at=LATER)
    send(notice.pk, through=channels, at=LATER)

    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert channels[Channel.SMS].heard == []


@pytest.mark.django_db
def test_a_delivery_after_the_fallback_is_kept_with_its_own_channel(told_cast: Cast) -> None:
    notice, channels = send_one(told_cast)
    fall_back_silent(LATER)
    send(notice.pk, through=channels, at=LATER)

    take_receipt(channels[Channel.WHATSAPP].gave[0], status=Status.READ, channels=list(Channel), at=LATER)
    take_receipt(channels[Channel.WHATSAPP].gave[0], status=Status.FAILED, channels=list(Channel), at=LATER)

    notice.refresh_from_db()
    reached = dict(notice.attempts.values_list("channel", "reached"))
    assert notice.state == State.READ
    assert reached == {"whatsapp": "read", "sms": "accepted"}
    assert not Job.objects.filter(dedupe_key=f"notice:{notice.pk}", attempts=0, run_at__gt=LATER).exists()


@pytest.mark.django_db
def test_without_another_channel_the_office_calls(told_cast: Cast, settings: Any) -> None:
    settings.SMS_URL = settings.MAIL_URL = ""
    notice, _channels = send_one(told_cast)

    fall_back_silent(LATER)

    notice.refresh_from_db()
    assert (notice.state, notice.error) == (State.FAILED, "silent")


@pytest.mark.django_db
def test_nobody_is_woken_by_a_fallback(told_cast: Cast, settings: Any) -> None:
    settings.QUIET_HOURS = "20:00-07:00"
    send_one(told_cast)

    assert fall_back_silent(LATER) == 0  # 21.01 in Palembang
    assert fall_back_silent(LATER + timedelta(hours=10)) == 1


@pytest.mark.django_db
def test_a_reminder_is_not_repeated_elsewhere(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast), Verb.SEND_BACK)
    notice = remind(event, topic="reminder-1", template="returned_reminder")[0]
    send(notice.pk, through=make_channels(), at=MONDAY)

    assert fall_back_silent(LATER) == 0


@pytest.mark.django_db
def test_an_unknown_outcome_is_settled_by_the_receipt_that_names_our_key(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    send(notice.pk, through=make_channels(whatsapp=Talker(raising(GatewayUnknown()))), at=MONDAY)

    take_receipt("wamid.x", status=Status.DELIVERED, channels=list(Channel), at=MONDAY, told=Told(key=str(notice.pk)))

    notice.refresh_from_db()
    assert notice.state == State.DELIVERED
    assert notice.attempts.get().state == Attempt.State.TAKEN


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "k", "01930000-0000-7000-8000-000000000000"])
def test_a_strange_key_settles_nothing(told_cast: Cast, key: str) -> None:
    send_one(told_cast)

    told = Told(key=key)
    assert take_receipt("wamid.x", status=Status.READ, channels=list(Channel), at=MONDAY, told=told) is None


@pytest.mark.django_db
def test_an_unknown_outcome_without_any_receipt_goes_by_the_next_channel(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    send(notice.pk, through=make_channels(whatsapp=Talker(raising(GatewayUnknown()))), at=MONDAY)

    fall_back_silent(LATER)

    notice.refresh_from_db()
    assert (notice.state, notice.channel) == (State.WAITING, Channel.SMS)


@pytest.mark.django_db
def test_a_pause_of_the_whole_number_is_waited_for_and_then_passed_by(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    paused = Talker(raising(GatewayPaused("x", code="131042", seconds=900)))
    channels = make_channels(whatsapp=paused)

    for minutes in range(0, 120, 15):
        send(notice.pk, through=channels, at=MONDAY + timedelta(minutes=minutes))
    waiting = len(channels[Channel.SMS].heard)
    send(notice.pk, through=channels, at=MONDAY + timedelta(hours=2))

    assert waiting == 0
    assert len(channels[Channel.SMS].heard) == 1


@pytest.mark.django_db
def test_what_was_billed_is_counted_once(told_cast: Cast) -> None:
    notice, channels = send_one(told_cast)
    told = Told(category="utility", is_billed=True)

    for status in (Status.SENT, Status.DELIVERED, Status.SENT, Status.READ):
        take_receipt(channels[Channel.WHATSAPP].gave[0], status=status, channels=list(Channel), at=MONDAY, told=told)

    charge = Charge.objects.get()
    assert (charge.channel, charge.category, int(charge.rupiah)) == ("whatsapp", "utility", 330)
    assert charge.application == notice.case.application


@pytest.mark.django_db
def test_stop_takes_whatsapp_and_sms_but_a_decision_still_comes_by_mail(told_cast: Cast) -> None:
    consent.stop("+6281234567800", source="whatsapp", at=MONDAY)
    case = make_told_case(told_cast)

    by_mail = tell(case, Verb.REJECT)
    reminder = remind(by_mail.event, topic="reminder-1", template="returned_reminder")[0]

    assert by_mail.channel == Channel.MAIL
    assert (reminder.state, reminder.error, reminder.channel) == (State.FAILED, "opted_out", "")


@pytest.mark.django_db
def test_stop_after_queueing_is_still_heard(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast, email="")), make_channels()
    consent.stop("+6281234567800", source="whatsapp", at=MONDAY)

    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert (notice.state, notice.error) == (State.FAILED, "opted_out")
    assert all(not talker.heard for talker in channels.values())


@pytest.mark.django_db
def test_start_takes_a_stop_back_and_applying_again_does_not(told_cast: Cast) -> None:
    consent.stop("+6281234567800", source="whatsapp", at=MONDAY)
    announce(make_event(make_told_case(told_cast, helper=HELPER), Verb.SUBMIT))
    still = consent.is_stopped(consent.index_of("+6281234567800"))
    consent.resume("+6281234567800", source="whatsapp", at=MONDAY)

    assert still
    assert not consent.is_stopped(consent.index_of("+6281234567800"))
    assert not consent.is_stopped(consent.index_of("+6281277778888"))
