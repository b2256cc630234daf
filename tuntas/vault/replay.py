"""The memory of answered requests: the same key and body get the same answer, however often they are sent."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.vault.fields import Json
from tuntas.vault.keys import keyed_hash
from tuntas.vault.models import Replay
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert, update

Make: TypeAlias = "Callable[[], tuple[int, Json]]"

KEPT = timedelta(hours=48)


class KeyReused(Exception):
    """The key was used before, with another body."""


def answer_once(key: str, *, scope: str, body: bytes, make: Make) -> tuple[int, Json]:
    """The status and JSON that `make` gave the first time this key was used in this scope.

    One transaction holds the memory and what `make` does: both stay or neither, and a refusal that `make` raises is
    not remembered. A second request with the same key waits for the first. So no wrong guess may be counted inside
    `make` (see `tries`), and `scope` has to name the caller, whose answer nobody else may get.
    Raises KeyReused when the body differs, ValueError for an empty key.
    """
    return _answer(_new(key, scope=scope, body=body), make)


def answer_prepared(key: str, *, scope: str, body: bytes, prepare: Callable[[], Make]) -> tuple[int, Json]:
    """The same, where much can be done without holding anybody up: `prepare` does it and gives what is left to make.

    A refusal that `prepare` raises is not the answer if the same request was answered just then: it may have been
    refused for what that one did. Raises like `answer_once`.
    """
    mine = _new(key, scope=scope, body=body)
    if kept := _answers.first(mine.key_hash):
        return _repeat(kept, body_hash=mine.body_hash)
    try:
        make = prepare()
    except Exception:
        if kept := _answers.first(mine.key_hash):
            return _repeat(kept, body_hash=mine.body_hash)
        raise
    return _answer(mine, make)


def _new(key: str, *, scope: str, body: bytes) -> Replay:
    if not key:
        raise ValueError("an idempotency key is not empty")
    named = keyed_hash("replay-key", f"{scope}\0{key}".encode())
    return Replay(key_hash=named, body_hash=keyed_hash("replay-body", body))


def _answer(mine: Replay, make: Make) -> tuple[int, Json]:
    with transaction.atomic():
        # On PostgreSQL the insert waits for another one of the same key; on SQLite the transaction itself has waited.
        insert([mine], ignore_conflicts=True)
        kept = _answers.get(mine.key_hash)
        if kept.pk != mine.pk:
            return _repeat(kept, body_hash=mine.body_hash)
        kept.status, kept.answer = make()
        update(kept, "status", "answer")
        return kept.status, kept.answer


@prepared
def _answers(key_hash: str) -> QuerySet[Replay]:
    return Replay.objects.filter(key_hash=key_hash)


def forget_old(at: datetime) -> int:
    """Forgets answers given more than 48 hours ago; returns how many. Called by the worker."""
    return Replay.objects.filter(created_at__lt=at - KEPT).delete()[0]


def _repeat(kept: Replay, *, body_hash: str) -> tuple[int, Json]:
    if kept.body_hash != body_hash:
        raise KeyReused(_("Kunci permintaan ini sudah dipakai untuk isi yang lain. Pakai kunci baru."))
    return kept.status, kept.answer
