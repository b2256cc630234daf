"""NIK, KK, phone, RT and RW: what people write, what is kept, and what they are told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.intake.identity import birth_of, clean_kk, clean_nik, clean_phone, clean_rt, clean_rt_rw, nik_hints
from tuntas.intake.refusals import ValueRefused

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1671085203900004", "1671085203900004"),
        (" 1671 0852 0390 0004 ", "1671085203900004"),
        ("16.71.08.520390.0004", "1671085203900004"),
        ("167108-520390-0004", "1671085203900004"),
        ("9471085203900004", "9471085203900004"),  # a region that is far from here
        ("1671083112990001", "1671083112990001"),
        ("1671087112990001", "1671087112990001"),
        ("1671082902000001", "1671082902000001"),  # 29 February 2000
        ("1671082902040001", "1671082902040001"),
        ("0167108100600001", "0167108100600001"),  # temporary: village 1671081006, serial 00001
    ],
)
def test_a_nik_is_kept_as_sixteen_digits(written: str, kept: str) -> None:
    assert clean_nik(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "1671080003900004",  # day 0
        "1671083203900004",  # day 32
        "1671084003900004",  # day 40: a woman's day 0
        "1671087203900004",  # day 72
        "1671085200900004",  # month 0
        "1671085213900004",  # month 13
        "1671083104900004",  # 31 April
        "1671083002900004",  # 30 February
        "1671082902010001",  # 29 February of no leap year
        "1671085203900000",  # serial 0000
        "1600085203900004",  # regency 00
        "1671005203900004",  # district 00
        "0167108100600000",  # temporary, serial 0
    ],
)
def test_a_nik_with_swapped_digits_is_told_to_be_compared(written: str) -> None:
    with pytest.raises(ValueRefused, match="Periksa NIK ini dengan KTP"):
        clean_nik(written)


@pytest.mark.parametrize(
    "written",
    ["", "123", "16710852039000041", "167108520390000", "1671o85203900004", "١٦٧١٠٨٥٢٠٣٩٠٠٠٠٤", None, 1671085203900004,
     True, [], {}, "9" * 5000, "1671085203900004\x00", "１６７１０８５２０３９００００４"],
)  # fmt: skip
def test_what_is_no_nik_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match=r"Tulis NIK 16 angka, contoh 1671085203900004\."):
        clean_nik(written)


@given(st.dates(date(1927, 1, 1), TODAY), st.booleans(), st.integers(1, 9999), st.integers(11, 94))
def test_every_nik_tells_its_birth_and_sex(born: date, is_woman: bool, serial: int, province: int) -> None:
    nik = f"{province}7108{born.day + 40 * is_woman:02d}{born:%m%y}{serial:04d}"

    assert clean_nik(nik) == nik
    assert birth_of(nik, on=TODAY) == (born, "P" if is_woman else "L")
    assert nik_hints(nik, born.isoformat(), "P" if is_woman else "L", on=TODAY) == []


@pytest.mark.parametrize(
    ("on", "born"),
    [(date(2026, 11, 23), date(2026, 11, 23)), (date(2026, 11, 22), date(1926, 11, 23))],
)
def test_the_century_turns_on_today(on: date, born: date) -> None:
    assert birth_of("1671082311260001", on=on) == (born, "L")


@pytest.mark.parametrize(
    ("birth_date", "sex", "hints"),
    [
        ("1990-03-12", "P", []),
        ("1990-03-13", "P", ["Tanggal lahir"]),
        ("1990-03-12", "L", ["Jenis kelamin"]),
        ("1991-03-12", "L", ["Tanggal lahir", "Jenis kelamin"]),
    ],
)
def test_a_nik_of_another_birth_is_a_hint_and_no_refusal(birth_date: str, sex: str, hints: list[str]) -> None:
    found = nik_hints("1671085203900004", birth_date, sex, on=TODAY)

    assert [hint.split(" berbeda")[0] for hint in found] == hints


def test_a_temporary_nik_is_pointed_out() -> None:
    assert clean_nik("0167108100600001").startswith("0")
    assert "sementara" in nik_hints("0167108100600001", "1990-03-12", "P", on=TODAY)[0]


@pytest.mark.parametrize("written", ["1671081503210007", "1671 0815 0321 0007", "9999999999999999"])
def test_a_family_card_needs_only_sixteen_digits(written: str) -> None:
    assert len(clean_kk(written)) == 16


@pytest.mark.parametrize("written", ["0" * 16, "123", "", None, "16710815032100O7"])
def test_what_is_no_family_card_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match="Tulis nomor KK 16 angka"):
        clean_kk(written)


@pytest.mark.parametrize(
    "written",
    ["081271000143", "0812-7100-0143", "0812 7100 0143", "+6281271000143", "+62 812-7100-0143", "6281271000143",
     "62 812.7100.0143", "(0812) 7100 0143", "\u202a+62 812-7100-0143\u202c", " 081271000143\n"],
)  # fmt: skip
def test_a_mobile_number_is_kept_in_one_form(written: str) -> None:
    assert clean_phone(written) == "+6281271000143"


@pytest.mark.parametrize("written", ["+6281234567800", "0811710014", "08117100143", "0895123456789"])
def test_mobile_numbers_of_all_lengths_are_taken(written: str) -> None:
    assert clean_phone(written).startswith("+628")


@pytest.mark.parametrize(
    "written",
    ["", "0711555014", "08127100", "+60123456789", "+1 202 555 0143", "0812710001431234", "nomor saya", None,
     81271000143, "08١٢71000143", "0812" * 400, "++6281271000143"],
)  # fmt: skip
def test_what_is_no_mobile_number_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match="Tulis nomor HP Indonesia, contoh 0812-7100-0143"):
        clean_phone(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [("3", "003"), ("03", "003"), ("003", "003"), (3, "003"), ("RT 3", "003"), ("rw.12", "012"), ("0", "000")],
)
def test_an_rt_has_three_digits(written: object, kept: str) -> None:
    assert clean_rt(written) == kept


@pytest.mark.parametrize("written", ["", "1234", "RT", -1, 1000, True, None, "3a", "٣"])
def test_what_is_no_rt_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match="paling banyak 3 angka, contoh 012"):
        clean_rt(written)


@pytest.mark.parametrize("written", ["012/004", "12/4", "12 / 4", "12-4", "12 4", "RT 12 RW 4", "rt.012/rw.004"])
def test_rt_and_rw_are_kept_in_one_form(written: str) -> None:
    assert clean_rt_rw(written) == "012/004"


@pytest.mark.parametrize("written", ["", "12", "012004", "1/2/3", None, 12, "RT RW"])
def test_what_is_no_rt_and_rw_is_told_with_an_example(written: object) -> None:
    with pytest.raises(ValueRefused, match="Tulis RT dan RW, contoh 012/004"):
        clean_rt_rw(written)
