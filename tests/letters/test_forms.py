"""Forms: every national form is set from the answers of every service that has it, and reads as it was agreed."""

import hashlib
import io
import json
import os
from pathlib import Path

import pypdfium2
import pytest

from tests.letters.sheets import ANI, AT, DEFINITIONS, make_answers
from tests.make import make_applicant
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.shapes import example_of
from tuntas.letters.forms import Area, Around, list_known, make_form, set_form
from tuntas.letters.render import LetterCannotBeSet

GOLDEN = Path(__file__).parent / "golden_forms"
HASHES = GOLDEN / "hashes.json"
WRITE = os.environ.get("TUNTAS_TEST_GOLDEN") == "write"  # writes what is set now; look at the difference before commit
USES = [(one.code, form.code) for one in DEFINITIONS.values() for form in one.forms]
AROUND = Around(
    areas={
        "province": Area("16", "Sumatera Selatan"),
        "regency": Area("71", "Kota Palembang"),
        "district": Area("08", "Sako"),
        "village": Area("1006", "Sialang"),
    },
    person=ANI,
    office="Kelurahan Sialang",
    dated="Palembang, 20 November 2026",
    day="Jumat, 20 November 2026",
)


def set_sample(service: str, code: str, **answers: object) -> bytes:
    """A form of Ani's, with an answer to every question."""
    definition = DEFINITIONS[service]
    given = {**make_answers(service), **answers}
    form = make_form(code, definition=definition, applicant=make_applicant(), answers=given, around=AROUND)
    return set_form(form, at=AT)


def read_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "\f".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)


def count_pages(code: str, service: str) -> int:
    """The 41 columns of F-1.01 take two pages, as do on F-2.01 the 27 rows of a marriage and the 21 of an adoption."""
    return 2 if code == "F-1.01" or (code, service) in {("F-2.01", one) for one in ("AKW", "NIKAH-NM", "PGA")} else 1


@pytest.mark.parametrize(("service", "code"), USES, ids=lambda one: one)
def test_each_form_reads_as_it_was_agreed(service, code):
    pdf, file = set_sample(service, code), GOLDEN / f"{code}-{service}.txt"
    text, digest = read_text(pdf) + "\n", hashlib.sha256(pdf).hexdigest()
    hashes = json.loads(HASHES.read_text()) if HASHES.exists() else {}

    if WRITE:
        file.write_text(text)
        HASHES.write_text(json.dumps({**hashes, file.stem: digest}, indent=2, sort_keys=True) + "\n")
    assert text == file.read_text()
    assert digest == hashes.get(file.stem) or WRITE


@pytest.mark.parametrize(("service", "code"), USES, ids=lambda one: one)
def test_each_form_is_set_from_the_required_answers_alone(service, code):
    definition: ServiceDefinition = DEFINITIONS[service]
    empty = {one.code: None for one in definition.questions if not one.required or one.when}

    text = read_text(set_sample(service, code, **empty))

    assert "None" not in text
    assert text.count("\f") + 1 == count_pages(code, service)


def test_ten_members_fit_on_the_two_pages_of_their_biodata():
    members = next(one for one in DEFINITIONS["KK-BARU"].questions if one.code == "members")

    assert read_text(set_sample("KK-BARU", "F-1.01", members=example_of(members) * 10)).count("\f") == 1


def test_every_form_belongs_to_a_service():
    assert {code for _service, code in USES} == set(list_known())


def test_the_same_form_gives_the_same_bytes():
    assert set_sample("AKL", "F-2.01") == set_sample("AKL", "F-2.01")


def test_a_form_with_many_rows_grows_by_a_page():
    members = next(one for one in DEFINITIONS["KK-BARU"].questions if one.code == "members")

    text = read_text(set_sample("KK-BARU", "F-1.01", members=example_of(members) * 15))

    assert text.count("ARKA PRATAMA") == 15


def test_what_is_longer_than_its_boxes_keeps_its_end():
    name = "MUHAMMAD ABDURRAHMAN WAHID KUSUMANEGARA PUTRA"

    text = read_text(set_sample("AKL", "F-2.01", baby_name=name))

    assert name in text.replace("\n", " ")


def test_a_wish_is_marked_in_its_own_cell():
    lost, damaged = (read_text(set_sample("KK-HLG", "F-1.02", kind=kind)) for kind in ("lost", "damaged"))

    assert ("X 1" in lost, "X 2" in lost) == (True, False)
    assert ("X 1" in damaged, "X 2" in damaged) == (False, True)


def test_a_person_with_two_changes_has_one_number():
    changes = [
        {"name": "ANI CONTOH", "element": element, "before": "Lama", "after": "Baru", "proof": "Ijazah"}
        for element in ("education", "occupation", "occupation")
    ]

    text = read_text(set_sample("KK-UBAH", "F-1.06", changes=changes))

    assert text.count("Ijazah") == 3
    assert text.count("ANI CONTOH") == 3  # who states, the row of the family, who signs


def test_what_no_form_can_print_is_refused():
    with pytest.raises(LetterCannotBeSet):
        set_sample("KK-HLG", "F-1.02", family_head="\u4e2d")


def test_answers_are_text_and_never_markup():
    text = read_text(set_sample("KK-HLG", "F-1.07", proxy_name='#import "x" *b* $1$'))

    assert '#IMPORT "X" *B* $1$' in text
