"""Rendering: data stays data, the file is an archive file, and no thread or child hangs."""

import io
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.letters.papers import read_text, sealed_bytes
from tests.letters.sheets import ANI, AT, URL, make_sample
from tuntas.catalog.shapes import NAME_SIGNS, TEXT_SIGNS
from tuntas.letters.glyphs import find_unprintable, list_printable
from tuntas.letters.render import LetterCannotBeSet, check_printable, make_qr, render

HOSTILE = [
    '#panic("x")',
    "#eval(1+1)",
    "$x^2$ dan *tebal* serta _miring_",
    "<script>alert(1)</script>",
    "@ref dan <label>",
    '"); #read("/etc/passwd") //',
    "`kode` dan ```blok```",
    "{{ 7*7 }} {% now %} ${x}",
    "= Judul",
    "- butir",
    "// komentar /* lain */",
    "\\u{41} \\ ~ --- ...",
    "https://contoh.example/a?b=c#d",
    "#",
]


def flat(text):
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_a_resident_writes_comes_out_literally(hostile):
    person = replace(ANI, name=hostile, address=hostile)

    text = flat(read_text(render(make_sample("SKD", applicant=person, answers={"purpose": "x " + hostile}), at=AT)))

    assert text.count(hostile.replace("  ", " ")) >= 2


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from([chr(code) for code in range(33, 127)]), min_size=1, max_size=24))
def test_any_ascii_comes_out_literally(text):
    person = replace(ANI, nik=f"x{text}x")  # a hyphen at the end of a line is not copied by readers

    printed = read_text(render(make_sample("SKBM", applicant=person), at=AT))

    assert f"x{text}x" in re.sub(r"\s+", "", printed)


def test_a_very_long_name_and_address_stay_on_the_page():
    person = replace(ANI, name=" ".join(["Raden"] * 30).upper(), address="Jalan Panjang " * 14)

    text = flat(read_text(render(make_sample("SKD", applicant=person), at=AT)))

    assert text.count("RADEN") == 30


def test_a_name_without_any_blank_is_still_set():
    render(make_sample("SKD", applicant=replace(ANI, name="A" * 100)), at=AT)


def test_line_breaks_in_an_answer_do_not_break_the_letter():
    text = read_text(render(make_sample("SKD", answers={"purpose": "Membuka\nrekening\r\n\tbank"}), at=AT))

    assert "membuka rekening bank" in flat(text)


@pytest.mark.parametrize(
    ("character", "named"), [("中", "中"), ("😀", "😀"), ("ง", "ง"), ("\u202e", r"U\+202E"), ("\x07", r"U\+0007")]
)
def test_a_character_that_cannot_be_printed_is_named(character, named):
    sheet = make_sample("SKD", applicant=replace(ANI, name=f"SITI {character}"))

    with pytest.raises(LetterCannotBeSet, match=named) as refusal:
        render(sheet, at=AT)

    assert "SITI" not in str(refusal.value)


@pytest.mark.parametrize("signs", [NAME_SIGNS, TEXT_SIGNS])
def test_every_character_that_a_form_takes_can_be_printed(signs):
    taken = [chr(code) for code in range(0x3000) if re.fullmatch(f"[{signs}]", chr(code))]

    assert find_unprintable("".join(taken)) is None


def test_what_the_fonts_are_said_to_have_typst_can_set():
    """A name with every letter beyond ASCII that forms take, in all faces at once."""
    letters = "".join(chr(code) for code in sorted(list_printable()) if 0xC0 <= code <= 0x1EFF and chr(code).isalpha())
    latin = re.sub(r"[^\u00c0-\u017f\u1e00-\u1eff]", "", letters)

    render(make_sample("SKD", applicant=replace(ANI, name=latin)), at=AT)


def test_the_file_is_an_archive_file():
    with pikepdf.open(io.BytesIO(render(make_sample("SKD"), at=AT))) as pdf:
        meta = pdf.open_metadata()

        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("2", "B")
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert pdf.Root.Lang == "id-ID"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert not pdf.is_encrypted


def test_all_fonts_are_embedded():
    with pikepdf.open(io.BytesIO(render(make_sample("SKD"), at=AT))) as pdf:
        described = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/FontName" in item]

        assert {str(item.FontName).partition("+")[2] for item in described} >= {
            "LiberationSerif",
            "LiberationSerif-Bold",
        }
        assert all("/FontFile2" in item or "/FontFile3" in item for item in described)


def test_nothing_about_the_resident_lies_in_the_metadata():
    with pikepdf.open(io.BytesIO(render(make_sample("SKD"), at=AT))) as pdf:
        told = str(pdf.open_metadata()) + str(dict(pdf.docinfo))

        assert "0217" in told
        assert not any(word in told for word in ("ANI", ANI.nik, ANI.kk, "Contoh 1"))


def test_sealing_leaves_the_archive_file_as_it_was():
    with pikepdf.open(io.BytesIO(sealed_bytes())) as pdf:
        assert pdf.open_metadata()["pdfaid:part"] == "2"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        [field] = pdf.Root.AcroForm.Fields
        assert [float(side) for side in field.Rect] == [0, 0, 0, 0]


def test_the_printed_symbol_leads_to_the_letters_own_address():
    page = pypdfium2.PdfDocument(io.BytesIO(render(make_sample("SKD"), at=AT)))[0]

    [symbol] = zxingcpp.read_barcodes(page.render(scale=2, grayscale=True).to_pil())

    assert symbol.text == URL
    assert symbol.ec_level == "M"


def test_each_address_has_a_symbol_of_its_own():
    assert make_qr(URL) != make_qr(URL[:-1] + "C")


def test_two_threads_set_letters_at_once():
    sheets = [make_sample("SKD", number=f"400/{n:04d}/X") for n in range(12)]
    alone = [render(sheet, at=AT) for sheet in sheets]

    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda sheet: render(sheet, at=AT), sheets))

    assert together == alone


def test_a_child_of_a_rendering_parent_raises_instead_of_hanging():
    script = """
        import os, sys
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django
        django.setup()
        from tests.letters.sheets import AT, make_sample
        from tuntas.letters.render import render
        from tuntas.letters.typesetting import RenderedBeforeFork
        sheet = make_sample("SKD")
        render(sheet, at=AT)
        child = os.fork()
        if child == 0:
            try:
                render(sheet, at=AT)
            except RenderedBeforeFork:
                os._exit(7)
            os._exit(1)
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """

    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], timeout=60, check=False)

    assert done.returncode == 7


def test_checking_costs_no_compile():
    check_printable([make_sample(code) for code in ("SKD", "SKK")])
