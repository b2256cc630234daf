"""Dates, months and times, as people in Indonesia write them."""

from datetime import date

import pytest
from django.utils.formats import date_format
from hypothesis import given
from hypothesis import strategies as st

from tuntas.intake.dates import clean_date, clean_month, clean_time
from tuntas.intake.refusals import ValueRefused

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    ["1990-03-12", "12-03-1990", "12/3/1990", "12.03.1990", "12 3 1990", "12 Maret 1990", "12 MARET 1990",
     "12 Mar 1990", " 12  maret  1990 ", "12-Mar-1990"],
)  # fmt: skip
def test_a_date_is_kept_in_one_form(written: str) -> None:
    assert clean_date(written, on=TODAY) == "1990-03-12"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_in_words_reads_as_it_was_written(day: date) -> None:
    assert clean_date(date_format(day, "j F Y"), on=TODAY) == day.isoformat()
    assert clean_month(date_format(day, "F Y"), on=TODAY) == f"{day:%Y-%m}"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("12-03-90", "4 angka"),
        ("0090-03-12", "4 angka"),
        ("31-04-1990", "tidak ada di kalender"),
        ("1990-02-30", "tidak ada di kalender"),
        ("1990-13-01", "tidak ada di kalender"),
        ("00-00-1990", "tidak ada di kalender"),
        ("12-03-1890", "Periksa tahunnya"),
        ("12 Sapi 1990", "nama bulan"),
        ("Maret 1990", "contoh 12-03-1990"),
        ("kemarin", "contoh 12-03-1990"),
        ("١٢-٠٣-١٩٩٠", "contoh 12-03-1990"),
        ("", "contoh 12-03-1990"),
        (None, "contoh 12-03-1990"),
        (19900312, "contoh 12-03-1990"),
        ("1" * 10_000, "contoh 12-03-1990"),
    ],
)
def test_what_is_no_date_is_told_what_to_write(written: object, told: str) -> None:
    with pytest.raises(ValueRefused, match=told):
        clean_date(written, on=TODAY)


def test_a_birth_in_the_future_is_refused() -> None:
    assert clean_date("23-11-2026", on=TODAY, past=True) == "2026-11-23"
    with pytest.raises(ValueRefused, match="belum terjadi"):
        clean_date("24-11-2026", on=TODAY, past=True)


@pytest.mark.parametrize("written", ["2021-03", "2021-3", "3 2021", "03-2021", "3/2021", "Maret 2021", "mar 2021"])
def test_a_month_is_kept_in_one_form(written: str) -> None:
    assert clean_month(written, on=TODAY) == "2021-03"


@pytest.mark.parametrize(
    ("written", "told"),
    [("0021-03", "4 angka"), ("3 21", "4 angka"), ("13 2021", "angka 1 sampai 12"), ("2021", "contoh 3 2021"),
     ("Sapi 2021", "nama bulan"), ("", "contoh 3 2021"), (None, "contoh 3 2021")],
)  # fmt: skip
def test_what_is_no_month_is_told_what_to_write(written: object, told: str) -> None:
    with pytest.raises(ValueRefused, match=told):
        clean_month(written, on=TODAY)


def test_a_month_that_has_not_come_is_refused() -> None:
    assert clean_month("11 2026", on=TODAY, past=True) == "2026-11"
    with pytest.raises(ValueRefused, match="belum terjadi"):
        clean_month("12 2026", on=TODAY, past=True)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("09:30", "09:30"), ("9.30", "09:30"), ("09.30 WIB", "09:30"), ("23:59", "23:59"), ("0.00", "00:00")],
)
def test_a_time_is_kept_in_one_form(written: str, kept: str) -> None:
    assert clean_time(written) == kept


@pytest.mark.parametrize("written", ["24:00", "9", "09:60", "pagi", "", None, 9.5, "09:30:00"])
def test_what_is_no_time_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match=r"contoh 09\.30"):
        clean_time(written)
