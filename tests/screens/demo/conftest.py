"""Each test has a WhatsApp of its own."""

from pathlib import Path

import pytest

from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_phonebook import Phonebook


@pytest.fixture(autouse=True)
def _own_phonebook(tmp_path: Path) -> None:
    emulator = open_emulator()
    emulator.account, emulator.book = read_account(), Phonebook(tmp_path / "simulator.sqlite3")
