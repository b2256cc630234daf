import json
import logging
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.make import make_region
from tuntas.jobs import worker
from tuntas.jobs.cron import every
from tuntas.jobs.keeper import Keeper, beat
from tuntas.jobs.models import Heartbeat, Job
from tuntas.jobs.queue import GiveUp, claim, enqueue, list_dead
from tuntas.jobs.worker import drain, is_alive, work


class Bench:
    """Handlers that note what they were given."""

    def __init__(self) -> None:
        self.done: list[int] = []

    def seal(self, payload: dict[str, Any]) -> None:
        self.done.append(payload["letter"])

    def refuse(self, payload: dict[str, Any]) -> None:
        self.seal(payload)
        raise LookupError("Ani Contoh, NIK 1671085204900001")

    def give_up(self, payload: dict[str, Any]) -> None:
        self.seal(payload)
        raise GiveUp("no_such_number")

    def follow(self, payload: dict[str, Any]) -> None:
        self.seal(payload)
        if payload["letter"] < 3:
            enqueue("follow", payload={"letter": payload["letter"] + 1})

    @property
    def handlers(self) -> dict[str, worker.Handler]:
        return {"seal": self.seal, "refuse": self.refuse, "give_up": self.give_up, "follow": self.follow}


@pytest.fixture
def bench() -> Bench:
    return Bench()


def _enqueue(kind: str = "seal", number: int = 1, **fields: Any) -> None:
    enqueue(kind, payload={"letter": number}, **fields)


@pytest.mark.django_db
def test_draining_runs_what_is_due_in_all_queues(bench: Bench) -> None:
    _enqueue("seal", 1)
    _enqueue("seal", 2, queue="bulk")
    _enqueue("seal", 3, at=timezone.now() + timedelta(hours=1))

    assert drain(bench.handlers) == 2

    assert sorted(bench.done) == [1, 2]
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_draining_runs_what_jobs_enqueue(bench: Bench) -> None:
    _enqueue("follow", 1)

    assert drain(bench.handlers) == 3

    assert bench.done == [1, 2, 3]


@pytest.mark.django_db
def test_draining_at_a_later_time_sees_retries(bench: Bench) -> None:
    _enqueue("refuse", max_attempts=3)

    assert drain(bench.handlers) == 1
    assert drain(bench.handlers) == 0
    assert drain(bench.handlers, at=timezone.now() + timedelta(hours=2)) == 1
    assert drain(bench.handlers, at=timezone.now() + timedelta(hours=4)) == 1

    assert bench.done == [1, 1, 1]
    assert list_dead().get().last_error == "LookupError"


@pytest.mark.django_db
def test_giving_up_is_not_tried_again(bench: Bench) -> None:
    _enqueue("give_up")

    drain(bench.handlers)

    assert list_dead().get().last_error == "GiveUp no_such_number"
    assert drain(bench.handlers, at=timezone.now() + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_job_that_nobody_knows_waits_for_a_newer_worker(bench: Bench) -> None:
    _enqueue("of_tomorrow")

    drain({})

    job = Job.objects.get()
    assert (job.state, job.last_error) == (Job.State.WAITING, "UnknownKind")
    assert drain({"of_tomorrow": bench.seal}, at=timezone.now() + timedelta(hours=1)) == 1
    assert bench.done == [1]


@pytest.mark.django_db
def test_a_job_that_kills_its_worker_runs_out_of_attempts(bench: Bench) -> None:
    _enqueue("seal", max_attempts=2)
    for hours in (0, 1):
        assert claim(queue="default", worker="killed", lease=60, at=timezone.now() + timedelta(hours=hours))

    drain(bench.handlers, at=timezone.now() + timedelta(hours=2))

    assert bench.done == []
    assert list_dead().get().last_error == "WorkerLost"


@pytest.mark.django_db
def test_a_handler_s_broken_transaction_is_its_own(bench: Bench) -> None:
    def twice(_payload: dict[str, Any]) -> None:
        from django.db import transaction

        from tuntas.offices.models import Region

        with transaction.atomic():
            make_region("16")
            Region.objects.create(code="16", name="x", level="province")

    _enqueue("twice")
    _enqueue("seal", 2)

    assert drain({"twice": twice, "seal": bench.seal}) == 2

    assert Job.objects.get().last_error == IntegrityError.__name__
    assert bench.done == [2]


@pytest.mark.django_db
def test_log_lines_name_the_job_and_nothing_personal(bench: Bench, caplog: Any) -> None:
    caplog.set_level(logging.INFO)
    _enqueue("refuse", 4711)
    _enqueue("seal", 4712)

    drain(bench.handlers)

    lines = [record.msg for record in caplog.records if record.name == "tuntas.jobs"]
    assert [line["event"] for line in lines] == ["job.failed", "job.done"]
    assert lines[0]["error"] == "LookupError"
    assert lines[0]["where"].startswith("test_worker.py:")
    text = json.dumps(lines, default=str)
    assert not [word for word in ("Ani", "1671085204900001", "4711", "4712", "payload") if word in text]


class Running:
    """A worker in a thread of its own, stopped at the end."""

    def __init__(self, bench: Bench, **options: Any) -> None:
        self.stop = threading.Event()
        self._thread = threading.Thread(target=self._work, args=(bench, options))

    def _work(self, bench: Bench, options: dict[str, Any]) -> None:
        from django.db import connection

        try:
            work(bench.handlers, stop=self.stop, **options)
        finally:
            connection.close()

    def __enter__(self) -> "Running":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        self._thread.join()


def _wait(condition: Any) -> None:
    """Until it holds; a test that waits in vain fails at its next assertion."""
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_jobs_as_they_come_and_leaves_when_told(bench: Bench) -> None:
    with Running(bench):
        _enqueue("seal", 1)
        _wait(lambda: bench.done)
        _enqueue("seal", 2, queue="bulk")
        _wait(lambda: len(bench.done) == 2)
        assert is_alive(timezone.now())

    assert bench.done == [1, 2]
    assert not Job.objects.exists()
    assert not is_alive(timezone.now())


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_work_and_the_clock(bench: Bench) -> None:
    for number in range(30):
        _enqueue("seal", number)
    other = Bench()
    schedule = [every(60, "tick")]
    bench.handlers["tick"] = bench.seal

    with Running(bench, schedule=schedule, batch=3), Running(other, schedule=schedule, batch=3):
        _wait(lambda: Job.objects.exclude(kind="tick").count() == 0)

    assert sorted(bench.done + other.done) == list(range(30))
    assert Job.objects.filter(kind="tick").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_long_job_keeps_its_lease(bench: Bench) -> None:
    gate = threading.Event()
    started: list[int] = []

    def long(payload: dict[str, Any]) -> None:
        started.append(payload["letter"])
        gate.wait(10)

    _enqueue("long")

    class LongBench(Bench):
        handlers = {"long": long}  # noqa: RUF012

    with Running(LongBench(), lease=0.6), Running(LongBench(), lease=0.6):
        _wait(lambda: started)
        first = Job.objects.get().run_at
        _wait(lambda: Job.objects.get().run_at > first + timedelta(seconds=1))
        held = Job.objects.get()
        gate.set()

    assert held.attempts == 1
    assert started == [1]
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_that_hangs_loses_its_lease_in_the_end(monkeypatch: Any) -> None:
    monkeypatch.setattr("tuntas.jobs.keeper.LONGEST", 0.3)
    _enqueue()
    [held] = claim(queue="default", worker="w1", lease=0.3)

    with Keeper(worker="w1", lease=0.3) as keeper, keeper.holding([held]):
        _wait(lambda: claim(queue="default", worker="w2", lease=60))

    assert Job.objects.get().worker == "w2"


@pytest.mark.django_db
def test_a_worker_that_was_not_seen_lately_counts_as_dead() -> None:
    now = timezone.now()
    assert not is_alive(now)

    beat("w1", at=now)

    assert is_alive(now + timedelta(seconds=40))
    assert not is_alive(now + timedelta(seconds=60))


@pytest.mark.django_db
def test_workers_of_yesterday_are_forgotten() -> None:
    now = timezone.now()
    beat("w1", at=now - timedelta(days=2))

    beat("w2", at=now)

    assert [row.worker for row in Heartbeat.objects.all()] == ["w2"]


@pytest.mark.django_db
def test_a_job_that_was_run_is_gone_before_the_next_one_begins() -> None:
    waiting: list[int] = []

    def note(_payload: dict[str, Any]) -> None:
        waiting.append(Job.objects.count())

    for number in range(3):
        enqueue("note", payload={"number": number})

    assert drain({"note": note}) == 3
    assert waiting == [3, 2, 1]
    assert not Job.objects.exists()
