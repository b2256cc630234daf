"""Templates: every letter looks and reads as it was agreed, and asks for nothing that its service does not have."""

import hashlib
import json
import os
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.letters.papers import read_text
from tests.letters.sheets import ANI, AT, DEFINITIONS, SERVICES, SIGNATORY, make_answers, make_sample
from tuntas.letters.fields import fields_used, list_missing, list_templates
from tuntas.letters.render import TEMPLATES, Paper, compile_pdf, render

GOLDEN = Path(__file__).parent / "golden"
HASHES = GOLDEN / "hashes.json"
WRITE = os.environ.get("TUNTAS_TEST_GOLDEN") == "write"  # writes what is set now; look at the difference before commit


def check_golden(code: str, pdf: bytes) -> None:
    """Compares a letter's text and bytes with those that were agreed."""
    text, digest = read_text(pdf) + "\n", hashlib.sha256(pdf).hexdigest()
    hashes = json.loads(HASHES.read_text()) if HASHES.exists() else {}
    if WRITE:
        (GOLDEN / f"{code}.txt").write_text(text)
        HASHES.write_text(json.dumps({**hashes, code: digest}, indent=2, sort_keys=True) + "\n")
    assert text == (GOLDEN / f"{code}.txt").read_text()
    assert digest == hashes.get(code) or WRITE


@cache
def render_sample(code: str) -> bytes:
    """The letter of a service with ordinary answers, set once for all that is asked of it."""
    return render(make_sample(code), at=AT)


@pytest.mark.parametrize("code", SERVICES)
def test_each_letter_is_set_as_it_was_agreed(code):
    check_golden(code, render_sample(code))


@pytest.mark.parametrize("code", SERVICES)
def test_the_same_letter_gives_the_same_bytes(code):
    assert render(make_sample(code), at=AT) == render_sample(code)


@pytest.mark.parametrize("code", SERVICES)
def test_each_letter_can_be_read_aloud(code):
    """PDF/UA refuses a picture without a text and a document without a title."""
    sheet = make_sample(code)

    assert compile_pdf(Paper([sheet], title=sheet.title, author="Kelurahan Sialang"), at=AT, standard="ua-1")


@pytest.mark.parametrize("code", SERVICES)
def test_each_letter_fits_on_one_page(code):
    assert "\f" not in read_text(render_sample(code))


@pytest.mark.parametrize("code", SERVICES)
def test_each_letter_says_how_it_is_checked_and_a_sample_that_it_is_one(code):
    sheet = make_sample(code)
    text = read_text(compile_pdf(Paper([sheet], title=sheet.title, author="Kelurahan Sialang", mark="CONTOH"), at=AT))

    assert "Periksa keaslian" in text
    assert "CONTOH" in text


def test_a_full_letter_still_fits_on_one_page():
    lines = ["a.n. LURAH SIALANG", "SEKRETARIS", "u.b.", "KEPALA SEKSI PEMERINTAHAN,"]
    through = replace(SIGNATORY, lines=lines)

    for sheet in (make_sample("SKU", signatory=through), make_sample("SKPH", answers={"for_child": True})):
        assert "\f" not in read_text(render(sheet, at=AT))


@pytest.mark.parametrize("code", SERVICES)
def test_each_service_asks_what_its_letter_prints(code):
    assert list_missing(DEFINITIONS[code]) == []


@pytest.mark.parametrize("code", SERVICES)
def test_each_letter_is_set_without_its_optional_answers(code):
    optional = {question.code for question in DEFINITIONS[code].questions if not question.required or question.when}
    empty = dict.fromkeys(optional)

    text = read_text(render(make_sample(code, answers=empty), at=AT))

    assert "None" not in text
    assert ", ," not in text


def test_every_template_belongs_to_a_service():
    used = {definition.letter.template for definition in DEFINITIONS.values() if definition.letter}

    assert set(list_templates()) == used


def test_a_question_that_was_taken_away_is_missed():
    skd = DEFINITIONS["SKD"]
    pages = tuple(
        replace(page, questions=tuple(one for one in page.questions if one.code != "family_head")) for page in skd.pages
    )

    assert list_missing(replace(skd, pages=pages)) == ["answers.family_head"]


def test_a_column_that_was_taken_away_is_missed():
    sktm = DEFINITIONS["SKTM"]
    pages = tuple(
        replace(page, questions=tuple(replace(one, columns=()) for one in page.questions)) for page in sktm.pages
    )

    assert "row.relationship" in list_missing(replace(sktm, pages=pages))


def test_fields_of_choices_and_weekdays_count_as_answers():
    assert {"answers.deceased_sex", "answers.death_date_day", "applicant.birth"} <= fields_used("skk")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.typ")), ids=lambda path: path.stem)
def test_templates_run_nothing_from_data_and_fetch_nothing(path):
    source = path.read_text()

    assert "@preview" not in source
    assert not re.search(r"\b(eval|read|plugin|sys\.inputs(?!\.data))\b\s*\(", source)


def test_the_footer_claims_no_certified_signature():
    text = read_text(render(make_sample("SKD"), at=AT))

    assert "bukan tanda tangan elektronik tersertifikasi" in text
    assert "BSrE" not in text


def test_the_deceased_is_the_person_of_a_death_letter():
    text = read_text(render(make_sample("SKK", answers={"deceased_sex": "P"}), at=AT))

    assert text.index("ABDUL KARIM") < text.index("telah meninggal dunia") < text.index("ANI CONTOH")
    assert "Anak almarhumah" in text


@pytest.mark.parametrize(
    ("male", "status", "words"),
    [
        (True, "never", ["Bin", "Laki-laki: Jejaka", "Perempuan: –"]),
        (False, "never", ["Binti", "Laki-laki: –", "Perempuan: Perawan"]),
        (True, "widowed", ["Laki-laki: Duda (cerai mati)"]),
        (False, "divorced", ["Perempuan: Janda (cerai hidup)"]),
        (True, "married", ["Laki-laki: Beristri, akan beristri ke-2"]),
    ],
)
def test_the_marriage_letter_speaks_of_men_and_women_as_the_form_does(male, status, words):
    person = replace(ANI, is_male=male, sex="Laki-laki" if male else "Perempuan")
    answers = {"marriage_status": status, "wife_number": 2 if status == "married" else None}

    text = " ".join(read_text(render(make_sample("NIKAH", answers=answers, applicant=person), at=AT)).split())

    assert all(word in text for word in words)


def test_a_village_may_be_a_desa():
    place = replace(make_sample("NIKAH").place, unit="Desa Air Hitam", kind="Desa", name="Air Hitam")

    text = read_text(render(make_sample("NIKAH", place=place), at=AT))

    assert "KANTOR DESA" in text
    assert "AIR HITAM" in text


def test_a_home_elsewhere_is_named_instead_of_the_card_address():
    answers = {"same_address": False, "domicile_address": "Jalan Kenanga No. 5", "domicile_rt_rw": "007/002"}

    text = " ".join(read_text(render(make_sample("SKD", answers=answers), at=AT)).split())

    assert "bertempat tinggal di Jalan Kenanga No. 5, RT 007 RW 002, Kelurahan Sialang, Kecamatan Sako" in text


def test_many_dependants_go_to_a_second_page_that_names_the_letter():
    row = {"name": "Arka Pratama", "sex": "L", "birth_place": "Palembang", "birth_date": "2018-06-02"}
    rows = [row | {"nik": f"16710802061800{n:02d}", "relationship": "ANAK"} for n in range(15)]

    first, second = read_text(render(make_sample("SKTM", answers={"dependants": rows}), at=AT)).split("\f")

    assert "halaman 1" not in first
    assert "Nomor: 400/0217/Kel-Sialang/XI/2026, halaman 2" in second
    assert "Dewi Anggraini" in second
    assert "Demikian surat keterangan" in second


@pytest.mark.parametrize(
    "lines",
    [
        ["a.n. LURAH SIALANG", "SEKRETARIS,"],
        ["a.n. LURAH SIALANG", "SEKRETARIS", "u.b.", "KEPALA SEKSI PEMERINTAHAN,"],
        ["Plt. LURAH SIALANG,"],
        ["Plh. LURAH SIALANG,"],
    ],
)
def test_who_signs_for_another_is_printed_line_by_line(lines):
    signatory = replace(SIGNATORY, lines=lines)

    text = read_text(render(make_sample("SKD", signatory=signatory), at=AT))

    assert "\n".join(lines) in text


def test_an_elected_village_head_has_neither_rank_nor_nip():
    text = read_text(render(make_sample("SKD", signatory=replace(SIGNATORY, rank="", nip="")), at=AT))

    assert "NIP" not in text


def test_money_stands_in_figures_and_words():
    text = " ".join(read_text(render(make_sample("SKPH", answers={"income": 1_500_000}), at=AT)).split())

    assert "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)" in text


def test_a_letter_without_end_names_none():
    assert "berlaku sampai" not in read_text(render(make_sample("SKBM", valid_until=""), at=AT))


def test_examples_answer_every_question():
    assert make_answers("SKTM")["dependants"]
