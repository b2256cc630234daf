"""What hundreds of tests ask of the database, done the quick way: the catalogue in it, and nothing left behind."""

from typing import Any

from django.db import connection, transaction

from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.publishing import load

VERSIONS = ServiceVersion._meta.db_table
_COLUMNS = [field.column for field in ServiceVersion._meta.concrete_fields]
_FIXED = {"django_content_type", "auth_permission"}  # made by the migrations, changed by nobody
_ROWS: list[tuple[Any, ...]] = []


def load_catalogue() -> None:
    """The shipped services and packages, as `publishing.load` left them for the first test that asked.

    Further tests get the same rows again: a service keeps the id of its version for the whole run, so that the product
    remembers what it once read. Tests of publishing itself call `load`.
    """
    columns = ", ".join(_COLUMNS)
    with connection.cursor() as cursor:
        if _ROWS:
            places = ", ".join(["%s"] * len(_COLUMNS))
            cursor.executemany(f"INSERT INTO {VERSIONS} ({columns}) VALUES ({places})", _ROWS)
            return
        load()
        cursor.execute(f"SELECT {columns} FROM {VERSIONS}")
        _ROWS.extend(cursor.fetchall())


def empty_tables() -> None:
    """Deletes every row that a committed test left, from the tables that have any.

    Django's own `flush` truncates all of them and makes content types and permissions again, which nothing here asks
    for: half a second on PostgreSQL, a tenth on SQLite, after each test with threads, processes or a browser.
    """
    names = set(connection.introspection.django_table_names(only_existing=True)) - _FIXED
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(names))
    with transaction.atomic(), connection.cursor() as cursor:  # foreign keys are looked at when all of it is done
        cursor.execute(asked)
        for [name] in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")
