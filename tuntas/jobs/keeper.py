"""The keeper: a thread beside a worker that says it is alive and extends the lease of a job that takes long."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import TracebackType

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from tuntas.jobs.models import Heartbeat
from tuntas.jobs.queue import Claim, extend

BEAT = 10.0  # seconds between two signs of life
LONGEST = 900.0  # seconds a job may be kept: a handler that hangs must lose its lease in the end

log = structlog.get_logger("tuntas.jobs")


class Keeper:
    """Use as a context around a worker's loop, and `holding` around each job."""

    def __init__(self, *, worker: str, lease: float, beats: bool = True) -> None:
        self._worker, self._lease, self._beats = worker[:60], lease, beats
        self._held: dict[Claim, float] = {}  # claim -> when it was taken up
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> "Keeper":
        if self._beats:
            beat(self._worker, at=timezone.now())
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        if self._beats:
            Heartbeat.objects.filter(pk=self._worker).delete()

    @contextmanager
    def holding(self, claims: list[Claim]) -> Iterator[None]:
        """Keeps the leases of these jobs until the block ends or each is released."""
        self._held = dict.fromkeys(claims, time.monotonic())
        try:
            yield
        finally:
            self._held = {}

    def release(self, claim: Claim) -> None:
        """This job is done."""
        self._held = {held: since for held, since in self._held.items() if held != claim}

    def _run(self) -> None:
        try:
            while not self._stop.wait(min(self._lease / 3, BEAT)):
                self._keep()
        finally:
            connection.close()

    def _keep(self) -> None:
        try:
            if self._beats:
                beat(self._worker, at=timezone.now())
            for claim, since in self._held.items():
                self._extend(claim, held=time.monotonic() - since)
        except DatabaseError as error:
            log.warning("jobs.keeper_refused", error=type(error).__name__)
            connection.close()

    def _extend(self, claim: Claim, *, held: float) -> None:
        if held > LONGEST:
            log.error("job.overdue", job=claim.id, kind=claim.kind, seconds=round(held))
        elif not extend(claim, lease=self._lease):
            log.warning("job.lease_lost", job=claim.id, kind=claim.kind)


def beat(worker: str, *, at: datetime) -> None:
    """Notes that a worker is alive, and forgets those not seen for a day."""
    Heartbeat.objects.update_or_create(pk=worker, defaults={"at": at})
    Heartbeat.objects.filter(at__lt=at - timedelta(days=1)).delete()
