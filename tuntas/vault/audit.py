"""The audit chain: who did or read what, each entry sealed to the one before it, one chain per office.

Keys lie outside the database, so whoever can write tables can neither forge an entry nor hide that one is gone. What
no chain can show by itself is a whole database set back to an older copy: keep `tuntas audit verify`'s count elsewhere.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NoReturn

import structlog
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from tuntas.vault.keys import keyed_hash
from tuntas.vault.models import AuditEntry, AuditHead
from tuntas.vault.rows import insert

ROOT = "-"  # the installation's own stream; it also lists every other stream, so that none can vanish whole
OPENED = "audit.stream_opened"
BROKEN = "broken:"  # in place of a head's seal, before the first row that nobody can vouch for
BATCH = 1000
_LIMITS = {"stream": 40, "actor": 64, "action": 40, "subject": 80}
_READ = "SELECT stream, seq, hash, seal FROM vault_audithead WHERE stream = %s"
_LOCK = f"{_READ} FOR UPDATE"
_ADVANCE = "UPDATE vault_audithead SET seq = %s, hash = %s, seal = %s WHERE stream = %s"
_NIK = re.compile(r"(?<![0-9A-Za-z])\d{16}(?![0-9A-Za-z])")

log = structlog.get_logger("tuntas.vault")

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
    return _find_head(stream) or (_make_root() if stream == ROOT else _open_stream(stream, at=at))


def _find_head(stream: str) -> AuditHead | None:
    # By hand, as every move of a paper passes here and the ORM would double the cost of an entry.
    with connection.cursor() as cursor:
        cursor.execute(_LOCK if connection.features.has_select_for_update else _READ, [stream])
        row = cursor.fetchone()
    return AuditHead(*row) if row else None


def _make_root() -> AuditHead:
    root = AuditHead(stream=ROOT)
    root.seal = _seal_of(root)
    AuditHead.objects.bulk_create([root], ignore_conflicts=True)
    return _find_head(ROOT) or root


def _open_stream(stream: str, *, at: datetime) -> AuditHead:
    root = _lock_head(ROOT, at=at)  # two first entries of one stream wait for each other here
    if found := _find_head(stream):
        return found
    head = AuditHead(stream=stream)
    head.seal = _seal_of(head)
    head.save(force_insert=True)
    _append(AuditEntry(stream=ROOT, at=at.astimezone(UTC), actor="system", action=OPENED, subject=stream), root)
    return head


def _append(entry: AuditEntry, head: AuditHead) -> AuditEntry:
    seal = _broken_seal(head)
    entry.seq = head.seq + 1
    entry.hash = _link(entry, before=head.hash)
    insert([entry])
    head.seq, head.hash = entry.seq, entry.hash
    with connection.cursor() as cursor:
        cursor.execute(_ADVANCE, [head.seq, head.hash, seal or _seal_of(head), head.stream])
    return entry


def _broken_seal(head: AuditHead) -> str:
    """ "" for a sound head. One that somebody altered must not be made sound by the next entry: it stays marked."""
    if head.seal == _seal_of(head):
        return ""
    log.error("audit.head_altered", stream=head.stream, seq=head.seq)
    return head.seal if head.seal.startswith(BROKEN) else f"{BROKEN}{head.seq + 1}"


def _link(entry: AuditEntry, *, before: str) -> str:
    parts: list[object] = [before, entry.stream, entry.seq, entry.at.astimezone(UTC).isoformat(), entry.actor]
    parts += [entry.action, entry.subject, entry.note]
    return keyed_hash("audit", json.dumps(parts, sort_keys=True, ensure_ascii=True).encode())


def _seal_of(head: AuditHead) -> str:
    return keyed_hash("audit-head", json.dumps([head.stream, head.seq, head.hash]).encode())


def _walk(stream: str, opened: set[str]) -> int:
    """Checks one chain to its end, and again what was added meanwhile. Returns its length."""
    seq, before = 0, ""
    while True:
        for entry in _list_entries(stream, after=seq):
            seq, before = _check_next(entry, seq=seq, before=before)
            if stream == ROOT and entry.action == OPENED:
                _note_opened(entry.subject, opened)
        # The head is read after its entries, so it is never behind them unless somebody interfered.
        head = _get_head(stream, seq=seq)
        if (head.seq, head.hash) == (seq, before):
            return seq
        if head.seq <= seq or not _entries(stream, after=seq).exists():
            _break(stream, min(head.seq, seq) + 1, _("ekor rantainya terpotong atau ditambah"))


def _note_opened(stream: str, opened: set[str]) -> None:
    if stream in opened:
        _break(stream, 1, _("rantainya dibuka dua kali"))
    opened.add(stream)


def _get_head(stream: str, *, seq: int) -> AuditHead:
    head = AuditHead.objects.filter(pk=stream).first()
    if head is None:
        _break(stream, seq + 1, _("penutup rantainya hilang"))
    mark = head.seal.removeprefix(BROKEN)
    if head.seal.startswith(BROKEN) and mark.isdecimal():
        _break(stream, int(mark), _("penutup rantainya pernah diubah"))
    if head.seal != _seal_of(head):
        _break(stream, min(seq, head.seq) + 1, _("penutup rantainya diubah"))
    return head


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
