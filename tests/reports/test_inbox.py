"""Inbox: soonest due first, only what waits for one's own posts, page by page without gaps or doubles."""

from datetime import timedelta

import pytest

from tests.make import MONDAY, make_application, make_case
from tests.tables import load_catalogue
from tuntas.cases.states import State
from tuntas.reports.inbox import list_queue

pytestmark = pytest.mark.django_db


def fill(cast, number):
    load_catalogue()
    return [
        make_case(
            cast.office,
            application=make_application(cast.office, receipt=f"2611-2222-{place:04}"),
            due_at=MONDAY + timedelta(minutes=place % 7),
        )
        for place in range(number)
    ]


def test_queue_is_sorted_by_due_time_and_counts_the_late(cast):
    fill(cast, 9)

    page = list_queue(cast.budi, at=MONDAY + timedelta(minutes=2, seconds=30))

    dues = [row.due_at for row in page.rows]
    assert dues == sorted(dues)
    assert page.total == 9
    assert page.late == sum(row.is_late for row in page.rows)
    assert page.late == 5


def test_pages_follow_each_other_without_gap_or_double(cast):
    cases = fill(cast, 23)

    seen, after = [], ""
    while True:
        page = list_queue(cast.budi, at=MONDAY, after=after, limit=5)
        seen += [row.case.pk for row in page.rows]
        after = page.next
        if not after:
            break

    assert len(seen) == len(set(seen)) == 23
    assert set(seen) == {case.pk for case in cases}


def test_others_queues_are_empty(cast):
    fill(cast, 2)

    assert list_queue(cast.eko, at=MONDAY).total == 0
    assert list_queue(cast.citra, at=MONDAY).total == 0


def test_a_spoilt_cursor_begins_at_the_start(cast):
    fill(cast, 2)

    assert len(list_queue(cast.budi, at=MONDAY, after="kemarin|bukan-nomor").rows) == 2


def test_returned_cases_are_in_nobodys_queue(cast):
    load_catalogue()
    make_case(cast.office, state=State.RETURNED)

    assert list_queue(cast.budi, at=MONDAY).total == 0


def test_queue_costs_the_same_queries_for_one_row_and_many(cast, django_assert_num_queries):
    fill(cast, 12)
    list_queue(cast.budi, at=MONDAY, limit=1)

    for limit in (1, 12):
        with django_assert_num_queries(5):
            list_queue(cast.budi, at=MONDAY, limit=limit)
