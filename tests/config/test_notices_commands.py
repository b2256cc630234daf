"""The words of `tuntas notices`: what they say, and the exit code that a script can trust."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.make import Cast
from tests.notices.papers import make_event, make_told_case
from tests.tables import load_catalogue
from tuntas.cases.states import Verb
from tuntas.config.commands import run_command
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_phonebook import Phonebook
from tuntas.notices.costs import charge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_phonebook(tmp_path: Path) -> None:
    open_emulator().book = Phonebook(tmp_path / "simulator.sqlite3")


def test_gaps_are_found_named_by_receipt_and_mended(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    load_catalogue()
    case = make_told_case(cast)
    case.events.all().delete()
    make_event(case, Verb.FINISH, at=timezone.now() - timedelta(hours=1))

    codes = [run_command(["notices", "gaps"]), run_command(["notices", "replay"]), run_command(["notices", "gaps"])]

    said = capsys.readouterr().out
    assert codes == [1, 0, 0]
    assert "1 events that nobody was told of" in said
    assert "finish 2611-7K3F-9QXM" in said
    assert "1 notices written or queued again" in said
    assert "Ani" not in said


def test_templates_are_handed_in_once(capsys: pytest.CaptureFixture[str]) -> None:
    before = run_command(["notices", "templates"])
    run_command(["notices", "submit"])
    run_command(["notices", "submit"])
    run_command(["notices", "templates"])

    said = capsys.readouterr().out
    assert before == 0
    assert "NOT HANDED IN" in said
    assert "0 templates handed in" in said
    assert "APPROVED      utility         berkas_kurang_v1" in said


def test_costs_of_a_month(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    at = timezone.now()
    charge("a", channel="sms", category="sms", parts=2, office=cast.office.pk, application=None, at=at)

    codes = [run_command(["notices", "costs"]), run_command(["notices", "costs", "November"])]

    assert codes == [0, 1]
    assert "Rp          700" in capsys.readouterr().out


def test_a_file_for_a_translator_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["languages", "texts", str(tmp_path / "jv.po")]) == 0
    assert run_command(["languages", "add", "id", str(tmp_path / "jv.po")]) == 1
    assert run_command(["languages", "list"]) == 0

    assert "msgid" in (tmp_path / "jv.po").read_text()
    assert "Indonesian alone" in capsys.readouterr().out
