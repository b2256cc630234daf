from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuntas.vault import keys
from tuntas.vault.pins import check_pin, hash_pin, make_pin

PINS = st.integers(0, 999_999).map(lambda number: f"{number:06d}")


def test_a_pin_has_six_digits_and_none_is_left_out() -> None:
    made = [make_pin() for _ in range(3000)]

    assert {len(pin) for pin in made} == {6}
    assert all(pin.isascii() and pin.isdigit() for pin in made)
    assert len(set(made)) > 2900
    assert any(pin.startswith("0") for pin in made)


@settings(max_examples=30, deadline=None)
@given(PINS, PINS)
def test_a_pin_fits_its_own_hash_only(pin: str, other: str) -> None:
    hashed = hash_pin(pin)

    assert check_pin(pin, hashed)
    assert check_pin(other, hashed) == (other == pin)


def test_a_pin_may_be_typed_as_it_is_printed() -> None:
    assert check_pin("482 913", hash_pin("482913"))
    assert check_pin("482913", hash_pin(" 482 913 "))


def test_a_pin_under_a_fast_hash_without_a_salt_per_person_does_not_happen() -> None:
    hashes = {hash_pin("123456") for _ in range(5)}

    assert len(hashes) == 5
    assert all(hashed.startswith("$argon2id$v=19$m=2048,t=1,p=1$") for hashed in hashes)
    assert max(map(len, hashes)) <= 128
    assert not [hashed for hashed in hashes if "123456" in hashed]


def test_a_stolen_table_without_the_pepper_fits_no_pin(home: Any) -> None:
    hashed = hash_pin("482913")

    (home / "keys" / "index.key").write_bytes(b"another installation's key......")
    keys.index_key.cache_clear()

    assert not check_pin("482913", hashed)


@pytest.mark.parametrize("typed", ["", "000000", "482914", "٤٨٢٩١٣", "\ud800", "482913' OR 1=1"])
def test_nobody_without_a_pin_is_let_in(typed: str) -> None:
    assert not check_pin(typed, "")
    assert not check_pin(typed, hash_pin("482913"))
