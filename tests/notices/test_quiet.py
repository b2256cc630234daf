"""Quiet hours by the office's own clock: nobody is woken, and nothing is forgotten until the morning."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY, Cast
from tests.notices.papers import HELPER, make_channels, make_event, make_told_case, tell
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel
from tuntas.jobs.models import Job
from tuntas.notices.announcing import announce
from tuntas.notices.delivering import send
from tuntas.notices.gaps import find_stuck
from tuntas.notices.models import Notice
from tuntas.notices.quiet import wake_at
from tuntas.offices.models import Office

State = Notice.State
ZONES = {"Asia/Jakarta": 7, "Asia/Makassar": 8, "Asia/Jayapura": 9}
NIGHT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # 22.00 in Palembang
MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)  # 07.00 there


@pytest.fixture(autouse=True)
def _quiet(settings: Any) -> None:
    settings.QUIET_HOURS = "20:00-07:00"


def make_clock_office(zone: str = "Asia/Jakarta", **switches: object) -> Office:
    return Office(timezone=zone, switches=switches)


def at(clock: str, *, zone: str = "Asia/Jakarta", day: int = 23) -> datetime:
    hours, minutes = clock.split(".")
    local = datetime(2026, 11, day, int(hours), int(minutes), tzinfo=UTC)
    return local - timedelta(hours=ZONES[zone])


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("clock", "day", "wakes"),
    [
        ("19.59", 23, None),
        ("20.00", 23, 24),
        ("23.59", 23, 24),
        ("00.00", 24, 24),
        ("06.59", 24, 24),
        ("07.00", 24, None),
        ("12.00", 24, None),
    ],
)
def test_the_night_begins_and_ends_by_the_offices_clock(zone: str, clock: str, day: int, wakes: int | None) -> None:
    expected = at("07.00", zone=zone, day=wakes) if wakes else None

    assert wake_at(at(clock, zone=zone, day=day), office=make_clock_office(zone)) == expected


def test_one_moment_is_night_in_jayapura_and_day_in_jakarta() -> None:
    moment = at("19.00")

    assert wake_at(moment, office=make_clock_office("Asia/Jakarta")) is None
    assert wake_at(moment, office=make_clock_office("Asia/Jayapura")) == at("07.00", zone="Asia/Jayapura", day=24)


@pytest.mark.parametrize("day", [datetime(2026, 8, 17, 3, 0, tzinfo=UTC), datetime(2026, 11, 22, 3, 0, tzinfo=UTC)])
def test_a_holiday_and_a_sunday_are_days_like_others(day: datetime) -> None:
    assert wake_at(day, office=make_clock_office()) is None
    assert wake_at(day + timedelta(hours=11), office=make_clock_office()) is not None


def test_an_office_has_hours_of_its_own_or_none() -> None:
    assert wake_at(at("13.30"), office=make_clock_office(quiet_hours=["13:00", "14:00"])) == at("14.00")
    assert wake_at(at("14.00"), office=make_clock_office(quiet_hours=["13:00", "14:00"])) is None
    assert wake_at(at("23.00"), office=make_clock_office(quiet_hours=[])) is None


@given(
    st.integers(min_value=0, max_value=2 * 365 * 24 * 60),
    st.sampled_from(list(ZONES)),
    st.times(),
    st.times(),
)
def test_whoever_waits_is_woken_within_a_day_and_outside_the_quiet_hours(
    minutes: int, zone: str, begins: Any, ends: Any
) -> None:
    hours = [begins.strftime("%H:%M"), ends.strftime("%H:%M")]
    office = make_clock_office(zone, quiet_hours=hours)
    now = MONDAY + timedelta(minutes=minutes)

    wakes = wake_at(now, office=office)

    assert wakes is None or now < wakes <= now + timedelta(days=1)
    assert wakes is None or wake_at(wakes, office=office) is None


@pytest.mark.django_db
def test_news_of_the_night_waits_for_the_morning(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast), at=NIGHT), make_channels()

    send(notice.pk, through=channels, at=NIGHT)
    notice.refresh_from_db()
    waited = (notice.state, notice.not_before, len(channels[Channel.WHATSAPP].heard))
    send(notice.pk, through=channels, at=MORNING)

    notice.refresh_from_db()
    assert waited == (State.WAITING, MORNING, 0)
    assert notice.state == State.SENT
    assert [job.run_at for job in Job.objects.filter(dedupe_key=f"notice:{notice.pk}")] == [MORNING]


@pytest.mark.django_db
def test_the_answer_to_what_somebody_just_did_does_not_wait(told_cast: Cast) -> None:
    case = make_told_case(told_cast)
    event = make_event(case, Verb.WITHDRAW, at=NIGHT)
    event.actor = "applicant"
    event.save()
    notice, channels = announce(event)[0], make_channels()

    send(notice.pk, through=channels, at=NIGHT + timedelta(minutes=1))

    assert notice.is_answer
    assert len(channels[Channel.WHATSAPP].heard) == 1


@pytest.mark.django_db
def test_who_did_nothing_is_not_woken_by_what_their_helper_did(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast, helper=HELPER), Verb.SUBMIT, at=NIGHT)
    event.actor = "helper"
    event.save()

    waits = {notice.person: notice.not_before for notice in announce(event)}

    assert waits == {"applicant": MORNING, "helper": None}


@pytest.mark.django_db
def test_an_answer_that_comes_late_is_news_like_any_other(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast), Verb.WITHDRAW, at=NIGHT - timedelta(hours=3))
    event.actor = "applicant"
    event.save()
    notice, channels = announce(event)[0], make_channels()

    send(notice.pk, through=channels, at=NIGHT)  # the worker had been away

    assert channels[Channel.WHATSAPP].heard == []


@pytest.mark.django_db
def test_a_notice_that_waits_for_the_morning_is_not_stuck(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast), at=NIGHT)
    Notice.objects.filter(pk=notice.pk).update(created_at=NIGHT)

    assert not find_stuck(MORNING).exists()
    assert find_stuck(MORNING + timedelta(hours=2)).exists()


@pytest.mark.django_db
def test_a_flood_to_one_person_waits_an_hour(told_cast: Cast, settings: Any) -> None:
    settings.NOTICE_HOURLY = 3
    case, channels = make_told_case(told_cast), make_channels()
    notices = [tell(case, verb) for verb in (Verb.SUBMIT, Verb.SEND_BACK, Verb.REJECT, Verb.FINISH)]

    for notice in notices:
        send(notice.pk, through=channels, at=MONDAY)
    told_at_once = len(channels[Channel.WHATSAPP].heard)
    send(notices[-1].pk, through=channels, at=MONDAY + timedelta(hours=1, seconds=1))

    assert told_at_once == 3
    assert len(channels[Channel.WHATSAPP].heard) == 4
