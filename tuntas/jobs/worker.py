"""The worker: claims due jobs, runs their handlers, and leaves no job behind when it is killed."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import PurePath
from types import FrameType, TracebackType
from typing import TypeAlias

import structlog
from django.db import DatabaseError, close_old_connections, transaction
from django.utils import timezone

from tuntas.jobs import queue
from tuntas.jobs.cron import Clock, Entry
from tuntas.jobs.keeper import Keeper
from tuntas.jobs.models import Heartbeat
from tuntas.jobs.queue import Claim, Json

Handler: TypeAlias = Callable[[Json], None]
Handlers: TypeAlias = Mapping[str, Handler]

LEASE = 60.0  # seconds
SHORT_PAUSE, LONG_PAUSE = 0.05, 1.0  # seconds between two looks: after work, and when idle
ALIVE = timedelta(seconds=45)  # several beats of the keeper

log = structlog.get_logger("tuntas.jobs")


class UnknownKind(Exception):
    """No handler of that name: perhaps a newer version enqueued the job, so it is tried again later."""


def work(
    handlers: Handlers,
    *,
    schedule: Sequence[Entry] = (),
    queues: Sequence[str] = (),
    stop: threading.Event | None = None,
    lease: float = LEASE,
    batch: int = 1,
) -> None:
    """Runs jobs until `stop` is set, or SIGTERM or SIGINT comes; the job at hand is finished first.

    `queues` are taken in turn, all of them unless given. `batch` jobs are claimed at once: 1 where a job must not be
    repeated lightly (a message to a person), 20 for cheap internal work. A handler may run twice for one job, so it
    re-reads the state and does nothing if all is done. It raises `queue.GiveUp` if trying again cannot help.
    """
    stop = stop or _stop_on_signals()
    name = _name()
    clock, pause = Clock(schedule), SHORT_PAUSE
    log.info("worker.started", worker=name)
    with Keeper(worker=name, lease=lease) as keeper:
        shift = _Shift(handlers, worker=name, lease=lease, batch=batch, keeper=keeper)
        while not stop.is_set():
            pause = SHORT_PAUSE if _round(shift, clock, queues, stop) else min(LONG_PAUSE, pause * 1.5)
            stop.wait(pause)
    log.info("worker.stopped", worker=name)


def drain(handlers: Handlers, *, queues: Sequence[str] = (), at: datetime | None = None) -> int:
    """Runs all jobs that are due, and those they enqueue; returns how many runs that took. For tests and `--once`.

    `at` takes the place of the clock, e.g. to see a retry or a job of tomorrow.
    """
    name, runs = _name(), 0
    with Keeper(worker=name, lease=LEASE, beats=False) as keeper:
        shift = _Shift(handlers, worker=name, lease=LEASE, batch=1, keeper=keeper, at=at)
        while done := sum(shift.run_all(name) for name in queues or queue.list_queues()):
            runs += done
    return runs


def is_alive(at: datetime) -> bool:
    """Whether some worker gave a sign of life lately. For /readyz."""
    return Heartbeat.objects.filter(at__gte=at - ALIVE).exists()


def _round(shift: "_Shift", clock: Clock, queues: Sequence[str], stop: threading.Event) -> int:
    """Takes due slots and runs jobs until none is due; returns how many. A database that is away is waited for."""
    runs = 0
    try:
        close_old_connections()
        clock.tick(timezone.now())
        names = queues or queue.list_queues()
        while not stop.is_set() and (done := sum(shift.run_some(name) for name in names if not stop.is_set())):
            runs += done
        shift.settle()
    except DatabaseError as error:
        log.warning("worker.database_refused", error=type(error).__name__)
    return runs


@dataclass(frozen=True)
class _Shift:
    """What one worker needs to run jobs; `done` are those that it has run and not yet removed."""

    handlers: Handlers
    worker: str
    lease: float
    batch: int
    keeper: Keeper
    at: datetime | None = None
    done: list[tuple[Claim, float]] = field(default_factory=list)

    def run_some(self, name: str) -> int:
        """Claims up to a batch from one queue and runs it; returns how many jobs that were."""
        claims = self.settle(name)
        with self.keeper.holding(claims):
            for claim in claims:
                self.settle()
                self._run(claim)
                self.keeper.release(claim)
        return len(claims)

    def settle(self, name: str = "") -> list[Claim]:
        """Removes the jobs that were run and claims the next of a queue: one wait for the disk instead of two."""
        if not (self.done or name):
            return []
        with transaction.atomic(durable=True):
            ours = [queue.finish(claim) for claim, _spent in self.done]
            claims = self._claim(name) if name else []
        for (claim, spent), is_ours in zip(self.done, ours, strict=True):
            about = {"job": claim.id, "kind": claim.kind, "attempts": claim.attempts}
            log.info("job.done", **about, ms=spent, lease_lost=not is_ours)
        self.done.clear()
        return claims

    def _claim(self, name: str) -> list[Claim]:
        return queue.claim(queue=name, worker=self.worker, lease=self.lease, limit=self.batch, at=self.at)

    def run_all(self, name: str) -> int:
        """Runs one queue until nothing in it is due; returns how many jobs that were."""
        runs = 0
        while done := self.run_some(name):
            runs += done
        return runs

    def _run(self, claim: Claim) -> None:
        if claim.attempts > claim.max_attempts:
            queue.bury(claim, queue.WORKER_LOST)
            log.error("job.dead", job=claim.id, kind=claim.kind, attempts=claim.attempts, error=queue.WORKER_LOST)
            return
        started = time.perf_counter()
        try:
            self._handle(claim)
        except Exception as error:
            self._note_failure(claim, error)
            return
        self.done.append((claim, round((time.perf_counter() - started) * 1000, 1)))

    def _handle(self, claim: Claim) -> None:
        handler = self.handlers.get(claim.kind)
        if handler is None:
            raise UnknownKind(claim.kind)
        handler(claim.payload)

    def _note_failure(self, claim: Claim, error: Exception) -> None:
        is_dead = queue.fail(claim, error, at=self.at)
        # Where it happened, and no message or locals: those could hold anybody's name.
        write = log.error if is_dead else log.warning
        write(
            "job.dead" if is_dead else "job.failed",
            job=claim.id,
            kind=claim.kind,
            attempts=claim.attempts,
            error=queue.describe(error),
            where=_where(error.__traceback__),
        )


def _where(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{PurePath(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""


def _name() -> str:
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{threading.get_native_id()}"


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()

    def leave(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, leave)
        signal.signal(signal.SIGINT, leave)
    return stop
