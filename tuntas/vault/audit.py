"""The audit chain: who did or read what, each entry sealed to the one before it, one chain per office.

Keys lie outside the database, so whoever can write tables can neither forge an entry nor hide that one is gone. What
no chain can show by itself is a whole database set back to an older copy: keep `tuntas audit verify`'s count elsewhere.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NoReturn

from django.db import models, transaction
from django.utils.translation import gettext as _

from tuntas.vault.keys import keyed_hash
from tuntas.vault.models import AuditEntry, AuditHead

ROOT = "-"  # the installation's own stream; it also lists every other stream, so that none can vanish whole
OPENED = "audit.stream_opened"
BATCH = 1000
_LIMITS = {"stream": 40, "actor": 64, "action": 40, "subject": 80}
_NIK = re.compile(r"(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])")

Note = dict[str, "str | int"]


class AuditBroken(Exception):
    """The chain does not hold. `stream` and `seq` name the first bad row; the message is a sentence."""

    def __init__(self, sentence: str, *, stream: str, seq: int) -> None:
        super().__init__(sentence)
        self.stream = stream
        self.seq = seq


def record(
    action: str, *, subject: str, actor: str, stream: str = ROOT, note: Note | None = None, at: datetime
) -> AuditEntry:
    """Adds one entry and returns it. Call it last in a transaction: it holds the stream until the commit.

    `actor` is "officer:<uuid>", "applicant", "helper" or "system"; `stream` an office's code; `subject` an id. Nothing
    personal may stand in any of them. Raises ValueError for a NIK, or for a text that its column does not hold.
    """
    entry = AuditEntry(
        stream=stream, at=at.astimezone(UTC), actor=actor, action=action, subject=subject, note=note or {}
    )
    _check_texts(entry)
    with transaction.atomic(savepoint=False):  # what cannot be audited must not happen either
        return _append(entry, _lock_head(stream, at=at))


def verify() -> int:
    """Walks every chain and returns how many entries hold. Memory stays flat, and work goes on meanwhile.

    Raises AuditBroken for the first row that was altered, removed, added, or moved, and for a chain cut short.
    """
    seen = _list_streams()  # before the walk: what is opened during it is not a stranger
    if not seen:
        return 0
    opened: set[str] = set()
    checked = _walk(ROOT, opened)
    for stranger in sorted(seen - opened - {ROOT}):
        _break(stranger, 1, _("rantainya tidak pernah dibuka"))
    return checked + sum(_walk(stream, opened) for stream in sorted(opened))


def _check_texts(entry: AuditEntry) -> None:
    for name, limit in _LIMITS.items():
        if not 0 < len(getattr(entry, name)) <= limit:
            raise ValueError(f"an audit entry's {name} has 1 to {limit} characters")
    texts = [entry.stream, entry.actor, entry.action, entry.subject, *map(str, entry.note.values())]
    if any(_NIK.search(text) for text in texts):
        raise ValueError("an audit entry must not hold a NIK or KK")


def _lock_head(stream: str, *, at: datetime) -> AuditHead:
    head = AuditHead.objects.select_for_update().filter(pk=stream).first()
    if head is not None:
        return head
    if stream == ROOT:
        AuditHead.objects.bulk_create([_sealed(AuditHead(stream=ROOT))], ignore_conflicts=True)
        return AuditHead.objects.select_for_update().get(pk=ROOT)
    return _open_stream(stream, at=at)


def _open_stream(stream: str, *, at: datetime) -> AuditHead:
    # The root's lock makes two first entries of one stream wait for each other.
    root = _lock_head(ROOT, at=at)
    head, is_new = AuditHead.objects.select_for_update().get_or_create(
        pk=stream, defaults={"seal": _sealed(AuditHead(stream=stream)).seal}
    )
    if is_new:
        entry = AuditEntry(stream=ROOT, at=at.astimezone(UTC), actor="system", action=OPENED, subject=stream)
        _append(entry, root)
    return head


def _append(entry: AuditEntry, head: AuditHead) -> AuditEntry:
    entry.seq = head.seq + 1
    entry.hash = _link(entry, before=head.hash)
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    _sealed(head).save(update_fields=["seq", "hash", "seal"])
    return entry


def _link(entry: AuditEntry, *, before: str) -> str:
    parts: list[object] = [before, entry.stream, entry.seq, entry.at.astimezone(UTC).isoformat(), entry.actor]
    parts += [entry.action, entry.subject, entry.note]
    return keyed_hash("audit", json.dumps(parts, sort_keys=True, ensure_ascii=True).encode())


def _sealed(head: AuditHead) -> AuditHead:
    head.seal = _seal_of(head)
    return head


def _seal_of(head: AuditHead) -> str:
    return keyed_hash("audit-head", json.dumps([head.stream, head.seq, head.hash]).encode())


def _walk(stream: str, opened: set[str]) -> int:
    """Checks one chain to its end, and again what was added meanwhile. Returns its length."""
    seq, before = 0, ""
    while True:
        for entry in _list_entries(stream, after=seq):
            seq, before = _check_next(entry, seq=seq, before=before)
            if stream == ROOT and entry.action == OPENED:
                opened.add(entry.subject)
        # The head is read after its entries, so it is never behind them unless somebody interfered.
        head = AuditHead.objects.filter(pk=stream).first()
        if head is None or head.seal != _seal_of(head):
            _break(stream, seq + 1, _("penutup rantainya hilang atau diubah"))
        if (head.seq, head.hash) == (seq, before):
            return seq
        if head.seq <= seq or not _entries(stream, after=seq).exists():
            _break(stream, min(head.seq, seq) + 1, _("ekor rantainya terpotong atau ditambah"))


def _check_next(entry: AuditEntry, *, seq: int, before: str) -> tuple[int, str]:
    if entry.seq != seq + 1:
        _break(entry.stream, seq + 1, _("baris ini hilang"))
    if entry.hash != _link(entry, before=before):
        _break(entry.stream, entry.seq, _("baris ini diubah"))
    return entry.seq, entry.hash


def _entries(stream: str, *, after: int) -> models.QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(stream=stream, seq__gt=after).order_by("seq")


def _list_entries(stream: str, *, after: int) -> Iterator[AuditEntry]:
    # Pages instead of one long cursor: a reader that stays open would keep SQLite's WAL from being trimmed.
    while page := list(_entries(stream, after=after)[:BATCH]):
        yield from page
        after = page[-1].seq


def _list_streams() -> set[str]:
    heads = AuditHead.objects.values_list("stream", flat=True)
    entries = AuditEntry.objects.values_list("stream", flat=True).order_by("stream").distinct()
    return {*heads, *entries}


def _break(stream: str, seq: int, what: str) -> NoReturn:
    sentence = _("Jejak audit %(stream)s tidak utuh pada baris %(seq)d: %(what)s.")
    raise AuditBroken(sentence % {"stream": stream, "seq": seq, "what": what}, stream=stream, seq=seq)
