"""What hundreds of tests ask of the database, done the quick way: catalogue and cast in it, and nothing left behind."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.db.models import Model

from tests.make import Cast, make_cast
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.publishing import load
from tuntas.offices.models import Assignment, Office, Officer, Post, Region

_FIXED = {"django_content_type", "auth_permission"}  # made by the migrations, changed by nobody
_HOUSE: tuple[type[Model], ...] = (Region, Office, Post, Officer, Assignment)
_Rows = list[tuple[Any, ...]]
_SERVICES: list[_Rows] = []
_PLACED: dict[str, tuple[object, list[_Rows]]] = {}
_World = TypeVar("_World")


def load_catalogue() -> None:
    """The shipped services and packages, as `publishing.load` left them for the first test that asked.

    Further tests get the same rows again: a service keeps the id of its version for the whole run, so that the product
    remembers what it once read. Tests of publishing itself call `load`.
    """
    if _SERVICES:
        _put(ServiceVersion, _SERVICES[0])
    else:
        load()
        _SERVICES.append(_read(ServiceVersion))


def place_cast() -> Cast:
    """The cast of `make_cast`; for each test people of its own, who may be changed."""
    return place("cast", make_cast)


def place(name: str, make: Callable[[], _World]) -> _World:
    """The offices and officers that `make` makes, in rows that are made once for all the tests that ask for `name`."""
    if Region.objects.exists():  # the test has begun a world of its own
        return make()
    if name not in _PLACED:
        _PLACED[name] = make(), [_read(model) for model in _HOUSE]
    else:
        for model, rows in zip(_HOUSE, _PLACED[name][1], strict=True):
            _put(model, rows)
    return cast("_World", deepcopy(_PLACED[name][0]))


def _read(model: type[Model]) -> _Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(model)} FROM {model._meta.db_table}")
        return cursor.fetchall()


def _put(model: type[Model], rows: _Rows) -> None:
    places = ", ".join(["%s"] * len(model._meta.concrete_fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({_columns(model)}) VALUES ({places})", rows)


def _columns(model: type[Model]) -> str:
    return ", ".join(field.column for field in model._meta.concrete_fields)


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
