"""The cast with the catalogue loaded, an office that takes photos in the chat, and phones."""

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.chat.phones import Phone, make_phone
from tests.make import PIN, Cast
from tests.tables import load_catalogue
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_phonebook import Phonebook
from tuntas.offices.signing import set_signing_pin


@pytest.fixture(autouse=True)
def _own_phonebook(tmp_path: Path, settings: Settings) -> None:
    """Each test has a WhatsApp of its own, and no time to wait."""
    settings.WHATSAPP_BURST, settings.WHATSAPP_SILENCE = 10_000, 0
    emulator = open_emulator()
    emulator.account, emulator.book = read_account(), Phonebook(tmp_path / "simulator.sqlite3")
    emulator.troubles.clear()


@pytest.fixture
def chat_cast(cast: Cast) -> Cast:
    """Sialang is the only open village office and takes photos in the chat."""
    load_catalogue()
    cast.office.switches = {"chat_photos": True, "chat_letters": True}
    cast.office.save()
    cast.elsewhere.is_open = False
    cast.elsewhere.save()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast


@pytest.fixture
def siti(chat_cast: Cast) -> Phone:
    return make_phone()
