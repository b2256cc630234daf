"""The job table by its verbs: enqueue in the cause's transaction, claim under a lease, finish, fail, run again."""

import json
import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from django.db import connection, models
from django.db.models.functions import Now
from django.utils import timezone

from tuntas.jobs.models import Job

Json: TypeAlias = "dict[str, Any]"
Payload: TypeAlias = "Mapping[str, str | int]"

FIRST_PAUSE = 10  # seconds, doubled with each attempt
LONGEST_PAUSE = 3600
JITTER = 0.2
WORKER_LOST = "WorkerLost"  # the last attempt killed its worker, or outlived it

_NIK = re.compile(r"(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])")
_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,40}")
_LONG_NUMBER = re.compile(r"\d{8}")  # a phone number is no code

# Both find the oldest due rows, lease them and hand them over in one statement. The lease is `run_at` itself: a job
# whose worker dies becomes due again by the clock alone. PostgreSQL's array keeps the planner from choosing twice.
_CLAIM_SQLITE = """
UPDATE jobs_job SET run_at = %(until)s, attempts = attempts + 1, worker = %(worker)s
WHERE id IN (SELECT id FROM jobs_job WHERE state = 0 AND queue = %(queue)s AND run_at <= %(now)s
             ORDER BY run_at, id LIMIT %(limit)s)
RETURNING id, kind, payload, attempts, max_attempts
"""
_CLAIM_POSTGRESQL = """
UPDATE jobs_job SET run_at = {now} + %(lease)s * interval '1 second', attempts = attempts + 1, worker = %(worker)s
WHERE id = ANY(ARRAY(SELECT id FROM jobs_job WHERE state = 0 AND queue = %(queue)s AND run_at <= {now}
                     ORDER BY run_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
RETURNING id, kind, payload, attempts, max_attempts
"""
# SQLite knows its index only by the very words of its condition.
# Touching a job of the same key that waits unclaimed, even to no effect, holds it back from workers until the caller
# commits: else it could run before the change that the caller speaks of is there to see.
_ADD = """
INSERT INTO jobs_job (queue, kind, payload, run_at, attempts, max_attempts, state, dedupe_key, last_error, worker,
                      created_at)
VALUES (%(queue)s, %(kind)s, %(payload)s, {at}, 0, %(max_attempts)s, 0, %(dedupe_key)s, '', '', {now})
ON CONFLICT (dedupe_key) WHERE attempts = 0 AND dedupe_key IS NOT NULL AND state = 0
DO UPDATE SET run_at = {least}(jobs_job.run_at, excluded.run_at)
"""
_NOW_SQLITE, _NOW_POSTGRESQL = "strftime('%%Y-%%m-%%d %%H:%%M:%%f', 'now')", "statement_timestamp()"
_QUEUES = "SELECT DISTINCT queue FROM jobs_job WHERE state = 0 ORDER BY queue"
_FINISH = "DELETE FROM jobs_job WHERE id = %s AND attempts = %s AND state = 0"


class GiveUp(Exception):
    """Raised by a handler whose job can never succeed: it is dead at once. Its text is a code: "no_such_number"."""


@dataclass(frozen=True)
class Claim:
    """One job leased to one worker. `attempts` tells this lease from a later one of the same job."""

    id: int
    kind: str
    payload: Json = field(compare=False)
    attempts: int
    max_attempts: int

    @property
    def row(self) -> models.QuerySet[Job]:
        """The job as long as the lease is ours; empty once somebody else has claimed it."""
        return Job.objects.filter(pk=self.id, attempts=self.attempts, state=Job.State.WAITING)


def enqueue(
    kind: str,
    *,
    payload: Payload,
    at: datetime | None = None,
    queue: str = "default",
    dedupe_key: str | None = None,
    max_attempts: int = 8,
) -> None:
    """Adds one job to run at `at` (now unless given), in the caller's transaction: rolled back with it.

    `payload` holds ids only. With a dedupe key nothing is added while a job of that key waits unclaimed; the waiting
    one then runs at the earlier of both times, and not before this transaction is over. Equal keys mean equal payloads.
    Raises ValueError for a payload that is not flat or holds a NIK.
    """
    _check_payload(payload)
    is_postgresql = connection.vendor == "postgresql"
    now = _NOW_POSTGRESQL if is_postgresql else _NOW_SQLITE
    statement = _ADD.format(now=now, at="%(at)s" if at else now, least="least" if is_postgresql else "min")
    given: dict[str, str | int | datetime | None] = {"queue": queue, "kind": kind, "dedupe_key": dedupe_key}
    given |= {"payload": json.dumps(dict(payload)), "max_attempts": max_attempts}
    given["at"] = connection.ops.adapt_datetimefield_value(at) if at else None
    with connection.cursor() as cursor:  # one statement of our own, as every paper that moves passes here
        cursor.execute(statement, given)


def _check_payload(payload: Payload) -> None:
    for value in payload.values():
        if not isinstance(value, str | int):
            raise ValueError("a job's payload holds ids only: texts and whole numbers")  # noqa: TRY004
        if _NIK.search(str(value)):
            raise ValueError("a job's payload must not hold a NIK or KK")


def claim(*, queue: str, worker: str, lease: float, limit: int = 1, at: datetime | None = None) -> list[Claim]:
    """Leases up to `limit` due jobs of a queue for `lease` seconds and returns them, oldest first.

    The lease has to be committed before a handler runs. `at` takes the place of the clock, which on PostgreSQL is the
    database's: workers on several machines need not agree on the time.
    """
    now = at or timezone.now()
    given: dict[str, str | float | datetime | None] = {"queue": queue, "worker": worker[:60], "limit": limit}
    if connection.vendor == "postgresql":
        statement = _CLAIM_POSTGRESQL.format(now="%(now)s::timestamptz" if at else "statement_timestamp()")
        given |= {"now": now, "lease": lease}
    else:
        statement, adapt = _CLAIM_SQLITE, connection.ops.adapt_datetimefield_value
        given |= {"now": adapt(now), "until": adapt(now + timedelta(seconds=lease))}
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows = sorted(cursor.fetchall())
    return [Claim(pk, kind, json.loads(payload), *rest) for pk, kind, payload, *rest in rows]


def finish(claim: Claim) -> bool:
    """Removes a job that is done. False if the lease was lost: somebody else has the job now, and finishes it."""
    with connection.cursor() as cursor:  # a queryset's delete() costs as much again as all the rest of a job
        cursor.execute(_FINISH, [claim.id, claim.attempts])
        return bool(cursor.rowcount)


def extend(claim: Claim, *, lease: float) -> bool:
    """Moves the end of the lease to `lease` seconds from now. False if the lease was lost."""
    return bool(claim.row.update(run_at=Now() + timedelta(seconds=lease)))


def fail(claim: Claim, error: Exception, *, at: datetime | None = None) -> bool:
    """Puts a job back with growing pauses, or among the dead after its last attempt. Returns whether it is dead now."""
    if isinstance(error, GiveUp) or claim.attempts >= claim.max_attempts:
        bury(claim, describe(error))
        return True
    run_at = (at or Now()) + timedelta(seconds=pause_after(claim.attempts))
    claim.row.update(run_at=run_at, last_error=describe(error))
    return False


def bury(claim: Claim, reason: str) -> None:
    """Keeps a job among the dead, where an operator finds it."""
    claim.row.update(state=Job.State.DEAD, last_error=reason)


def pause_after(attempts: int) -> float:
    """Seconds until the next attempt: 20, 40, 80 ... up to an hour, each 20 % more or less, so that crowds disperse."""
    pause: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2**attempts)
    return pause * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 -- spreads load, guards nothing


def describe(error: Exception) -> str:
    """The error's class and its code, if it has one of ours: a message could hold anybody's name."""
    name = type(error).__name__
    if not type(error).__module__.startswith("tuntas."):
        return name
    code = str(getattr(error, "code", "") or (error.args[0] if isinstance(error, GiveUp) and error.args else ""))
    return f"{name} {code}" if _CODE.fullmatch(code) and not _LONG_NUMBER.search(code) else name


def list_dead() -> models.QuerySet[Job]:
    """Jobs that gave up or ran out of attempts, newest first: an operator should look at each."""
    return Job.objects.filter(state=Job.State.DEAD).order_by("-id")


def run_again(job_id: int) -> bool:
    """Gives a dead job all its attempts again, at once. False if there is no such dead job."""
    dead = Job.objects.filter(pk=job_id, state=Job.State.DEAD)
    return bool(dead.update(state=Job.State.WAITING, attempts=0, run_at=Now(), dedupe_key=None, last_error=""))


def list_queues() -> list[str]:
    """Names of the queues in which jobs wait."""
    with connection.cursor() as cursor:  # asked by every worker several times a second
        cursor.execute(_QUEUES)
        return [name for (name,) in cursor.fetchall()]
