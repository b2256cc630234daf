"""Another language in the chat: other words, the same numbers and commands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chat.phones import Phone
from tests.config.test_languages import _forget
from tuntas.chat.models import Conversation
from tuntas.config.languages import SAMPLE, add_language

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def _palembang(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    add_language("mui", SAMPLE)
    _forget()
    yield
    _forget()


@pytest.mark.parametrize("tongue", ["", "bahasa palembang"])
def test_numbers_and_commands_mean_the_same_in_every_language(siti: Phone, tongue: str) -> None:
    siti.type("Assalamualaikum")
    if tongue:
        siti.type(tongue)

    said = [siti.type(text) for text in ("menu", "1", "menu", "status", "bantuan", "berhenti", "mulai")]

    assert "1. SK Domisili" in said[0]
    assert "*Surat Keterangan Domisili*" in said[1]
    assert "1. SK Domisili" in said[2]
    assert "*berhenti*" in said[4]
    assert Conversation.objects.get().mode == Conversation.Mode.BOT
    assert ("Bales dengan angkonyo" in said[0] or "Bales" in said[0]) == bool(tongue)


def test_a_resident_goes_back_to_indonesian(siti: Phone) -> None:
    siti.type("halo")
    palembang = siti.type("bahasa palembang")
    indonesian = siti.type("bahasa indonesia")

    assert "Bales" in palembang
    assert "Balas dengan angkanya" in indonesian


def test_a_language_that_is_not_here_changes_nothing(siti: Phone) -> None:
    siti.type("halo")
    siti.type("bahasa klingon")

    assert "Balas dengan angkanya" in siti.type("menu")
