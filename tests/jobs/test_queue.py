from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.together import run_together
from tuntas.jobs import queue
from tuntas.jobs.models import Job
from tuntas.jobs.queue import Claim, GiveUp, enqueue

HOUR = timedelta(hours=1)


def _enqueue(number: int = 1, **fields: Any) -> None:
    enqueue("seal", payload={"letter": number}, **fields)


def _claim(limit: int = 1, *, worker: str = "w1", later: timedelta = timedelta(), name: str = "default") -> list[Claim]:
    return queue.claim(queue=name, worker=worker, lease=60, limit=limit, at=timezone.now() + later)


@pytest.mark.django_db
def test_a_job_is_rolled_back_with_its_cause() -> None:
    with transaction.atomic():
        _enqueue()
        _enqueue(dedupe_key="seal:1")
        transaction.set_rollback(True)

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_the_oldest_due_job_comes_first() -> None:
    now = timezone.now()
    for number, minutes in ((1, -1), (2, -3), (3, -2), (4, 5)):
        _enqueue(number, at=now + timedelta(minutes=minutes))

    taken = [_claim()[0].payload["letter"] for _ in range(3)]

    assert taken == [2, 3, 1]
    assert _claim() == []


@pytest.mark.django_db
def test_a_job_without_a_time_is_due_at_once() -> None:
    _enqueue()

    [claim] = queue.claim(queue="default", worker="w1", lease=60)

    assert claim == Claim(id=claim.id, kind="seal", payload={"letter": 1}, attempts=1, max_attempts=8)
    assert Job.objects.get().worker == "w1"


@pytest.mark.django_db
def test_a_claimed_job_is_nobody_elses_until_its_lease_ends() -> None:
    _enqueue()

    [first] = _claim(worker="w1")
    assert _claim(worker="w2", later=timedelta(seconds=59)) == []
    [second] = _claim(worker="w2", later=timedelta(seconds=62))

    assert (second.id, second.attempts) == (first.id, 2)


@pytest.mark.django_db
def test_a_worker_that_overslept_its_lease_changes_nothing() -> None:
    _enqueue()
    [late] = _claim(worker="w1")
    [current] = _claim(worker="w2", later=2 * HOUR)
    before = Job.objects.values().get()

    queue.fail(late, ValueError())
    queue.bury(late, "x")

    assert not queue.finish(late)
    assert not queue.extend(late, lease=60)
    assert Job.objects.values().get() == before
    assert queue.finish(current)
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_longer_lease_holds_longer() -> None:
    _enqueue()
    [claim] = _claim()

    assert queue.extend(claim, lease=7200)

    assert _claim(later=HOUR) == []


@pytest.mark.django_db
def test_queues_do_not_mix() -> None:
    _enqueue(1, queue="bulk")
    _enqueue(2)

    assert queue.list_queues() == ["bulk", "default"]
    assert [claim.payload["letter"] for claim in _claim(5, name="bulk")] == [1]


@pytest.mark.django_db
def test_a_batch_comes_in_order() -> None:
    now = timezone.now() - HOUR
    for number in range(5):
        _enqueue(number, at=now + timedelta(seconds=number))

    assert [claim.payload["letter"] for claim in _claim(3)] == [0, 1, 2]
    assert [claim.payload["letter"] for claim in _claim(3)] == [3, 4]


@pytest.mark.django_db
def test_a_failed_job_comes_back_after_a_growing_pause() -> None:
    _enqueue()
    [claim] = _claim()

    assert not queue.fail(claim, ValueError("Ani Contoh"))

    job = Job.objects.get()
    assert (job.state, job.last_error) == (Job.State.WAITING, "ValueError")
    assert _claim(later=timedelta(seconds=15)) == []
    assert len(_claim(later=timedelta(seconds=25))) == 1


@given(st.integers(1, 1000))
def test_pauses_double_up_to_an_hour_with_a_fifth_of_jitter(attempts: int) -> None:
    whole = min(3600, 10 * 2**attempts)

    assert 0.8 * whole <= queue.pause_after(attempts) <= 1.2 * whole


@pytest.mark.django_db
def test_a_job_is_dead_after_its_last_attempt() -> None:
    _enqueue(max_attempts=2)
    [first] = _claim()
    assert not queue.fail(first, ValueError())
    [last] = _claim(later=HOUR)

    assert queue.fail(last, ValueError())

    assert [job.last_error for job in queue.list_dead()] == ["ValueError"]
    assert _claim(later=24 * HOUR) == []


@pytest.mark.django_db
def test_giving_up_is_dead_at_once() -> None:
    _enqueue()
    [claim] = _claim()

    assert queue.fail(claim, GiveUp("no_such_number"))

    assert queue.list_dead().get().last_error == "GiveUp no_such_number"


@pytest.mark.django_db
def test_an_operator_runs_a_dead_job_again() -> None:
    _enqueue(dedupe_key="seal:1")
    [claim] = _claim()
    queue.bury(claim, "GiveUp")
    _enqueue(dedupe_key="seal:1")

    assert queue.run_again(claim.id)

    assert not queue.list_dead().exists()
    assert sorted(claim.attempts for claim in _claim(5, later=HOUR)) == [1, 1]
    assert not queue.run_again(claim.id)


class Refused(Exception):
    """A refusal of our own, as a gateway raises it."""

    code = "131026"


Refused.__module__ = "tuntas.gateways.refusals"


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (KeyError("Ani Contoh"), "KeyError"),
        (ValueError("NIK 1671085204900001"), "ValueError"),
        (Refused("+6281234567800 is not on WhatsApp"), "Refused 131026"),
        (GiveUp("no_such_number"), "GiveUp no_such_number"),
        (GiveUp("Ani Contoh"), "GiveUp"),
        (GiveUp("6281234567800"), "GiveUp"),
        (GiveUp(), "GiveUp"),
    ],
)
def test_an_error_is_kept_without_what_it_says_of_people(error: Exception, kept: str) -> None:
    assert queue.describe(error) == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    "payload", [{"applicant": {"name": "Ani"}}, {"nik": "1671085204900001"}, {"nik": 1671085204900001}, {"ids": [1]}]
)
def test_a_payload_holds_ids_only(payload: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="payload"):
        enqueue("seal", payload=payload)

    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_dedupe_key_waits_once() -> None:
    for _ in range(3):
        _enqueue(dedupe_key="seal:1")
    _enqueue(dedupe_key="seal:2")
    _enqueue()
    _enqueue()

    assert Job.objects.count() == 4


@pytest.mark.django_db
def test_a_change_that_arrives_while_a_job_runs_gets_its_own_run() -> None:
    _enqueue(dedupe_key="seal:1")
    _claim()

    _enqueue(dedupe_key="seal:1")
    _enqueue(dedupe_key="seal:1")

    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_a_waiting_job_runs_at_the_earlier_of_two_times() -> None:
    now = timezone.now()

    for minutes in (30, 10, 20):
        _enqueue(dedupe_key="seal:1", at=now + timedelta(minutes=minutes))
    assert Job.objects.get().run_at == now + timedelta(minutes=10)
    _enqueue(dedupe_key="seal:1")

    assert len(_claim()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_claim_the_same_job() -> None:
    for number in range(60):
        _enqueue(number)

    def work(worker: str) -> list[int]:
        taken: list[int] = []
        while claims := queue.claim(queue="default", worker=worker, lease=60, limit=2):
            taken += [claim.payload["letter"] for claim in claims]
            assert all(queue.finish(claim) for claim in claims)
        return taken

    results = run_together(*[lambda name=f"w{n}": work(name) for n in range(6)])

    assert not [result for result in results if isinstance(result, Exception)]
    assert sorted(number for taken in results for number in taken) == list(range(60))  # type: ignore[union-attr]
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_dedupe_key_waits_once_however_many_ask_at_the_same_time() -> None:
    run_together(*[lambda: _enqueue(dedupe_key="seal:1")] * 6)

    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deduplicated_job_does_not_run_before_the_change_that_asked_for_it() -> None:
    _enqueue(dedupe_key="seal:1")
    seen: list[str] = []

    def change() -> None:
        with transaction.atomic():
            _enqueue(dedupe_key="seal:1")
            seen.append("asked")
            other = run_together(lambda: queue.claim(queue="default", worker="w2", lease=60))
            seen.append(f"claimed meanwhile: {other}")

    if connection.vendor == "postgresql":  # on SQLite the writer itself keeps every other writer out
        change()
        assert seen == ["asked", "claimed meanwhile: [[]]"]
    assert len(_claim()) == 1
