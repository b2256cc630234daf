"""Checking: what is true of a letter, by its code and by its file, and nothing about the person."""

import io
from dataclasses import asdict
from datetime import timedelta

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner

from tests.letters.papers import make_intent, make_sealed, sealed_bytes
from tests.letters.sheets import AT, make_sample
from tests.make import MONDAY
from tuntas.gateways.esign import LocalSigner, make_keys
from tuntas.letters import checking
from tuntas.letters.authority import get_signer
from tuntas.letters.checking import check_code, check_file
from tuntas.letters.codes import group_code, make_code
from tuntas.letters.masking import mask_name
from tuntas.letters.render import render
from tuntas.letters.sealing import revoke_letter, void_letter

TODAY = MONDAY.date()


@pytest.mark.django_db
def test_a_true_letter_is_described_without_its_holder(cast):
    letter = make_sealed(cast)

    checked = check_code(letter.code, on=TODAY)

    assert (checked.status, checked.number, checked.office) == ("valid", letter.number.text, "Kelurahan Sialang")
    assert checked.service == "Surat Keterangan Domisili"
    assert checked.signatory == "Dewi Anggraini, S.IP., M.Si."
    assert checked.holder_masked == "A** C*****"
    told = str({key: value for key, value in vars(checked).items() if key != "letter"})
    assert not any(secret in told for secret in ("Ani", cast.ani["nik"], cast.ani["kk"], "Jalan"))


@pytest.mark.django_db
@pytest.mark.parametrize("write", [group_code, str.lower, lambda code: f" {code[:8]} {code[8:]} "])
def test_a_code_may_be_typed_in_any_form(cast, write):
    letter = make_sealed(cast)

    assert check_code(write(letter.code), on=TODAY).status == "valid"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["", "-", "7H4K-XNQ2-M9TR-3WCB", "x" * 5000, "' OR 1=1 --", "../..", "\x00", "中"])
def test_unknown_codes_are_unknown_and_cost_one_look_up(cast, code):
    make_sealed(cast)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        checked = check_code(code, on=TODAY)

    assert checked == checking.Checked("unknown")
    assert len(queries) == 1


@pytest.mark.django_db
def test_an_intent_is_unknown(cast):
    assert check_code(make_intent(cast).code, on=TODAY).status == "unknown"


@pytest.mark.django_db
def test_a_void_letter_is_unknown(cast):
    letter = make_intent(cast)
    void_letter(letter, reason="Keliru", at=MONDAY)

    assert check_code(letter.code, on=TODAY).status == "unknown"


@pytest.mark.django_db
def test_a_letter_holds_through_its_last_day(cast):
    letter = make_sealed(cast)

    assert check_code(letter.code, on=letter.valid_until).status == "valid"
    assert check_code(letter.code, on=letter.valid_until + timedelta(days=1)).status == "expired"


@pytest.mark.django_db
def test_a_revoked_letter_is_revoked_also_when_expired(cast):
    letter = make_sealed(cast)
    revoke_letter(letter, reason="Data keliru", at=MONDAY)

    checked = check_code(letter.code, on=letter.valid_until + timedelta(days=1))

    assert (checked.status, checked.revoked_on) == ("revoked", TODAY)


@pytest.mark.django_db
def test_a_revocation_is_dated_by_the_offices_own_calendar(cast):
    letter = make_sealed(cast)
    revoke_letter(letter, reason="Keliru", at=MONDAY.replace(hour=20))

    assert check_code(letter.code, on=TODAY).revoked_on == TODAY + timedelta(days=1)


@pytest.mark.django_db
def test_a_letter_without_end_does_not_expire(cast):
    letter = make_sealed(cast, "SKK")

    assert check_code(letter.code, on=TODAY + timedelta(days=9999)).status == "valid"


@pytest.mark.django_db
def test_the_issued_file_is_issued(cast):
    letter = make_sealed(cast)

    found = check_file(sealed_bytes(), on=TODAY)

    assert (found.status, found.checked.status, found.checked.number) == ("issued", "valid", letter.number.text)


@pytest.mark.django_db
def test_the_issued_file_of_a_revoked_letter_says_so(cast):
    revoke_letter(make_sealed(cast), reason="Keliru", at=MONDAY)

    assert check_file(sealed_bytes(), on=TODAY).checked.status == "revoked"


def flip(pdf, at):
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


def contents(pdf):
    return pdf.index(b"/Contents <") + len(b"/Contents <")


def update(pdf, change):
    writer, memory = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(memory)
    return memory.getvalue()


def paint(writer):
    page = writer.root["/Pages"]["/Kids"][0]
    stream = writer.add_object(generic.StreamObject(stream_data=b"0 0 1 rg 0 0 300 300 re f"))
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), stream])
    writer.update_container(page)


def retitle(writer):
    writer.set_info(writer.add_object(generic.DictionaryObject({generic.pdf_name("/Title"): generic.pdf_string("x")})))


def resave(pdf):
    memory = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(memory)
    return memory.getvalue()


def seal_again(pdf):
    signed = io.BytesIO()
    about = PdfSignatureMetadata(field_name="Kedua", md_algorithm="sha256")
    PdfSigner(about, get_signer()._signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=signed)
    return signed.getvalue()


def unsigned():
    return render(make_sample("SKD"), at=AT)


# The rows of knowledge/letters.md 10: what was done, the answer, whether the true letter is named.
TAMPERED = {
    "a byte of the page": (lambda pdf: flip(pdf, 3000), "altered", False),
    "a byte in the middle": (lambda pdf: flip(pdf, len(pdf) // 2), "altered", False),
    "a byte of the signature": (lambda pdf: flip(pdf, contents(pdf) + 8), "altered", False),
    "a digit of the padding": (lambda pdf: flip(pdf, pdf.index(b">", contents(pdf)) - 4), "altered", False),
    "painted over": (lambda pdf: update(pdf, paint), "altered", True),
    "another title": (lambda pdf: update(pdf, retitle), "altered", True),
    "saved again": (resave, "altered", False),
    "garbage behind the end": (lambda pdf: pdf + b"\nxyz", "altered", True),
    "a blank behind the end": (lambda pdf: pdf + b" ", "altered", True),
    "the unsigned letter behind it": (lambda pdf: pdf + unsigned(), "altered", True),
    "sealed once more": (lambda pdf: seal_again(pdf), "altered", True),
    "a foreign seal added": (
        lambda pdf: LocalSigner(make_keys(institution="Lain", at=MONDAY)).sign(unsigned()),
        "not_ours",
        False,
    ),
    "without its seal": (lambda _pdf: unsigned(), "not_ours", False),
    "cut a little": (lambda pdf: pdf[:-200], "altered", False),
    "cut in half": (lambda pdf: pdf[: len(pdf) // 2], "unreadable", False),
    "a picture": (lambda _pdf: b"\xff\xd8\xff\xe0" + b"x" * 500, "unreadable", False),
    "nothing": (lambda _pdf: b"", "unreadable", False),
}


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize("case", TAMPERED, ids=lambda case: case.replace(" ", "-"))
def test_a_changed_file_is_never_taken_for_the_issued_one(cast, case):
    make_sealed(cast)
    change, status, is_named = TAMPERED[case]

    found = check_file(change(sealed_bytes()), on=TODAY)

    assert found.status == status
    assert (found.checked is not None) == is_named


@pytest.mark.django_db
def test_a_seal_that_still_holds_is_no_proof_of_the_issued_file(cast):
    make_sealed(cast)

    found = check_file(update(sealed_bytes(), retitle), on=TODAY)

    assert (found.status, found.seal_holds) == ("altered", True)


@pytest.mark.django_db
def test_two_seals_do_not_hold_as_one_letter(cast):
    make_sealed(cast)

    assert not check_file(seal_again(sealed_bytes()), on=TODAY).seal_holds


@pytest.mark.django_db
def test_painting_over_the_page_breaks_the_seal(cast):
    make_sealed(cast)

    assert not check_file(update(sealed_bytes(), paint), on=TODAY).seal_holds


@pytest.mark.django_db
def test_a_sealed_file_that_was_never_kept_is_not_issued(cast):
    found = check_file(sealed_bytes(), on=TODAY)

    assert (found.status, found.checked, found.seal_holds) == ("altered", None, True)


@pytest.mark.django_db
def test_a_huge_file_is_not_parsed(cast):
    make_sealed(cast)

    assert check_file(sealed_bytes() + b"\0" * 3_000_000, on=TODAY).seal_holds is False
    assert check_file(b"%PDF-1.7" + b"\0" * checking.LARGEST, on=TODAY).status == "unreadable"


@pytest.mark.django_db
def test_many_end_marks_do_not_multiply_the_work(cast):
    with CaptureQueriesContext(connection) as queries:
        found = check_file(b"%PDF-1.7" + b"%%EOF" * 200_000, on=TODAY)

    assert found.status == "not_ours"
    assert len(queries) == 1


class AnyBytes(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(st.binary(max_size=400), st.integers(0, 70_000), st.booleans())
    def test_no_file_raises_or_is_taken_for_issued(self, junk, at, is_ours):
        start = sealed_bytes()[:at] if is_ours else b"%PDF-1.7\n"

        assert check_file(start + junk, on=TODAY).status != "issued"


def test_names_keep_their_first_letters_only():
    assert mask_name("Siti Rahmawati") == "S*** R********"
    assert mask_name("  O'Brien  X ") == "O****** X"
    assert mask_name("") == ""


@given(st.text(max_size=60))
def test_a_masked_name_shows_one_character_of_each_word(name):
    masked = mask_name(name)

    assert [len(word) for word in masked.split()] == [len(word) for word in name.split()]
    assert all(set(word[1:]) <= {"*"} for word in masked.split())


def test_codes_are_grouped_for_reading():
    assert group_code("7H4KXNQ2M9TR3WCB") == "7H4K-XNQ2-M9TR-3WCB"
    assert len({make_code() for _ in range(500)}) == 500


def test_nothing_but_the_status_is_told_of_an_unknown_code():
    told = asdict(checking.Checked("unknown"))

    assert {key for key, value in told.items() if value} == {"status"}
