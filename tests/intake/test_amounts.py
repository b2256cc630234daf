"""Numbers and rupiah."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.intake.amounts import clean_money, clean_number
from tuntas.intake.refusals import ValueRefused


@pytest.mark.parametrize(
    "written",
    ["1500000", "1.500.000", "Rp1.500.000", "Rp 1.500.000", "rp. 1.500.000", "Rp1.500.000,00", "Rp 1.500.000,-",
     1500000, 1500000.0],
)  # fmt: skip
def test_money_is_kept_as_whole_rupiah(written: object) -> None:
    assert clean_money(written, smallest=0, largest=10**12) == 1_500_000


@pytest.mark.parametrize(
    "written",
    ["", "1,5 juta", "1.5", "15.00.000", "Rp", "-5", "1.500.000,50", "1e6", None, True, 1.5, float("nan"),
     float("inf"), "9" * 5000, [], "١٥"],
)  # fmt: skip
def test_what_is_no_money_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match=r"Tulis jumlah rupiah, contoh Rp1\.500\.000\."):
        clean_money(written, smallest=0, largest=10**12)


@pytest.mark.parametrize("written", ["3", " 3 ", 3, 3.0])
def test_a_number_is_whole(written: object) -> None:
    assert clean_number(written, smallest=1, largest=9) == 3


@pytest.mark.parametrize("written", [0, "10", -1, 10**40])
def test_a_number_beyond_its_bounds_is_told_the_bounds(written: object) -> None:
    with pytest.raises(ValueRefused, match="Tulis angka dari 1 sampai 9"):
        clean_number(written, smallest=1, largest=9)


@given(st.integers(0, 10**12))
def test_money_reads_as_it_is_written(amount: int) -> None:
    written = f"Rp{amount:,},00".replace(",", ".", f"{amount:,}".count(","))

    assert clean_money(written, smallest=0, largest=10**12) == amount
