"""The rows of all tables as lines of JSON, alike on SQLite and PostgreSQL, so that an archive moves between them."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import islice
from typing import IO, Any, Final, TypeAlias, cast

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from tuntas.vault.fields import Sealed

AnyField: TypeAlias = "models.Field[Any, Any]"
_DERIVED: Final = frozenset({"contenttypes", "auth", "sessions"})  # made by migrations, or worthless elsewhere
_BATCH: Final = 500


def list_tables(registry: Apps) -> dict[str, type[models.Model]]:
    """Every model whose rows belong in an archive, by its label, e.g. "cases.case"."""
    found = registry.get_models(include_auto_created=True)
    return {model._meta.label_lower: model for model in found if model._meta.app_label not in _DERIVED}


@contextmanager
def snapshot() -> Iterator[None]:
    """One moment of the whole database, without keeping writers out."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")  # Django's own transactions would take the write lock
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dump_rows(model: type[models.Model], handle: IO[bytes]) -> int:
    """Writes a line with the column names, then one per row. Returns the number of rows. Call it within a snapshot."""
    fields = _fields(model)
    handle.write(_line([field.column for field in fields]))
    rows = model._base_manager.order_by("pk").values_list(*(field.attname for field in fields))
    count = 0
    for row in rows.iterator(chunk_size=2000):
        handle.write(_line([_pack(value) for value in row]))
        count += 1
    return count


def load_rows(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Inserts what `dump_rows` wrote. Returns the number of rows. Encrypted values stay as they are."""
    rows = (json.loads(line) for line in lines)
    columns = cast("list[str]", next(rows))
    by_column = {field.column: field for field in _fields(model)}
    fields = [by_column[column] for column in columns]
    statement = _insertion(model, columns)
    count = 0
    with connection.cursor() as cursor:
        while batch := list(islice(rows, _BATCH)):
            cursor.executemany(statement, [[_unpack(*pair) for pair in zip(fields, row, strict=True)] for row in batch])
            count += len(batch)
    return count


def empty_tables(tables: Mapping[str, type[models.Model]]) -> None:
    """Removes what migrations and a first start put in; within the caller's transaction."""
    for model in tables.values():
        if model._base_manager.exists():
            with connection.cursor() as cursor:
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def reset_counters(tables: Mapping[str, type[models.Model]]) -> None:
    """PostgreSQL counts ids apart from the rows: lets each count go on after the last row."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables.values())):
            cursor.execute(statement)


def _fields(model: type[models.Model]) -> list[AnyField]:
    return list(model._meta.local_concrete_fields)


def _insertion(model: type[models.Model], columns: list[str]) -> str:
    quote = connection.ops.quote_name
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 -- names of our models


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_text).encode() + b"\n"


def _pack(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date | time) else str(value)


def _unpack(field: AnyField, value: Any) -> Any:
    if value is None:
        return field.get_db_prep_save(None, connection)
    if field.get_internal_type() == "BinaryField":
        value = Sealed(base64.b64decode(value))  # what an encrypted column insists on, and any other accepts
    elif not isinstance(field, models.JSONField):
        value = field.to_python(value)
    return field.get_db_prep_save(value, connection)
