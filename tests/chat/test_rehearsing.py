"""A rehearsal says what the conversation would say, for every service, to nobody."""

import pytest

from tests.make import MONDAY, make_office
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.texts import with_texts
from tuntas.chat.models import Conversation
from tuntas.chat.rehearsing import rehearse
from tuntas.offices.models import Office


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.mark.django_db
def test_every_service_and_package_can_be_rehearsed(office: Office) -> None:
    for definition in read_catalog():
        assert definition.name in rehearse(definition, office=office, at=MONDAY)[0], definition.code

    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_edited_words_are_said(office: Office) -> None:
    skd = next(one for one in read_catalog() if one.code == "SKD")
    changed = with_texts(skd, {"questions.purpose.label": "Buat apa suratnya?"})

    lines = rehearse(changed, office=office, at=MONDAY)

    assert any("*Buat apa suratnya?*" in line for line in lines)
    assert any(line.startswith("Pertanyaan 1 dari ") for line in lines)
