"""Receipts: typed by tired people on small phones, so one slip must never lead to somebody else's paper."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.cases.receipts import ALPHABET, make_receipt, read_receipt

NOVEMBER = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def test_receipt_names_year_and_month_of_the_office():
    new_year_in_jakarta = datetime(2026, 12, 31, 18, 0, tzinfo=UTC)

    assert make_receipt(NOVEMBER).startswith("2611-")
    assert make_receipt(new_year_in_jakarta).startswith("2701-")


def test_receipt_has_no_vowels_and_no_look_alikes():
    assert not set("AEIOU01") & set(ALPHABET)


@pytest.mark.parametrize("spell", [str.lower, lambda t: t.replace("-", ""), lambda t: f"  {t.replace('-', ' ')} "])
def test_receipt_is_read_however_it_was_typed(spell):
    receipt = make_receipt(NOVEMBER)

    assert read_receipt(spell(receipt)) == receipt


@given(st.integers(0, 11), st.sampled_from(ALPHABET + "0123456789"))
def test_one_wrong_character_never_passes(position, character):
    receipt = make_receipt(NOVEMBER)
    plain = receipt.replace("-", "")
    wrong = plain[:position] + character + plain[position + 1 :]

    assert wrong == plain or read_receipt(wrong) is None


@given(st.integers(0, 10))
def test_swapped_neighbours_never_pass(position):
    plain = make_receipt(NOVEMBER).replace("-", "")
    wrong = plain[:position] + plain[position + 1] + plain[position] + plain[position + 2 :]

    assert wrong == plain or read_receipt(wrong) is None


@given(st.text(max_size=40))
def test_any_text_is_a_receipt_or_nothing(text):
    read = read_receipt(text)

    assert read is None or (len(read) == 14 and read_receipt(read) == read)
