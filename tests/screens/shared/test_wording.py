"""Dates, times and numbers as people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.letters.wording import MONTHS
from tuntas.screens.shared import wording

AT = datetime(2026, 11, 21, 3, 11, tzinfo=UTC)  # Saturday, 10.11 in Palembang


def test_dates_and_times_are_indonesian() -> None:
    assert wording.day(date(2026, 11, 21)) == "21 November 2026"
    assert wording.weekday(AT) == "Sabtu, 21 November 2026"
    assert wording.month(date(2021, 3, 1)) == "Maret 2021"
    assert wording.clock(AT) == "10.11"
    assert wording.moment(AT) == "21 November 2026, 10.11"
    assert wording.stamped(AT) == "21 NOV 2026"


def test_a_moment_is_told_in_the_readers_time_zone_and_not_in_utc() -> None:
    assert wording.day(datetime(2026, 11, 20, 18, 0, tzinfo=UTC)) == "21 November 2026"


def test_nothing_is_written_for_no_date() -> None:
    assert [wording.day(None), wording.clock(None), wording.moment(None), wording.near(None, now=AT)] == [""] * 4


def test_close_times_need_fewer_words() -> None:
    assert wording.near(AT + timedelta(hours=1), now=AT) == "hari ini, 11.11"
    assert wording.near(AT + timedelta(days=1), now=AT) == "besok, 10.11"
    assert wording.near(AT - timedelta(days=2), now=AT) == "Kamis, 10.11"
    assert wording.near(AT - timedelta(days=30), now=AT) == "22 Oktober 2026, 10.11"


def test_numbers_are_grouped_to_be_read_aloud() -> None:
    assert wording.pin("482913") == "482 913"
    assert wording.nik("1671085204900001") == "1671 0852 0490 0001"
    assert wording.phone("+6281271000143") == "0812-7100-0143"
    assert wording.phone("+62711555014") == "0711-555014"
    assert wording.phone("bukan nomor") == "bukan nomor"
    assert wording.size(62_400) == "62 KB"
    assert wording.size(1_420_000) == "1,4 MB"


@given(st.from_regex(r"[0-9]{16}", fullmatch=True))
def test_a_masked_nik_shows_half_of_its_digits_at_most(nik: str) -> None:
    masked = wording.masked_nik(nik)

    assert len(masked) == 16
    assert masked[:4] + masked[-4:] == nik[:4] + nik[-4:]
    assert masked[4:12] == "•" * 8


@given(st.text(max_size=12))
def test_masking_something_short_shows_nothing_of_it(text: str) -> None:
    if len(text) <= 8:
        assert wording.masked_nik(text) == "•" * len(text)


def test_days_with_the_same_hours_are_told_as_one_run() -> None:
    table = {"0": ["08:00", "16:00"], "1": ["08:00", "16:00"], "2": ["08:00", "16:00"], "4": ["08:00", "15:30"]}

    assert wording.hours(table) == ["Senin sampai Rabu, 08.00–16.00", "Jumat, 08.00–15.30"]
    assert wording.hours({}) == []
    assert wording.hours(None) == []


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_name(number: int) -> None:
    assert wording.day(date(2026, number, 1)) == f"1 {MONTHS[number - 1]} 2026"
