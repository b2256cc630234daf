"""Figures: they add up, they read the same every time, and the public recognises nobody in them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY
from tests.people.neighbours import add_resident
from tests.people.villagers import list_villagers, to_csv
from tuntas.flow.import_residents import open_loading, read_file
from tuntas.flow.mutate import merge_residents
from tuntas.people.changing import Cause, remove_resident
from tuntas.people.changing import add_resident as move_in
from tuntas.people.counting import TOPICS as COUNTED
from tuntas.people.counting import age_group, count_office
from tuntas.people.models import Kind, Resident
from tuntas.reports.lampid import read_lampid
from tuntas.reports.population import SMALLEST, TOPICS, Cell, Figures, Line, hide_small, read_figures

TODAY = date(2026, 11, 23)


def make_figures(pairs: list[tuple[int, int]]) -> Figures:
    lines = [Line(str(number), Cell(men), Cell(women), Cell(men + women)) for number, (men, women) in enumerate(pairs)]
    men, women = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return Figures("x", lines, Line("sum", Cell(men), Cell(women), Cell(men + women)), None)


NUMBERS = st.one_of(st.integers(0, 8), st.integers(0, 5000))
TABLES = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=12)


@given(TABLES)
def test_no_cell_of_one_to_four_people_is_shown(pairs):
    figures = hide_small(make_figures(pairs))

    for line in (*figures.lines, figures.sums):
        for cell in line.cells:
            assert cell.is_hidden or cell.number == 0 or cell.number >= SMALLEST


@given(TABLES)
def test_no_sum_gives_its_only_hidden_cell_away(pairs):
    figures = hide_small(make_figures(pairs))
    grid = [line.cells for line in (*figures.lines, figures.sums)]

    for cells in (*grid, *zip(*grid, strict=True)):
        assert sum(cell.is_hidden for cell in cells) != 1


@given(TABLES)
def test_what_is_shown_is_true_and_what_is_hidden_is_not_there(pairs):
    before, after = make_figures(pairs), hide_small(make_figures(pairs))

    for old, new in zip((*before.lines, before.sums), (*after.lines, after.sums), strict=True):
        for was, now in zip(old.cells, new.cells, strict=True):
            assert now.number == (0 if now.is_hidden else was.number)


@given(st.lists(st.tuples(st.integers(5, 5000), st.integers(5, 5000)), min_size=1, max_size=8))
def test_a_table_without_small_cells_is_shown_whole(pairs):
    assert not hide_small(make_figures(pairs)).has_hidden


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)))
def test_every_birthday_has_one_age_group(born):
    group = age_group(born.isoformat(), on=date(2030, 6, 1))

    low = int(group[:2])
    assert low % 5 == 0
    assert group == "75+" or int(group[3:]) == low + 4


def test_a_birthday_counts_from_the_day_itself():
    assert age_group("2021-11-23", on=TODAY) == "05-09"
    assert age_group("2021-11-24", on=TODAY) == "00-04"
    assert age_group("", on=TODAY) == ""


@pytest.mark.django_db
def test_every_topic_counts_everybody_once(cast):
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(300)), at=MONDAY)
    count_office(cast.office, on=TODAY, at=MONDAY)

    assert set(COUNTED) == set(TOPICS)
    for topic in TOPICS:
        figures = read_figures([cast.office], topic=topic, is_public=False)
        assert figures.sums.total.number == 300
        assert sum(line.total.number for line in figures.lines) == 300


@pytest.mark.django_db
def test_counting_again_replaces_the_numbers(cast):
    resident = add_resident(cast.office)
    count_office(cast.office, on=TODAY, at=MONDAY)
    Resident.objects.filter(pk=resident.pk).update(status=Resident.Status.MOVED)

    count_office(cast.office, on=TODAY, at=MONDAY)

    assert read_figures([cast.office], topic="age", is_public=False).lines == []


@pytest.mark.django_db
def test_another_offices_people_are_not_counted(cast):
    add_resident(cast.elsewhere)
    count_office(cast.elsewhere, on=TODAY, at=MONDAY)

    assert read_figures([cast.office], topic="age", is_public=False).lines == []


def cause(cast, *, on: date) -> Cause:
    return Cause(cast.citra, MONDAY, on)


@pytest.mark.django_db
def test_lampid_adds_up_and_reads_the_same_later(cast):
    read_file(open_loading(office=cast.office, at=MONDAY - timedelta(days=40)), to_csv(list_villagers(8)), at=MONDAY)
    first, second = Resident.objects.order_by("pk")[:2]
    remove_resident(first, kind=Kind.DEATH, cause=cause(cast, on=date(2026, 11, 3)))
    card = {"kk": "1671080101219999"}
    baby = {"name": "Arka", "sex": "L", "birth_date": "2026-11-01"}
    move_in(baby, card, office=cast.office, kind=Kind.BIRTH, cause=cause(cast, on=date(2026, 11, 30)))
    november = read_lampid([cast.office], month=date(2026, 11, 15))

    remove_resident(second, kind=Kind.MOVE_OUT, cause=cause(cast, on=date(2026, 12, 1)))
    read_file(
        open_loading(office=cast.office, at=MONDAY + timedelta(days=30)), to_csv(list_villagers(3, first=90)), at=MONDAY
    )

    assert read_lampid([cast.office], month=date(2026, 11, 1)) == november
    assert [(line.key, line.total) for line in november.lines] == [
        ("start", 8),
        ("birth", 1),
        ("death", 1),
        ("move_out", 0),
        ("move_in", 0),
        ("end", 8),
    ]
    december = read_lampid([cast.office], month=date(2026, 12, 1))
    assert december.start.total == november.end.total == 8
    assert (december.end.total, december.end.men + december.end.women) == (10, 10)
    assert {line.key: line.total for line in december.lines}["loaded"] == 3


@pytest.mark.django_db
def test_lampid_ends_with_as_many_as_live_here(cast):
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(12)), at=MONDAY)
    one, two, three = Resident.objects.order_by("pk")[:3]
    remove_resident(one, kind=Kind.DEATH, cause=cause(cast, on=TODAY))
    merge_residents(two, drop=three, by=cast.citra, at=MONDAY)

    report = read_lampid([cast.office], month=TODAY)

    here = Resident.objects.present().filter(office=cast.office)
    assert report.end.total == here.count()
    assert report.end.men == here.filter(sex="L").count()


@pytest.mark.django_db
def test_lampid_of_an_empty_register_is_nothing_but_zeros(cast):
    assert {line.total for line in read_lampid([cast.office], month=TODAY).lines} == {0}
