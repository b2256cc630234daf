from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.together import run_together
from tuntas.jobs.cron import Clock, daily, every, take_slot
from tuntas.jobs.models import CronSlot, Job

AT = datetime(2026, 11, 23, 2, 0, 30, tzinfo=UTC)
NIGHTLY = daily(2, "sweep_orphans", minute=30)


def test_a_daily_hour_is_western_indonesian_time() -> None:
    assert NIGHTLY.slot_at(AT) == datetime(2026, 11, 22, 19, 30, tzinfo=UTC)
    assert NIGHTLY.slot_at(datetime(2026, 11, 22, 19, 29, tzinfo=UTC)) == datetime(2026, 11, 21, 19, 30, tzinfo=UTC)


@settings(deadline=None)
@given(st.integers(1, 10_000), st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_slot_is_the_latest_one_that_is_due(minutes: int, at: datetime) -> None:
    entry = every(minutes, "resume")

    slot = entry.slot_at(at)

    assert slot <= at < slot + entry.every
    assert entry.slot_at(slot) == slot
    assert entry.slot_at(slot - timedelta(microseconds=1)) == slot - entry.every


@pytest.mark.django_db
def test_a_due_slot_becomes_one_job() -> None:
    clock = Clock([every(5, "resume"), NIGHTLY])

    assert [clock.tick(AT) for _ in range(3)] == [2, 0, 0]
    assert clock.tick(AT + timedelta(minutes=5)) == 1

    # The first one still waits unclaimed, and one run makes up for both.
    assert sorted(Job.objects.values_list("kind", flat=True)) == ["resume", "sweep_orphans"]


@pytest.mark.django_db
def test_another_worker_does_not_take_the_same_slot() -> None:
    schedule = [every(5, "resume")]

    assert Clock(schedule).tick(AT) == 1
    assert Clock(schedule).tick(AT + timedelta(minutes=1)) == 0


@pytest.mark.django_db
def test_slots_missed_while_nobody_worked_are_made_up_for_once() -> None:
    Clock([every(5, "resume")]).tick(AT)
    Job.objects.all().delete()

    assert Clock([every(5, "resume")]).tick(AT + timedelta(hours=8)) == 1

    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_old_slots_are_forgotten_but_not_the_last_one() -> None:
    monthly = every(60 * 24 * 30, "report")
    for days in (0, 30, 60):
        take_slot(monthly, monthly.slot_at(AT + timedelta(days=days)))
    for days in range(10):
        take_slot(NIGHTLY, NIGHTLY.slot_at(AT + timedelta(days=days)))

    assert CronSlot.objects.filter(name="report").count() == 3
    assert CronSlot.objects.filter(name="sweep_orphans").count() == 8


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_take_a_slot_once() -> None:
    results = run_together(*[lambda: Clock([every(5, "resume")]).tick(AT)] * 5)

    assert sorted(results, key=str) == [0, 0, 0, 0, 1]
    assert Job.objects.count() == 1
