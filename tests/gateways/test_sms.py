"""How many SMS a text costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.gateways.sms import count_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("{" * 80, 1),
        ("{" * 81, 2),
        ("–" * 70, 1),
        ("–" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_follow_the_alphabet(text: str, parts: int) -> None:
    assert count_parts(text) == parts


@given(st.text(max_size=400))
def test_a_longer_text_never_costs_less(text: str) -> None:
    assert count_parts(text) <= count_parts(text + "a") <= count_parts(text + "–")
