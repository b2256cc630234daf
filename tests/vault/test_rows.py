from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.make import make_cast, make_office
from tuntas.offices.models import Closure, Office, Officer, Post
from tuntas.vault.models import Replay, Tries
from tuntas.vault.rows import insert, update, update_if


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.django_db
def test_an_inserted_row_reads_like_a_saved_one() -> None:
    office = make_office()
    office.services_off, office.switches = ["SKD"], {"rt_endorsement": True, "language": "jv"}
    saved = Replay(key_hash="a", body_hash="b", status=201, answer={"pin": "482913"})
    saved.save()

    office.pk, office.code = saved.pk, "16.71.99.9999"
    office._state.adding = True
    insert([office])

    assert _columns(Office.objects.get(pk=saved.pk)) == _columns(office)
    assert office._state.adding is False


@pytest.mark.django_db
def test_encrypted_columns_lie_sealed_and_open_again() -> None:
    row = Replay(key_hash="a", body_hash="b", answer={"pin": "482913"})

    insert([row])

    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM vault_replay")
        assert b"482913" not in bytes(cursor.fetchone()[0])
    found = Replay.objects.get(pk=row.pk)
    assert found.answer == {"pin": "482913"}
    assert found.created_at == row.created_at


@pytest.mark.django_db
def test_rows_that_the_database_numbers_learn_their_number() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    rows = [Tries(scope="a", subject=str(number), since=at) for number in range(3)]

    insert(rows)

    assert {row.pk: row.subject for row in Tries.objects.all()} == {row.pk: row.subject for row in rows}


@pytest.mark.django_db
def test_nothing_to_insert_is_no_statement() -> None:
    insert([])


@pytest.mark.django_db
def test_a_conflict_is_left_out_only_when_asked() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    insert([Tries(scope="a", subject="1", since=at, count=7)])

    insert([Tries(scope="a", subject="1", since=at)], ignore_conflicts=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([Tries(scope="a", subject="1", since=at)])

    assert Tries.objects.get().count == 7


@pytest.mark.django_db
def test_only_the_named_columns_are_updated() -> None:
    officer = make_cast().chain[0]
    officer.name, officer.phone, officer.rank = "Drs. Budi", "+6281234567890", "Penata (III/c)"

    update(officer, "name", "phone")

    found = Officer.objects.get(pk=officer.pk)
    assert (found.name, found.phone, found.rank) == ("Drs. Budi", "+6281234567890", "")


@pytest.mark.django_db
def test_a_relation_is_updated_by_its_name_and_none_is_written() -> None:
    cast = make_cast()
    post = Post.objects.filter(office=cast.office).first()
    assert post is not None
    other = make_office("16.71.08.1007")
    post.office = other
    closure = Closure.objects.create(office=other, on=datetime(2026, 8, 17, tzinfo=UTC).date(), name="Libur")
    closure.office = None

    update(post, "office")
    update(closure, "office")

    assert Post.objects.get(pk=post.pk).office == other
    assert Closure.objects.get(pk=closure.pk).office is None


@pytest.mark.django_db
def test_a_row_that_changed_meanwhile_is_not_overwritten() -> None:
    office = make_office()
    Office.objects.filter(pk=office.pk).update(level=Office.Level.DISTRICT)
    office.name = "Kelurahan Lain"

    assert not update_if(office, "name", level=Office.Level.VILLAGE)
    assert update_if(office, "name", level=Office.Level.DISTRICT)
    assert Office.objects.get(pk=office.pk).name == "Kelurahan Lain"


@pytest.mark.django_db
def test_updating_a_row_that_has_gone_is_an_error() -> None:
    office = make_office()
    Office.objects.filter(pk=office.pk).delete()

    with pytest.raises(DatabaseError):
        update(office, "name")


@pytest.mark.django_db
def test_a_row_copied_under_a_new_key_is_refused() -> None:
    row = Replay(key_hash="a", body_hash="b", answer={"pin": "482913"})
    insert([row])
    copy = Replay.objects.get(pk=row.pk)
    copy.pk = None

    with pytest.raises(FieldError):
        insert([copy])
