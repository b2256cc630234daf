"""The how-to is true: its one TOML and one Typst file, put where it says, are applied for and signed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flow.region import Regency, apply, make_regency, walk
from tests.make import MONDAY
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.catalog.finding import get_service
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.config import commands
from tuntas.config.commands import run_command
from tuntas.flow import sign
from tuntas.letters import fields, render
from tuntas.letters.reading import find_letter, read_pdf
from tuntas.reports import catalog_problems

pytestmark = pytest.mark.one_database
HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-service.md"
TOML, TYPST = (
    re.search(rf"```{language}\n(.*?)```", HOW_TO.read_text(), re.S)[1]  # type: ignore[index]
    for language in ("toml", "typst")
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the new service beside a shipped one, and a copy of the templates with the new letter."""
    templates = tmp_path / "templates"
    shutil.copytree(render.TEMPLATES, templates)
    (templates / "skrumah.typ").write_text(TYPST)
    for module in (render, fields, commands, catalog_problems):
        monkeypatch.setattr(module, "TEMPLATES", templates)
    fields.fields_used.cache_clear()
    services = tmp_path / "services"
    services.mkdir()
    (services / "skrumah.toml").write_text(TOML)
    shutil.copy(SERVICES_FOLDER / "skd.toml", services)
    yield services
    fields.fields_used.cache_clear()


@pytest.fixture
def regency(db: None) -> Regency:
    return make_regency()


@pytest.mark.django_db
def test_the_new_service_is_checked_loaded_applied_for_and_signed(
    folder: Path, regency: Regency, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["catalog", "check", str(folder)]) == 0
    assert run_command(["catalog", "load", str(folder)]) == 0
    assert "2 new" in capsys.readouterr().out

    case = Case.objects.get(application=apply(regency, "SKRUMAH").application)
    walk(case, regency, get_service("SKRUMAH")[1])
    case.refresh_from_db()
    assert case.state == State.SIGNING
    sign.finish_signature({"letter": str(case.letters.get().pk)})

    case.refresh_from_db()
    letter = find_letter(case)
    assert case.state == State.READY
    assert letter is not None
    assert read_pdf(letter).startswith(b"%PDF")
    assert letter.requested_at >= MONDAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('code = "house_address"', 'code = "address"', "skrumah.typ memakai answers.house_address"),
        ('template = "skrumah"', 'template = "skruma"', 'Maksud Anda "skrumah"?'),
        ('chain = "KEL+S"', 'chain = [{ role = "OPERATOR", duty = "check" }]', "Surat harus ditandatangani"),
        ("max = 120", 'max = 120\nwhen = { field = "answers.x", values = ["1"] }', '"answers.x" tidak dikenal'),
    ],
)
def test_what_is_wrong_with_it_is_told_and_nothing_is_loaded(
    folder: Path, regency: Regency, capsys: pytest.CaptureFixture[str], old: str, new: str, sentence: str
) -> None:
    file = folder / "skrumah.toml"
    file.write_text(file.read_text().replace(old, new))

    assert run_command(["catalog", "check", str(folder)]) == 1

    assert sentence in capsys.readouterr().err


@pytest.mark.django_db
def test_an_office_that_lacks_a_post_for_it_is_named(
    folder: Path, regency: Regency, capsys: pytest.CaptureFixture[str]
) -> None:
    post = regency.village.posts.get(role="SECRETARY")
    post.assignments.all().delete()
    post.delete()

    assert run_command(["catalog", "check", str(folder)]) == 1

    assert "Kelurahan Sialang belum punya jabatan Sekretaris" in capsys.readouterr().err
