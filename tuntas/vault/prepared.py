"""Prepared questions: a query whose SQL is written once, then asked again and again with other values."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import itemgetter
from secrets import randbelow, token_hex
from typing import Any, Generic, ParamSpec, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet, ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
R = TypeVar("R")

Row: TypeAlias = "Sequence[Any]"
_MOST_SHAPES = 64  # a list of values makes another shape at each length


class CannotPrepare(TypeError):
    """A value of this kind changes the SQL itself, or does not reach it as it is."""


class Prepared(Generic[P, M, R]):
    """A query of a fixed shape; made by `prepared`.

    Django takes ten times as long to write the SQL of a small query as SQLite takes to answer it, so it is written once
    for each database and kept; of the answers nothing is kept. Values are UUIDs, texts, whole numbers, days, moments,
    and lists of these; never None or a truth value, which belong into the query.
    """

    def __init__(self, make: "Callable[P, QuerySet[M, R]]") -> None:
        self._make = make
        self._known: dict[tuple[object, ...], _Question[R]] = {}

    def all(self, *values: P.args, **_none: P.kwargs) -> list[R]:
        """What the queryset would give, as a list."""
        shape = (connection.vendor, *(len(value) if isinstance(value, list) else type(value) for value in values))
        question = self._known.get(shape)
        if question is None:
            question = _Question(self._make, values)
            if len(self._known) < _MOST_SHAPES:
                self._known[shape] = question
        return question.ask(values)

    def first(self, *values: P.args, **none: P.kwargs) -> R | None:
        """The first of them, or None. The query itself should ask for one only."""
        return next(iter(self.all(*values, **none)), None)

    def get(self, *values: P.args, **none: P.kwargs) -> R:
        """The first of them. Raises ObjectDoesNotExist."""
        for found in self.all(*values, **none):
            return found
        raise ObjectDoesNotExist


def prepared(make: "Callable[P, QuerySet[M, R]]") -> Prepared[P, M, R]:
    """Makes a function that builds a queryset, of models or a list of columns, into a prepared question.

    @prepared
    def _steps_of(case_id: uuid.UUID) -> QuerySet[Step]:
        return Step.objects.filter(case=case_id)

    steps = _steps_of.all(case.pk)
    """
    return Prepared(make)


class _Question(Generic[R]):
    """The SQL of one shape, the places of its values, and how a row becomes what the queryset gives."""

    def __init__(self, make: "Callable[..., QuerySet[Any, R]]", values: Sequence[Any]) -> None:
        try:
            written = _write(make, values)
        except EmptyResultSet:
            if [] not in values:  # else it is the list without values that nothing can be in
                raise CannotPrepare("Django found that this can have no answer") from None
            self._sql = ""
            return
        compiler = written.compiler
        self._sql, self._params = written.sql, written.params
        self._places = list(_list_places(written, _write(make, values)))
        self._converters = list(compiler.get_converters([column for column, _sql, _alias in compiler.select]).items())
        self._build = _choose_builder(written.queryset, compiler)

    def ask(self, values: Sequence[Any]) -> list[R]:
        """The answer for these values."""
        if not self._sql:
            return []
        params, given = self._params.copy(), _flatten(values)
        for place, index in self._places:
            params[place] = given[index]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, params)
            rows = cursor.fetchall()
        return [self._build(row) for row in self._convert(rows)]

    def _convert(self, rows: Sequence[Row]) -> Iterator[Row]:
        database = connections[DEFAULT_DB_ALIAS]
        for row in map(list, rows):
            for place, (converters, column) in self._converters:
                for convert in converters:
                    row[place] = convert(row[place], column, database)
            yield row


@dataclass(frozen=True)
class _Written:
    """The SQL of a question about marks: values of the right kinds, by which their places are found in it."""

    queryset: "QuerySet[Any, Any]"
    compiler: Any
    sql: str
    params: list[Any]
    marks: list[Any]


def _write(make: "Callable[..., QuerySet[Any, Any]]", values: Sequence[Any]) -> _Written:
    marks = [[_mark(one) for one in value] if isinstance(value, list) else _mark(value) for value in values]
    queryset = make(*marks)
    compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    return _Written(queryset, compiler, sql, list(params), _flatten(marks))


def _mark(value: object) -> Any:
    """Another value of the same kind."""
    if isinstance(value, uuid.UUID):
        return uuid.uuid4()
    if isinstance(value, str):
        return token_hex(16)
    if isinstance(value, datetime):
        return datetime(8000, 1, 1, second=randbelow(60), microsecond=randbelow(1_000_000), tzinfo=UTC)
    if isinstance(value, date):
        return date.fromordinal(date(8000, 1, 1).toordinal() + randbelow(100_000))
    if isinstance(value, int) and not isinstance(value, bool):
        return randbelow(2**15)  # what the smallest column holds: Django knows that none can hold more
    raise _refuse(value)


def _flatten(values: Sequence[Any]) -> list[Any]:
    """All values in order, as the database takes them."""
    flat: list[Any] = []
    for value in values:
        flat.extend(map(_adapt, value) if isinstance(value, list) else (_adapt(value),))
    return flat


def _adapt(value: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise _refuse(value)


def _refuse(value: object) -> CannotPrepare:
    return CannotPrepare(f"{type(value).__name__} is no value of a prepared question")


def _list_places(one: _Written, other: _Written) -> Iterator[tuple[int, int]]:
    """Where in the parameters which value goes: where each of two writings has its own mark of it.

    Raises CannotPrepare where a value got there altered, or not at all.
    """
    if one.sql != other.sql:
        raise CannotPrepare("a value changes the SQL")
    pairs = list(zip(one.marks, other.marks, strict=True))
    found = set()
    for place, pair in enumerate(zip(one.params, other.params, strict=True)):
        if pair in pairs:
            found.add(pairs.index(pair))
            yield place, pairs.index(pair)
        elif pair[0] != pair[1]:
            raise CannotPrepare("a value is altered on its way into the SQL")
    if len(found) < len(pairs):
        raise CannotPrepare("a value does not stand by itself in the SQL")


def _choose_builder(queryset: "QuerySet[Any, Any]", compiler: Any) -> Callable[[Row], Any]:
    kind: Any = queryset._iterable_class
    if queryset.query.annotations or queryset.query.extra_select:
        raise CannotPrepare("what the database works out is not prepared")
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return itemgetter(0)
    if kind is ModelIterable:
        return _make_model_builder(compiler)
    raise CannotPrepare("models and lists of columns are prepared, nothing else")


def _make_model_builder(compiler: Any) -> Callable[[Row], Any]:
    """What `ModelIterable` does for each row, with all that is the same for every row worked out before."""
    kind, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [column.target.attname for column, _sql, _alias in compiler.select[start:end]]
    related: Any = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]

    def build(row: Row) -> Any:
        made = kind.from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, made)
        return made

    return build
