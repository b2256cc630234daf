"""Fixtures of the house's tests: a world to look after, and installations beside the one that the tests run in."""

from pathlib import Path

import pytest
from django.utils import timezone

from tests.config.installation import Installation
from tests.databases import make_postgres_with_tables, put_tables
from tests.make import Cast, make_case
from tests.tables import load_catalogue, place_cast
from tuntas.cases.models import Event
from tuntas.jobs.models import Heartbeat
from tuntas.vault.audit import record
from tuntas.vault.files import store

PHOTO = b"a photo" * 20000


@pytest.fixture
def office_at_work(transactional_db: None) -> Cast:
    """Services, officers, a case, a file, an audited reading, a worker that is alive."""
    return make_office_at_work()


def make_office_at_work() -> Cast:
    load_catalogue()
    cast = place_cast()
    case = make_case(cast.office)
    store(PHOTO, media_type="image/jpeg")
    at = timezone.now()
    Event.objects.update(at=at)
    record("case.read", subject=str(case.pk), actor=f"officer:{cast.budi.pk}", stream=cast.office.code, at=at)
    Heartbeat.objects.create(worker="w", at=at)
    return cast


@pytest.fixture
def empty(tmp_path: Path) -> Installation:
    """A machine on which nothing was done yet."""
    return Installation(tmp_path / "other")


@pytest.fixture
def migrated(tmp_path: Path) -> Installation:
    """A machine whose database has its tables."""
    installation = Installation(tmp_path / "migrated")
    put_tables(installation.home / "tuntas.sqlite3")
    return installation


@pytest.fixture
def migrated_postgres(tmp_path: Path) -> Installation:
    """The same with a PostgreSQL database."""
    return Installation(tmp_path / "postgres", {"TUNTAS_DATABASE_URL": make_postgres_with_tables()})
