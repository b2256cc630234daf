"""Jobs and notices drained per second by one worker."""

import time
from collections.abc import Callable, Iterator

from django.utils import timezone

from bench.figures import Figure
from bench.world import make_body
from tuntas.config.work import HANDLERS
from tuntas.flow.submit import submit
from tuntas.intake.submission import check_submission
from tuntas.jobs.queue import enqueue
from tuntas.jobs.worker import drain

JOBS, NOTICES = 1000, 100


def measure() -> Iterator[Figure]:
    started = time.perf_counter()
    for number in range(JOBS):
        enqueue("nothing", payload={"number": number})
    yield Figure("jobs: enqueued", JOBS / (time.perf_counter() - started), "a second")
    yield Figure("jobs: drained", rate(lambda: drain({"nothing": lambda _payload: None})), "a second")

    for _ in range(NOTICES):
        submit(check_submission(make_body(), channel="api", on=timezone.localdate()))
    yield Figure("notices: delivered to the outbox", rate(lambda: drain(HANDLERS)), "a second")


def rate(work: Callable[[], int]) -> float:
    """Pieces of work a second."""
    started = time.perf_counter()
    done = work()
    return done / (time.perf_counter() - started)
