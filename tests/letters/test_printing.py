"""Printing: copies for the printer and pictures for the phone are never taken for the letter itself."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from tests.letters.papers import make_intent, make_paper, make_sealed, read_text
from tests.make import MONDAY
from tuntas.letters.batch import render_batch
from tuntas.letters.models import Letter, Number
from tuntas.letters.preview import render_preview
from tuntas.letters.reading import LetterNotSealed
from tuntas.offices.tree import PostMissing


@pytest.mark.django_db
def test_a_print_copy_holds_each_letter_and_is_marked_on_every_page(cast):
    letters = [
        make_sealed(cast, service, receipt=f"2611-7K3F-9QX{n}")
        for n, service in zip("BCD", ["SKD", "SKK", "NIKAH"], strict=True)
    ]

    pages = read_text(render_batch(letters)).split("\f")

    assert [letter.number.text in page for letter, page in zip(letters, pages, strict=True)] == [True] * 3
    assert all("SALINAN CETAK tanpa segel elektronik" in page for page in pages)


@pytest.mark.django_db
def test_a_print_copy_carries_no_signature(cast):
    with pikepdf.open(io.BytesIO(render_batch([make_sealed(cast)]))) as pdf:
        assert "/AcroForm" not in pdf.Root


@pytest.mark.django_db
def test_a_long_print_run_is_made_in_parts(cast):
    with pikepdf.open(io.BytesIO(render_batch([make_sealed(cast)] * 101))) as pdf:
        assert len(pdf.pages) == 101


@pytest.mark.django_db
def test_a_letter_frozen_by_an_earlier_version_can_still_be_printed(cast):
    letter = make_sealed(cast)
    letter.sheet = json.loads((Path(__file__).parent / "golden" / "sheet-1.json").read_text())

    assert "400.8.1.2/0217/Kel-Sialang/XI/2026" in read_text(render_batch([letter]))


@pytest.mark.django_db
def test_an_intent_is_not_printed(cast):
    with pytest.raises(LetterNotSealed):
        render_batch([make_intent(cast)])


def test_nothing_is_printed_from_nothing():
    with pytest.raises(ValueError, match="nothing"):
        render_batch([])


@pytest.mark.django_db
def test_a_preview_is_a_picture_that_takes_no_number(cast):
    case = make_paper(cast)
    case.desk = cast.office.posts.get(role="HEAD")

    picture = Image.open(io.BytesIO(render_preview(case, signer=cast.dewi, at=MONDAY)))

    assert picture.format == "PNG"
    assert 800 < picture.width < 1000
    assert not Number.objects.exists()
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_only_who_holds_the_desk_sees_the_preview(cast):
    case = make_paper(cast)
    case.desk = cast.office.posts.get(role="HEAD")

    with pytest.raises(PostMissing):
        render_preview(case, signer=cast.eko, at=MONDAY)
