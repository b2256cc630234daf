"""Names and texts: everything a KTP shows is accepted, everything a letter cannot print has its sentence."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.catalog.shapes import NAME_SIGNS, TEXT_SIGNS
from tuntas.intake.identity import clean_name, clean_text
from tuntas.intake.refusals import ValueRefused
from tuntas.letters.glyphs import find_unprintable


@pytest.mark.parametrize(
    "name",
    ["Siti Rahmawati", "SUMARNI", "M. Yusuf", "Nur'aini", "Nur’aini", "O`Neil", "Siti-Aminah", "R.Ay. Kusumawardhani",
     "Drs. H. Abdul Karim, M.Si.", "José Álvarez", "Nguyễn Thị", "Ğöksel", "Ni Luh (alm)", "Yusuf alias Ucup", "A",
     "Abdul Karim bin Umar/Karim", "Muhammad 2"],
)  # fmt: skip
def test_a_name_is_taken_as_the_ktp_shows_it(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "sign"),
    [("#panic()", "#"), ('Siti "Ani" Rahma', '"'), ("Siti 🙂", "🙂"), ("陈美玲", "陈"), ("محمد", "م"), ("Юлия", "Ю"),
     ("Siti <b>", "<"), ("Siti $x$", "$"), ("Siti *kuat*", "*"), ("Siti @label", "@"), ("Siti_Rahma", "_"),
     ("Siti\\Rahma", "\\"), ("Siti {{x}}", "{"), ("Ａｎｉ", "Ａ"), ("ﬁna", "ﬁ")],
)  # fmt: skip
def test_a_sign_that_no_letter_prints_is_named(name: str, sign: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        clean_name(name)

    assert str(refused.value) == f"Ganti “{sign}” dengan huruf Latin. Surat tidak dapat mencetaknya."


@pytest.mark.parametrize(
    "name", ["Ani\u202eitiS", "Ani\u2066x", "Ani\x00", "A\x1bni", "A\u200bni", "A\u00adni", "\ufeffAni", "Ani\ud800",
             "Ani\u2028Siti", "Ani\ue000"],
)  # fmt: skip
def test_an_invisible_sign_is_told(name: str) -> None:
    with pytest.raises(ValueRefused, match="tanda yang tidak terlihat"):
        clean_name(name)


def test_a_mark_that_joins_no_letter_is_told() -> None:
    with pytest.raises(ValueRefused, match="Ketik tanpa tanda itu"):
        clean_name("Ani\u0331\u0332\u0333")


@pytest.mark.parametrize(
    ("written", "kept"),
    [("  Siti   Rahmawati ", "Siti Rahmawati"), ("Siti\tRahmawati\n", "Siti Rahmawati"), ("Siti\u00a0R", "Siti R"),
     ("Jose\u0301", "José")],
)  # fmt: skip
def test_blanks_and_accents_are_made_one(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@pytest.mark.parametrize("name", ["", "   ", "...", "- -", "123", None, 7, ["Ani"]])
def test_what_is_no_name_is_told_with_an_example(name: object) -> None:
    with pytest.raises(ValueRefused, match="contoh Siti Rahmawati"):
        clean_name(name)


@pytest.mark.parametrize("name", ["A" * 101, "A" * 100_000])
def test_a_name_has_an_end(name: str) -> None:
    with pytest.raises(ValueRefused, match="Paling panjang 100 huruf"):
        clean_name(name)


def test_the_rules_for_first_registrations_hold_for_the_newborn_only() -> None:
    assert clean_name("A" * 61) == "A" * 61
    assert clean_name("Arka Pratama", is_newborn=True) == "Arka Pratama"
    for name in ("A" * 61, "Arka 2", "Arka P.", "Nur'aini"):
        with pytest.raises(ValueRefused, match="Nama bayi"):
            clean_name(name, is_newborn=True)


@pytest.mark.parametrize("text", ['Kos "Melati" #12', "50% & lebih; <tanpa> {kurung}", "Jl. A–B — “C” …", "#panic()"])
def test_a_text_takes_what_keyboards_have(text: str) -> None:
    assert clean_text(text, longest=100) == text


def test_lines_stay_only_where_they_may() -> None:
    assert clean_text("a\r\n b \n\n\n\nc", longest=50, lines=True) == "a\nb\n\nc"
    assert clean_text("a\r\nb", longest=50) == "a b"


def test_a_text_may_be_too_short() -> None:
    with pytest.raises(ValueRefused, match="paling sedikit 5 huruf"):
        clean_text("abc", longest=9, shortest=5)


@given(st.text(max_size=120))
def test_whatever_is_accepted_can_be_printed_and_passes_again(text: str) -> None:
    for clean in (clean_name, lambda value: clean_text(value, longest=100)):
        try:
            kept = clean(text)
        except ValueRefused:
            continue
        assert find_unprintable(kept) is None
        assert unicodedata.is_normalized("NFC", kept)
        assert clean(kept) == kept


@pytest.mark.parametrize("signs", [NAME_SIGNS, TEXT_SIGNS])
def test_every_sign_that_intake_accepts_is_in_the_fonts_of_the_letters(signs: str) -> None:
    accepted = [chr(code) for code in range(0x10000) if re.fullmatch(f"[{signs}]", chr(code))]

    assert len(accepted) > 300
    assert find_unprintable("".join(accepted)) is None
    assert find_unprintable("".join(accepted).upper()) is None
