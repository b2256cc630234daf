"""Rows: the insert and the update that a model's `save` makes, with their SQL written once (docs/adr/0015)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from django.db.models import AutoField, Model


def insert(rows: Sequence[Model], *, ignore_conflicts: bool = False) -> None:
    """Writes new rows of one table in one statement, as `bulk_create` does.

    With `ignore_conflicts` a row that breaks a unique rule is left out, and rows with a numbered key do not learn it.
    """
    if not rows:
        return
    table = _describe(type(rows[0]), connection.vendor)
    params = [param for row in rows for param in _values(row, table.columns, is_new=True)]
    end = " ON CONFLICT DO NOTHING" if ignore_conflicts else table.returning
    with connection.cursor() as cursor:
        cursor.execute(table.insert + ", ".join([table.places] * len(rows)) + end, params)
        numbers = cursor.fetchall() if end == table.returning and end else []
    for row, (number,) in zip(rows, numbers, strict=False):
        row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def update(row: Model, *names: str) -> None:
    """Writes these fields of a row, as `save(update_fields=...)` does. Raises DatabaseError for a row that has gone."""
    if not update_if(row, *names):
        raise DatabaseError(f"{type(row).__name__}: there was no such row to update")


def update_if(row: Model, *names: str, **expected: object) -> bool:
    """The same where the table still holds the expected values; whether it did."""
    kind, database = type(row), connections[DEFAULT_DB_ALIAS]
    params = _values(row, [_column(kind, name) for name in (*names, "pk")], is_new=False)
    params += [_column(kind, name).get_db_prep_save(value, database) for name, value in expected.items()]
    with connection.cursor() as cursor:
        cursor.execute(_write_update(kind, connection.vendor, names, tuple(expected)), params)
        return bool(cursor.rowcount)


@dataclass(frozen=True)
class _Table:
    """How rows of one model are written; `columns` leaves out a key that the database numbers."""

    insert: str
    places: str
    returning: str
    columns: Sequence[Any]


@lru_cache(maxsize=256)
def _describe(model: type[Model], vendor: str) -> _Table:
    columns = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
    names = ", ".join(_quote(field.column) for field in columns)
    return _Table(
        insert=f"INSERT INTO {_quote(model._meta.db_table)} ({names}) VALUES ",  # noqa: S608 -- names of our own tables
        places=f"({', '.join(['%s'] * len(columns))})",
        returning=f" RETURNING {_quote(model._meta.pk.column)}" if isinstance(model._meta.pk, AutoField) else "",
        columns=columns,
    )


@lru_cache(maxsize=256)
def _write_update(model: type[Model], vendor: str, names: tuple[str, ...], expected: tuple[str, ...]) -> str:
    changes = ", ".join(f"{_quote(_column(model, name).column)} = %s" for name in names)
    where = " AND ".join(f"{_quote(_column(model, name).column)} = %s" for name in ("pk", *expected))
    return f"UPDATE {_quote(model._meta.db_table)} SET {changes} WHERE {where}"  # noqa: S608 -- the same


def _column(model: type[Model], name: str) -> Any:
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def _quote(name: str | None) -> str:
    return connection.ops.quote_name(name or "")


def _values(row: Model, columns: Sequence[Any], *, is_new: bool) -> list[Any]:
    """The columns' values as the database takes them; encrypted ones are sealed on the way."""
    database = connections[DEFAULT_DB_ALIAS]
    return [column.get_db_prep_save(column.pre_save(row, is_new), database) for column in columns]
