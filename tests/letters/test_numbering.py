"""Numbers: each is taken once, in order, by the office's own calendar, and every one can be explained."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.letters.papers import make_intent, make_paper
from tests.make import MONDAY, make_case, make_office
from tuntas.cases.states import State
from tuntas.catalog.definition import LetterForm
from tuntas.letters.models import Number, Series
from tuntas.letters.numbering import (
    ROMAN,
    NumberFormatRefused,
    NumberTaken,
    check_format,
    explain_series,
    list_broken,
    list_gaps,
    make_text,
    reserve,
    reserve_paper,
    void,
)

FORM = LetterForm(template="skd", title="SKD", archive="400.8.1.2", series="surat-keluar", valid_days=None)
FORMAT = "{archive}/{seq:03d}/{office}/{month}/{year}"


def take(case, *, at=MONDAY, form=FORM):
    return reserve(case, office=case.office, form=form, at=at)


@pytest.mark.django_db
def test_the_first_number_of_the_year_is_one(cast):
    number = take(make_paper(cast))

    assert number.text == "400.8.1.2/001/Kel-Sialang/XI/2026"
    assert number.state == Number.State.RESERVED


@pytest.mark.django_db
def test_numbers_follow_each_other_without_a_gap(cast):
    case = make_paper(cast)

    assert [take(case).seq for _ in range(5)] == [1, 2, 3, 4, 5]
    assert list_gaps(cast.office, "surat-keluar", 2026) == []
    assert list_broken(office=cast.office) == []


@pytest.mark.django_db
def test_each_office_counts_for_itself(cast):
    here = make_paper(cast)
    there = make_case(cast.elsewhere, application=here.application, state=State.SIGNING)

    assert (take(here).seq, take(there).seq, take(here).seq) == (1, 1, 2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("zone", "text"),
    [("Asia/Jakarta", "400.8.1.2/001/Kel-Sialang/XII/2026"), ("Asia/Jayapura", "400.8.1.2/001/Kel-Sialang/I/2027")],
)
def test_new_year_comes_by_the_offices_own_clock(cast, zone, text):
    cast.office.timezone = zone
    cast.office.save()

    assert take(make_paper(cast), at=datetime(2026, 12, 31, 15, 30, tzinfo=UTC)).text == text


@pytest.mark.django_db
def test_a_new_year_begins_at_one_again(cast):
    case = make_paper(cast)
    take(case)

    assert take(case, at=datetime(2027, 1, 4, 2, 0, tzinfo=UTC)).seq == 1


@pytest.mark.django_db
def test_a_void_number_stays_with_its_reason_and_is_not_used_again(cast):
    case = make_paper(cast)
    number = take(case)

    void(number, reason="Nama keliru")

    assert take(case).seq == 2
    [first, _second] = explain_series(cast.office, "surat-keluar", 2026)
    assert (first.state, first.reason) == ("void", "Nama keliru")


@pytest.mark.django_db
def test_a_used_number_is_not_voided(cast):
    number = take(make_paper(cast))
    number.state = Number.State.USED
    number.save()

    with pytest.raises(NumberTaken):
        void(number, reason="Keliru")


@pytest.mark.django_db
def test_nothing_is_void_without_a_reason(cast):
    number = take(make_paper(cast))

    with pytest.raises(ValueError, match="reason"):
        void(number, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.filter(pk=number.pk).update(state="void", reason="")


@pytest.mark.django_db
def test_a_row_that_was_lost_is_an_unexplained_gap(cast):
    case = make_paper(cast)
    numbers = [take(case) for _ in range(3)]
    numbers[1].delete()

    assert list_gaps(cast.office, "surat-keluar", 2026) == [2]
    assert [(series.name, gaps) for series, gaps in list_broken()] == [("surat-keluar", [2])]


@pytest.mark.django_db
def test_a_counter_that_was_set_back_is_seen(cast):
    take(make_paper(cast))
    Series.objects.update(last=3)

    assert list_gaps(cast.office, "surat-keluar", 2026) == [2, 3]


@pytest.mark.django_db
def test_numbers_written_by_hand_are_part_of_the_series(cast):
    case = make_paper(cast)
    take(case)

    block = reserve_paper(cast.office, form=FORM, reason="Listrik padam 20 November", at=MONDAY, count=3, first=2)

    assert [number.seq for number in block] == [2, 3, 4]
    assert take(case).seq == 5
    assert explain_series(cast.office, "surat-keluar", 2026)[1].reason == "Listrik padam 20 November"


@pytest.mark.django_db
def test_a_paper_book_that_overlaps_is_refused(cast):
    case = make_paper(cast)
    for _ in range(3):
        take(case)

    with pytest.raises(NumberTaken, match="berikutnya 4"):
        reserve_paper(cast.office, form=FORM, reason="Padam", at=MONDAY, first=2)

    assert Number.objects.count() == 3


@pytest.mark.django_db
def test_two_series_that_write_alike_cannot_give_one_text(cast):
    case = make_paper(cast)
    take(case)

    with pytest.raises(NumberTaken, match="sudah ada"):
        take(case, form=LetterForm("skd", "SKD", "400.8.1.2", "lain", None))

    assert not Series.objects.filter(name="lain").exists()


@pytest.mark.django_db
def test_a_refused_transaction_gives_its_number_back(cast):
    case = make_paper(cast)

    with transaction.atomic():
        take(case)
        transaction.set_rollback(True)

    assert take(case).seq == 1


@pytest.mark.parametrize(
    "number_format", [FORMAT, "{seq}/{year}", "{archive}/{seq:04d}/{office}/{year}", "{year}-{seq}"]
)
def test_usual_formats_are_taken(number_format):
    check_format(number_format)


@pytest.mark.parametrize(
    ("number_format", "says"),
    [
        ("{archive}/{office}/{year}", "perlu"),
        ("{seq}/{month}", "perlu"),
        ("{seq}/{year}/{nik}", "nik"),
        ("{seq.__class__}/{year}", "mengenal"),
        ("{seq[0]}/{year}", "mengenal"),
        ("{seq!r}/{year}", "Lebar"),
        ("{seq:>99999999d}/{year}", "Lebar"),
        ("{seq:03d}/{year:{seq}}", "Lebar"),
        ("{}/{seq}/{year}", "mengenal"),
        ("{seq}/{year", "kurawal"),
        ("{seq}}/{year}", "kurawal"),
    ],
)
def test_formats_that_would_double_or_leak_are_refused(number_format, says):
    with pytest.raises(NumberFormatRefused, match=says):
        check_format(number_format)


@given(st.text(max_size=40))
def test_any_format_is_taken_or_refused_with_a_sentence(number_format):
    try:
        text = make_text(number_format, archive="400", seq=7, office="Kel", on=date(2026, 11, 20))
    except NumberFormatRefused:
        return
    assert "7" in text
    assert "2026" in text


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 99_999))
def test_numbers_of_one_year_never_read_alike(on, seq):
    texts = {make_text(FORMAT, archive="4", seq=number, office="K", on=on) for number in (seq, seq + 1)}

    assert len(texts) == 2
    assert f"/{ROMAN[on.month - 1]}/" in texts.pop()


class AnyOrder(TestCase):
    """Whatever happens to numbers, in whatever order, each is explained and none is doubled."""

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.sampled_from(["take", "void", "use", "paper"]), max_size=25))
    def test_every_number_is_explained_and_none_is_doubled(self, acts):
        office = make_office()
        case = make_case(office, state=State.SIGNING)
        for act in acts:
            live = Number.objects.filter(office=office, state=Number.State.RESERVED).order_by("seq").first()
            if act == "take":
                take(case)
            elif act == "paper":
                reserve_paper(office, form=FORM, reason="Padam", at=MONDAY)
            elif live and act == "void":
                void(live, reason="Uji")
            elif live:
                Number.objects.filter(pk=live.pk).update(state=Number.State.USED)

        lines = explain_series(office, "surat-keluar", 2026)
        taken = sum(act in {"take", "paper"} for act in acts)
        assert [line.seq for line in lines] == list(range(1, taken + 1))
        assert len({line.text for line in lines}) == taken
        assert list_gaps(office, "surat-keluar", 2026) == []


@pytest.mark.django_db(transaction=True)
def test_200_reservations_at_once_give_200_numbers(cast):
    """OpenSID 2410 fails 16 of 48 with four at a time."""
    case = make_paper(cast)
    office, pk = cast.office, case.pk

    def take_one(_n):
        try:
            return reserve(type(case).objects.get(pk=pk), office=office, form=FORM, at=MONDAY).seq
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(take_one, range(200)))

    assert sorted(taken) == list(range(1, 201))
    assert list_gaps(office, "surat-keluar", 2026) == []
    assert Series.objects.get().last == 200


@pytest.mark.django_db
def test_a_letters_number_belongs_to_its_case(cast):
    letter = make_intent(cast)

    assert letter.number.case == letter.case
    assert letter.number.office == letter.office
