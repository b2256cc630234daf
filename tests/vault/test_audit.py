from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.vault.together import run_together
from tuntas.vault import audit
from tuntas.vault.audit import AuditBroken
from tuntas.vault.models import AppendOnly, AuditEntry, AuditHead
from tuntas.vault.triggers import allow_changes, forbid_changes

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIALANG, DABO = "16.71.08.1006", "21.04.01.1001"


def _record(number: int = 1, *, stream: str = SIALANG, **fields: Any) -> AuditEntry:
    given = {"subject": f"case-{number}", "actor": "applicant", "note": {"n": number, "why": "dibaca"}, **fields}
    return audit.record("case.read", stream=stream, at=AT + timedelta(minutes=number), **given)


def _fill(count: int = 5) -> None:
    for stream in (SIALANG, DABO):
        for number in range(1, count + 1):
            _record(number, stream=stream)


def _execute(statement: str, *values: Any) -> None:
    """What somebody with access to the database can do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _broken() -> tuple[str, int]:
    with pytest.raises(AuditBroken) as caught:
        audit.verify()
    assert caught.value.stream in str(caught.value)
    assert str(caught.value.seq) in str(caught.value)
    return caught.value.stream, caught.value.seq


@pytest.mark.django_db
def test_a_whole_chain_holds() -> None:
    _fill(5)
    audit.record("backup.made", subject="backup", actor="system", at=AT)

    assert audit.verify() == 5 + 5 + 3  # two streams were opened in the root, and one entry is its own


@pytest.mark.django_db
def test_an_empty_chain_holds() -> None:
    assert audit.verify() == 0


@pytest.mark.django_db
def test_a_chain_longer_than_one_page_holds(monkeypatch: Any) -> None:
    monkeypatch.setattr(audit, "BATCH", 3)
    _fill(10)

    assert audit.verify() == 22


@pytest.mark.django_db
def test_each_stream_counts_for_itself() -> None:
    _fill(2)

    assert [entry.seq for entry in AuditEntry.objects.filter(stream=DABO).order_by("id")] == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor", "system"),
        ("action", "case.approve"),
        ("subject", "case-9"),
        ("note", '{"n": 4, "why": "dibaca"}'),
        ("at", "2026-11-23 02:02:30"),
        ("hash", "0" * 64),
    ],
)
def test_one_altered_row_is_named(column: str, value: str) -> None:
    _fill()

    _execute(f"UPDATE vault_auditentry SET {column} = %s WHERE stream = %s AND seq = 3", value, SIALANG)

    assert _broken() == (SIALANG, 3)


@pytest.mark.django_db
def test_a_deleted_row_is_named() -> None:
    _fill()

    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq = 2", DABO)

    assert _broken() == (DABO, 2)


@pytest.mark.django_db
def test_a_deleted_row_whose_gap_was_closed_is_named() -> None:
    _fill()

    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq = 2", DABO)
    for seq in (3, 4, 5):
        _execute("UPDATE vault_auditentry SET seq = %s WHERE stream = %s AND seq = %s", seq - 1, DABO, seq)

    assert _broken() == (DABO, 2)


@pytest.mark.django_db
def test_a_truncated_tail_is_named() -> None:
    _fill()

    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq > 3", SIALANG)

    assert _broken() == (SIALANG, 4)


@pytest.mark.django_db
def test_a_truncated_tail_with_its_head_made_to_fit_is_named() -> None:
    _fill()
    last = AuditEntry.objects.get(stream=SIALANG, seq=3)

    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq > 3", SIALANG)
    _execute("UPDATE vault_audithead SET seq = 3, hash = %s WHERE stream = %s", last.hash, SIALANG)

    assert _broken() == (SIALANG, 4)


@pytest.mark.django_db
def test_a_truncated_tail_is_not_made_good_by_the_next_entry() -> None:
    _fill()
    last = AuditEntry.objects.get(stream=SIALANG, seq=3)
    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq > 3", SIALANG)
    _execute("UPDATE vault_audithead SET seq = 3, hash = %s WHERE stream = %s", last.hash, SIALANG)

    for number in (4, 5, 6):
        _record(number)

    assert _broken() == (SIALANG, 4)


@pytest.mark.django_db
def test_a_stream_that_vanished_and_began_anew_is_named() -> None:
    _fill()
    _execute("DELETE FROM vault_auditentry WHERE stream = %s", DABO)
    _execute("DELETE FROM vault_audithead WHERE stream = %s", DABO)

    _record(1, stream=DABO)

    assert _broken() == (DABO, 1)


@pytest.mark.django_db
def test_a_root_that_began_anew_is_noticed() -> None:
    _fill()
    _execute("DELETE FROM vault_auditentry WHERE stream = '-'")
    _execute("DELETE FROM vault_audithead WHERE stream = '-'")

    audit.record("backup.made", subject="backup", actor="system", at=AT)

    assert _broken() == (SIALANG, 1)


@pytest.mark.django_db
def test_swapped_rows_are_named() -> None:
    _fill()

    for old, new in ((2, 99), (3, 2), (99, 3)):
        _execute("UPDATE vault_auditentry SET seq = %s WHERE stream = %s AND seq = %s", new, SIALANG, old)

    assert _broken() == (SIALANG, 2)


@pytest.mark.django_db
def test_a_row_added_by_hand_is_named() -> None:
    _fill()

    AuditEntry.objects.bulk_create(
        [AuditEntry(stream=SIALANG, seq=6, at=AT, actor="system", action="x", subject="y", hash="0" * 64)]
    )

    assert _broken() == (SIALANG, 6)


@pytest.mark.django_db
def test_a_row_moved_to_another_stream_is_named() -> None:
    _fill()

    _execute("DELETE FROM vault_auditentry WHERE stream = %s AND seq = 5", DABO)
    _execute("UPDATE vault_auditentry SET stream = %s WHERE stream = %s AND seq = 5", DABO, SIALANG)

    assert _broken() == (SIALANG, 5)


@pytest.mark.django_db
def test_a_stream_that_vanished_whole_is_named() -> None:
    _fill()

    _execute("DELETE FROM vault_auditentry WHERE stream = %s", DABO)
    _execute("DELETE FROM vault_audithead WHERE stream = %s", DABO)

    assert _broken() == (DABO, 1)


@pytest.mark.django_db
def test_heads_that_vanished_are_noticed() -> None:
    _fill()

    _execute("DELETE FROM vault_audithead")

    assert _broken() == ("-", 3)


@pytest.mark.django_db
def test_a_stream_that_was_never_opened_is_named() -> None:
    _fill()

    _execute("INSERT INTO vault_audithead (stream, seq, hash, seal) VALUES ('99', 0, '', '')")

    assert _broken() == ("99", 1)


@pytest.mark.django_db
def test_entries_are_not_changed_or_deleted_through_the_model() -> None:
    entry = _record()

    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(actor="system"),
        lambda: AuditEntry.objects.get(pk=entry.pk).save(),
        lambda: AuditEntry.objects.bulk_update([entry], ["actor"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement", ["UPDATE vault_auditentry SET actor = 'system'", "DELETE FROM vault_auditentry WHERE seq = 1"]
)
def test_the_database_itself_refuses_changes(statement: str) -> None:
    _record()
    with connection.schema_editor() as editor:
        forbid_changes(None, editor)

    try:
        with pytest.raises(DatabaseError, match="append-only"):
            _execute(statement)
        _record(2)
    finally:
        with connection.schema_editor() as editor:
            allow_changes(None, editor)

    assert audit.verify() == 3


@pytest.mark.django_db
def test_an_entry_is_rolled_back_with_its_cause() -> None:
    _record(1)

    with transaction.atomic():
        _record(2)
        transaction.set_rollback(True)
    _record(3)

    assert audit.verify() == 3
    assert AuditEntry.objects.filter(stream=SIALANG).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "1671085204900001"},
        {"note": {"nik": "1671085204900001"}},
        {"actor": ""},
        {"actor": "officer:" + "x" * 60},
        {"stream": "x" * 41},
    ],
)
def test_personal_data_and_texts_that_do_not_fit_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="audit entry"):
        _record(1, **fields)

    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_an_id_that_is_all_digits_is_not_taken_for_a_nik() -> None:
    entry = _record(
        1, actor="officer:01930000-0000-7000-8000-167108520490", subject="01930000-0000-7000-8000-167108520490"
    )

    assert entry.seq == 1
    assert audit.verify() == 2


@pytest.mark.django_db(transaction=True)
def test_officers_who_work_at_the_same_time_make_one_chain() -> None:
    def work(stream: str) -> None:
        for number in range(5):
            _record(number, stream=stream)

    calls = [lambda stream=stream: work(stream) for stream in (SIALANG, DABO) for _ in range(4)]
    results = run_together(*calls)

    assert results == [None] * 8
    assert audit.verify() == 2 * 20 + 2
    assert AuditHead.objects.get(pk=SIALANG).seq == 20


@pytest.mark.django_db(transaction=True)
def test_a_chain_holds_while_others_write_to_it() -> None:
    _fill(3)

    def write() -> None:
        for number in range(20):
            _record(number, stream=f"{number % 3}")

    results = run_together(write, lambda: [audit.verify() for _ in range(10)])

    assert not [result for result in results if isinstance(result, Exception)]
