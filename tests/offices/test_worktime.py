"""Working time: hours, breaks, weekends, holidays, closures, time zones."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY, make_office
from tuntas.offices.models import Closure, Office
from tuntas.offices.worktime import (
    Calendar,
    HoursUnclear,
    NoWorkingHours,
    add_working,
    is_open,
    national_holidays,
    read_hours,
    working_minutes,
)
from tuntas.offices.worktime import ZoneInfo as Zone

WEEK = {str(day): ["08:00", "16:00"] for day in range(5)}
WITH_BREAK = {**{str(day): [["08:00", "12:00"], ["13:00", "16:00"]] for day in range(4)}, "4": ["08:00", "11:30"]}


def at(text: str) -> datetime:
    """A moment on the clocks of Palembang."""
    return datetime.fromisoformat(text).replace(tzinfo=Zone("Asia/Jakarta"))


def make_calendar(hours=WEEK, *, closed=(), zone="Asia/Jakarta") -> Calendar:
    return Calendar("Kelurahan Sialang", Zone(zone), read_hours(hours), frozenset(closed))


clock_times = st.tuples(st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))


@st.composite
def weeks(draw):
    """Hours of any week that has at least one working day, some days with breaks."""
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    week = {}
    for day in days:
        times = sorted(draw(st.sets(clock_times, min_size=2, max_size=6)))
        times = [f"{hour:02}:{minute:02}" for hour, minute in times[: len(times) // 2 * 2]]
        week[str(day)] = [list(pair) for pair in zip(times[::2], times[1::2], strict=True)]
    return week


moments = st.integers(0, 5 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
calendars = st.builds(
    make_calendar,
    weeks(),
    closed=st.sets(st.dates(date(2024, 1, 1), date(2028, 12, 31)), max_size=20),
    zone=st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
)


@given(calendars, moments, st.integers(-3000, 3000))
def test_adding_and_counting_are_inverse(calendar, start, minutes) -> None:
    end = calendar.add(start, minutes=minutes)

    assert calendar.minutes(start, end) == minutes


@given(calendars, moments, moments, moments)
def test_counting_is_additive_and_never_runs_backwards(calendar, one, two, three) -> None:
    first, middle, last = sorted([one, two, three])

    whole = calendar.minutes(first, last)
    parts = calendar.minutes(first, middle) + calendar.minutes(middle, last)

    assert 0 <= whole - parts <= 1  # each part is cut to whole minutes
    assert whole <= (last - first) / timedelta(minutes=1)


@given(calendars, moments, st.integers(1, 3000))
def test_a_deadline_falls_into_working_time(calendar, start, minutes) -> None:
    end = calendar.add(start, minutes=minutes)

    assert calendar.is_open(end - timedelta(microseconds=1))
    assert end > start


@given(calendars, moments)
def test_an_open_office_is_open_between_its_spans_edges(calendar, moment) -> None:
    spans = calendar.spans(calendar.day_of(moment))

    assert calendar.is_open(moment) == any(opens <= moment < closes for opens, closes in spans)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-11-23 09:00", 30, "2026-11-23 09:30"),
        ("2026-11-23 15:45", 30, "2026-11-24 08:15"),
        ("2026-11-23 15:30", 30, "2026-11-23 16:00"),  # a promise may end as the door closes
        ("2026-11-27 15:45", 30, "2026-11-30 08:15"),  # over the weekend
        ("2026-11-28 10:00", 30, "2026-11-30 08:30"),  # handed in on a Saturday
        ("2026-11-23 03:00", 30, "2026-11-23 08:30"),  # before opening
        ("2026-11-23 20:00", 30, "2026-11-24 08:30"),  # after closing
        ("2026-12-23 15:45", 30, "2026-12-28 08:15"),  # over joint leave on 24, Christmas, the weekend
        ("2026-11-23 09:00", 0, "2026-11-23 09:00"),
        ("2026-11-28 10:00", 0, "2026-11-28 10:00"),
        ("2026-11-24 08:10", -20, "2026-11-23 15:50"),  # late already when it was returned
    ],
)
def test_promises_run_in_working_time(start, minutes, end) -> None:
    assert make_calendar().add(at(start), minutes=minutes) == at(end)


def test_a_lunch_break_stops_the_clock() -> None:
    calendar = make_calendar(WITH_BREAK)

    assert calendar.add(at("2026-11-23 11:50"), minutes=30) == at("2026-11-23 13:20")
    assert calendar.minutes(at("2026-11-23 11:00"), at("2026-11-23 14:00")) == 120
    assert not calendar.is_open(at("2026-11-23 12:30"))
    assert calendar.add(at("2026-11-27 11:20"), minutes=30) == at("2026-11-30 08:20")


def test_seconds_are_not_lost() -> None:
    calendar = make_calendar()
    start = at("2026-11-23 09:00:42.5")

    assert calendar.add(start, minutes=30) == at("2026-11-23 09:30:42.5")


@pytest.mark.parametrize(
    "day", [date(2026, 1, 1), date(2026, 3, 21), date(2026, 8, 17), date(2026, 12, 25), date(2026, 12, 24)]
)
def test_national_holidays_and_joint_leave_are_days_off(day) -> None:
    assert day in national_holidays(day.year)


@pytest.mark.django_db
def test_a_closure_of_one_office_leaves_the_others_open() -> None:
    office, other = make_office(), make_office("21.04.01.1001")
    Closure.objects.create(office=office, on=date(2026, 11, 23), name="Banjir")

    late = add_working(MONDAY, minutes=30, office=office)
    soon = add_working(MONDAY, minutes=30, office=other)

    assert (late, soon) == (at("2026-11-24 08:30"), at("2026-11-23 09:30"))
    assert not is_open(MONDAY, office=office)
    assert is_open(MONDAY, office=other)


@pytest.mark.django_db
def test_a_closure_without_an_office_closes_all() -> None:
    office = make_office()
    Closure.objects.create(office=None, on=date(2026, 11, 23), name="Pemilihan kepala daerah")

    assert working_minutes(MONDAY, MONDAY + timedelta(days=1), office=office) == 60


@pytest.mark.django_db
def test_an_office_works_by_its_own_clock() -> None:
    west, east = make_office(), make_office("74.08.01.2015", timezone="Asia/Makassar")
    seven_utc = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 07.30 in Palembang, 08.30 in Lasusua

    assert not is_open(seven_utc, office=west)
    assert is_open(seven_utc, office=east)


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [{}, {"0": []}, {"2": None}])
def test_an_office_without_hours_refuses_with_a_sentence(hours) -> None:
    office = make_office(hours=hours)

    with pytest.raises(NoWorkingHours, match="Jam kerja Kelurahan Sialang belum diisi"):
        add_working(MONDAY, minutes=30, office=office)
    assert not is_open(MONDAY, office=office)
    assert working_minutes(MONDAY, MONDAY + timedelta(days=7), office=office) == 0


def test_an_office_closed_for_ever_refuses_instead_of_looping() -> None:
    always = {date(2026, 1, 1) + timedelta(days=number) for number in range(800)}

    with pytest.raises(NoWorkingHours):
        make_calendar(closed=always).add(MONDAY, minutes=30)


@pytest.mark.parametrize(
    "hours",
    [
        {"0": ["16:00", "08:00"]},
        {"0": ["08:00"]},
        {"0": ["8", "16"]},
        {"0": "08:00"},
        {"0": [["08:00", "12:00"], ["11:00", "16:00"]]},
        {"0": [5]},
        {"senin": ["08:00", "16:00"]},
        {"7": ["08:00", "16:00"]},
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_a_sentence(hours) -> None:
    with pytest.raises(HoursUnclear, match=r"ditulis|Tulis"):
        read_hours(hours)


@pytest.mark.django_db
def test_the_calendar_asks_the_database_once(django_assert_num_queries) -> None:
    office = Office.objects.get(pk=make_office().pk)

    with django_assert_num_queries(1):
        add_working(MONDAY, minutes=60 * 8 * 200, office=office)
