import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import make_officer
from tuntas.offices.models import Officer
from tuntas.vault import keys
from tuntas.vault.fields import Sealed
from tuntas.vault.models import Replay

ANY_TEXT = st.text(st.characters())  # with lone surrogates, as a broken phone sends them
ANY_JSON = st.dictionaries(
    ANY_TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner),
        max_leaves=8,
    ),
    max_size=5,
)


def _through_the_database(row: Any, name: str) -> None:
    """What saving and reading the row again does to one field, without a database."""
    field = row._meta.get_field(name)
    stored = field.pre_save(row, True)
    setattr(row, name, field.from_db_value(bytes(stored), None, None))


def _raw(row: Any, name: str) -> bytes:
    table, column = row._meta.db_table, row._meta.get_field(name).column
    with connection.cursor() as cursor:
        key = row._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [key])
        return bytes(cursor.fetchone()[0])


def _put(row: Any, name: str, value: bytes) -> None:
    table, column = row._meta.db_table, row._meta.get_field(name).column
    with connection.cursor() as cursor:
        key = row._meta.pk.get_db_prep_value(row.pk, connection)
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, key])


@settings(deadline=None)
@given(ANY_TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    officer = Officer(username="budi", phone=text)

    _through_the_database(officer, "phone")

    assert isinstance(officer.__dict__["phone"], Sealed)
    assert officer.phone == text


@settings(deadline=None)
@given(ANY_JSON)
def test_any_json_comes_back_as_it_was(answer: dict[str, Any]) -> None:
    row = Replay(answer=answer)

    _through_the_database(row, "answer")

    assert row.answer == answer


@pytest.mark.django_db
def test_the_database_holds_no_clear_text() -> None:
    officer = make_officer("budi", phone="+6281234567800")

    raw = _raw(officer, "phone")

    assert b"81234567800" not in raw
    assert Officer.objects.get(pk=officer.pk).phone == "+6281234567800"


@pytest.mark.django_db
def test_a_list_decrypts_only_what_is_read() -> None:
    make_officer("budi", phone="+6281234567800")

    officer = Officer.objects.get(username="budi")

    assert isinstance(officer.__dict__["phone"], Sealed)
    assert officer.phone == "+6281234567800"
    assert type(officer.__dict__["phone"]) is str


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_row_is_refused() -> None:
    budi = make_officer("budi", phone="+6281234567800")
    eko = make_officer("eko", phone="+6281234567811")

    _put(eko, "phone", _raw(budi, "phone"))

    with pytest.raises(keys.ValueAltered, match=f"offices_officer.phone:{eko.pk}"):
        _ = Officer.objects.get(pk=eko.pk).phone


@pytest.mark.django_db
def test_a_row_copied_under_a_new_key_is_refused_before_it_is_written() -> None:
    make_officer("budi", phone="+6281234567800")
    copy = Officer.objects.get(username="budi")

    copy.pk, copy.username, copy._state.adding = keys.make_id(), "budi2", True

    with pytest.raises(keys.ValueAltered):
        copy.save()


@pytest.mark.django_db
def test_rotation_keeps_old_rows_readable_and_saving_moves_them_on(home: Any) -> None:
    officer = make_officer("budi", phone="+6281234567800")
    keys.rotate()

    again = Officer.objects.get(pk=officer.pk)
    assert again.phone == "+6281234567800"
    Officer.objects.get(pk=officer.pk).save()

    assert _raw(officer, "phone")[:2] == b"\x00\x02"
    assert Officer.objects.get(pk=officer.pk).phone == "+6281234567800"


@pytest.mark.django_db
def test_a_changed_answer_inside_json_is_saved() -> None:
    row = Replay.objects.create(key_hash="k", body_hash="b", answer={"a": 1})

    found = Replay.objects.get(pk=row.pk)
    found.answer["b"] = 2
    found.save()

    assert Replay.objects.get(pk=row.pk).answer == {"a": 1, "b": 2}


@pytest.mark.django_db
def test_a_deferred_field_is_read_when_asked_for() -> None:
    make_officer("budi", phone="+6281234567800")

    officer = Officer.objects.defer("phone").get(username="budi")

    assert officer.phone == "+6281234567800"
    officer.refresh_from_db()
    assert officer.phone == "+6281234567800"


def test_a_key_given_as_text_binds_like_the_one_from_the_database() -> None:
    pk = keys.make_id()
    officer = Officer(pk=pk.hex.upper(), phone="+6281234567800")
    field = Officer._meta.get_field("phone")

    stored = field.pre_save(officer, True)

    assert field.open(Officer(pk=pk), stored) == "+6281234567800"  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_an_encrypted_field_is_not_written_or_searched_past_its_row() -> None:
    make_officer("budi", phone="+6281234567800")

    with pytest.raises(FieldError):
        Officer.objects.update(phone="+6281234567811")
    with pytest.raises(FieldError):
        Officer.objects.filter(phone="+6281234567800").exists()


def test_an_encrypted_field_is_never_dumped_in_clear() -> None:
    officer = Officer(pk=uuid.UUID(int=1), username="budi", phone="+6281234567800")

    with pytest.raises(FieldError, match="never serialised"):
        serializers.serialize("json", [officer])


def test_a_row_without_a_key_cannot_hold_a_secret() -> None:
    officer = Officer(pk=None, phone="+6281234567800")

    with pytest.raises(FieldError, match="primary key"):
        Officer._meta.get_field("phone").pre_save(officer, True)
