"""A specimen is the letter with invented data: marked on its page, printed for every service that has a letter."""

import pytest

from tests.catalog.files import read_services
from tests.make import MONDAY, make_cast
from tuntas.catalog.texts import with_texts
from tuntas.letters.render import LetterCannotBeSet
from tuntas.letters.specimen import render_specimen
from tuntas.offices.models import Office

SERVICES = {one.code: one for one in read_services()}
LETTERS = sorted(code for code, one in SERVICES.items() if one.letter)


@pytest.fixture
def office(db: None) -> Office:
    return make_cast().office


@pytest.mark.one_database
@pytest.mark.django_db
def test_every_letter_has_a_specimen(office: Office) -> None:
    for code in LETTERS:
        assert render_specimen(SERVICES[code], office=office, at=MONDAY).startswith(b"\x89PNG"), code


@pytest.mark.django_db
def test_a_service_without_a_letter_says_so(office: Office) -> None:
    with pytest.raises(LetterCannotBeSet, match="tidak menerbitkan surat"):
        render_specimen(SERVICES["KTP-BARU"], office=office, at=MONDAY)


@pytest.mark.django_db
def test_code_in_an_edited_text_is_printed_as_letters(office: Office) -> None:
    evil = with_texts(SERVICES["SKD"], {"letter.archive": '#panic("x") $1+1$ <b> "'})

    assert render_specimen(evil, office=office, at=MONDAY) != render_specimen(SERVICES["SKD"], office=office, at=MONDAY)


@pytest.mark.django_db
def test_what_cannot_be_printed_is_told(office: Office) -> None:
    with pytest.raises(LetterCannotBeSet, match="tidak dapat dicetak"):
        render_specimen(with_texts(SERVICES["SKD"], {"letter.archive": "🙂"}), office=office, at=MONDAY)
