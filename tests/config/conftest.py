"""Fixtures of the house's tests: installations beside the one that the tests run in."""

import os
import shutil
from pathlib import Path

import pytest

from tests.config.installation import Installation, make_postgres_database

WORLD = """
from tests.make import *
from django.utils import timezone
from tuntas.vault.audit import record
from tuntas.vault.files import store
cast = make_cast()
case = make_case(cast.office)
store(b"a photo" * 20000, media_type="image/jpeg")
record("case.read", subject=str(case.pk), actor=f"officer:{cast.budi.pk}", stream=cast.office.code, at=timezone.now())
"""


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("prepared")
    done = Installation(home).run("init")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def prepared(_prepared: Path, tmp_path: Path) -> Installation:
    """An installation after `tuntas init`, without people or papers."""
    return Installation(shutil.copytree(_prepared, tmp_path / "home"))


@pytest.fixture
def lived_in(prepared: Installation) -> Installation:
    """One with officers, a case, a file and an audited reading."""
    prepared.python(WORLD)
    return prepared


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """A machine on which nothing was done yet."""
    return Installation(tmp_path / "other")


@pytest.fixture
def empty_postgres(tmp_path: Path) -> Installation:
    """The same with a PostgreSQL database."""
    return Installation(
        tmp_path / "postgres", {"TUNTAS_DATABASE_URL": make_postgres_database(os.environ["TUNTAS_TEST_POSTGRES"])}
    )
