import uuid
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from tests.make import make_cast
from tuntas.letters.models import Series
from tuntas.offices.models import Assignment, Closure, Office, Officer, Post
from tuntas.vault.models import Tries
from tuntas.vault.prepared import CannotPrepare, prepared


@prepared
def held_posts(officer: uuid.UUID, day: date) -> QuerySet[Assignment]:
    held = Assignment.objects.valid_on(day).filter(officer=officer)
    return held.select_related("post__office__parent", "officer").order_by("post_id")


@prepared
def offices_among(codes: list[str], open_only: list[uuid.UUID]) -> QuerySet[Office]:
    return Office.objects.filter(Q(code__in=codes) | Q(pk__in=open_only)).order_by("code")


@prepared
def counts_since(scope: str, at: datetime, more_than: int) -> QuerySet[Tries, int]:
    return Tries.objects.filter(scope=scope, since__gte=at, count__gt=more_than).values_list("count", flat=True)


@pytest.mark.django_db
def test_it_answers_what_the_queryset_answers() -> None:
    cast = make_cast()
    on = timezone.localdate()

    for officer in Officer.objects.all():
        asked = held_posts.all(officer.pk, on)
        usual = list(Assignment.objects.valid_on(on).filter(officer=officer).select_related("post__office"))

        assert {row.pk for row in asked} == {row.pk for row in usual}
        for row in asked:
            assert row.post.office == Post.objects.get(pk=row.post_id).office
            assert row.officer == officer
            assert vars(row.post.office).keys() >= {"hours", "switches", "region_id"}
    assert held_posts.all(cast.chain[0].pk, date(1990, 1, 1)) == []


@pytest.mark.django_db
def test_related_rows_come_along_and_none_stays_none() -> None:
    cast = make_cast()
    held = held_posts.first(cast.chain[0].pk, timezone.localdate())

    assert held is not None
    with connection.execute_wrapper(_refuse):
        assert held.post.office.parent is None or held.post.office.parent.name
        assert held.officer.name


def _refuse(*_given: Any) -> None:
    raise AssertionError("a query that was not needed")


@pytest.mark.django_db
def test_encrypted_columns_open_as_ever() -> None:
    officer = make_cast().chain[0]
    officer.phone = "+6281234567890"
    officer.save()

    held = held_posts.first(officer.pk, timezone.localdate())

    assert held is not None
    assert held.officer.phone == "+6281234567890"


@pytest.mark.django_db
def test_lists_may_have_any_length() -> None:
    cast = make_cast()
    codes = sorted(Office.objects.values_list("code", flat=True))

    assert [office.code for office in offices_among.all(codes, [])] == codes
    assert [office.code for office in offices_among.all(codes[:1], [])] == codes[:1]
    assert [office.code for office in offices_among.all([], [cast.office.pk])] == [cast.office.code]
    assert offices_among.all([], []) == []


@pytest.mark.django_db
def test_moments_texts_and_numbers_are_compared_as_the_database_keeps_them() -> None:
    at = timezone.now()
    Tries.objects.create(scope="a", subject="1", count=3, since=at)
    Tries.objects.create(scope="a", subject="2", count=5, since=at)

    assert counts_since.all("a", at, 3) == [5]
    assert sorted(counts_since.all("a", at, 0)) == [3, 5]
    assert counts_since.all("a", at.replace(year=at.year + 1), 0) == []
    assert counts_since.all("b", at, 0) == []
    assert counts_since.first("a", at, 4) == 5


@pytest.mark.django_db
def test_a_value_is_never_part_of_the_sql() -> None:
    wanted = "x') OR 1=1 --"
    statements: list[str] = []

    def note(execute: Any, sql: str, *given: Any) -> Any:
        statements.append(sql)
        return execute(sql, *given)

    with connection.execute_wrapper(note):
        assert offices_among.all([wanted], []) == []

    assert len(statements) == 1
    assert "OR 1=1" not in statements[0]


@pytest.mark.django_db
@pytest.mark.parametrize("value", [None, True, 1.5, b"x"])
def test_what_changes_the_sql_is_refused(value: Any) -> None:
    make_cast()

    with pytest.raises(CannotPrepare):
        held_posts.all(value, timezone.localdate())


@pytest.mark.django_db
def test_a_value_that_the_lookup_alters_is_refused() -> None:
    @prepared
    def starting_with(start: str) -> QuerySet[Office]:
        return Office.objects.filter(code__startswith=start)

    with pytest.raises(CannotPrepare):
        starting_with.all("16")


@pytest.mark.django_db
def test_a_small_number_is_compared_in_a_small_column() -> None:
    office = make_cast().office
    series = Series.objects.create(office=office, name="a", year=2026, last=7)

    @prepared
    def of_year(office: uuid.UUID, year: int) -> QuerySet[Series]:
        return Series.objects.select_for_update().filter(office=office, year=year, last=7)

    assert of_year.all(office.pk, 2026) == [series]
    assert of_year.all(office.pk, 7) == []


@pytest.mark.django_db
def test_what_can_never_have_an_answer_is_refused() -> None:
    @prepared
    def nothing(code: str) -> QuerySet[Office]:
        return Office.objects.filter(code=code).none()

    with pytest.raises(CannotPrepare):
        nothing.all("16")


@pytest.mark.django_db
def test_several_columns_come_as_tuples() -> None:
    office = make_cast().office

    @prepared
    def pairs(code: str) -> Any:
        return Office.objects.filter(code=code).values_list("name", "services_off", "pk")

    assert pairs.all(office.code) == [(office.name, [], office.pk)]


@pytest.mark.django_db
def test_what_is_counted_by_the_database_is_refused() -> None:
    @prepared
    def counted(code: str) -> Any:
        return Office.objects.filter(code=code).annotate(number=Count("posts"))

    with pytest.raises(CannotPrepare):
        counted.all("16")


@pytest.mark.django_db
def test_nothing_of_an_answer_is_kept() -> None:
    cast = make_cast()
    days = prepared(lambda office: Closure.objects.filter(office=office).order_by("on"))

    assert days.all(cast.office.pk) == []
    Closure.objects.create(office=cast.office, on=date(2026, 8, 17), name="Libur")

    assert [row.on for row in days.all(cast.office.pk)] == [date(2026, 8, 17)]
