"""The job table: a row is both the job and the outbox entry; the lease is `run_at` itself."""

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Job(models.Model):
    """One piece of work. `payload` holds ids only, never personal data."""

    class State(models.IntegerChoices):
        WAITING = 0
        DEAD = 1

    id = models.BigAutoField(primary_key=True)
    queue = models.CharField(max_length=20, default="default")
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    run_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=8)
    state = models.PositiveSmallIntegerField(choices=State, default=State.WAITING)
    dedupe_key = models.CharField(max_length=120, null=True)  # noqa: DJ001 -- null is "no key", never equal to another
    last_error = models.CharField(max_length=300, default="")
    worker = models.CharField(max_length=60, default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["queue", "run_at", "id"], name="job_ready", condition=Q(state=0))]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dedupe_key"], name="job_dedupe", condition=Q(dedupe_key__isnull=False, state=0, attempts=0)
            )
        ]


class CronSlot(models.Model):
    """One due moment of one scheduled job; whoever inserts the row enqueues the job."""

    name = models.CharField(max_length=60)
    slot = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name", "slot"], name="cron_once")]


class Heartbeat(models.Model):
    """When a worker was last seen alive."""

    worker = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
