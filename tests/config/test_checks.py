"""Which SQLite may be trusted with a database in WAL mode."""

import pytest

from tuntas.config.checks import has_wal_bug, sqlite_version


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 50, 4), (3, 51, 2), (3, 44, 5), (3, 49, 9)])
def test_versions_that_may_corrupt(version: tuple[int, int, int]) -> None:
    assert has_wal_bug(version)


@pytest.mark.parametrize("version", [(3, 51, 3), (3, 53, 4), (4, 0, 0), (3, 50, 7), (3, 44, 6)])
def test_versions_that_were_mended(version: tuple[int, int, int]) -> None:
    assert not has_wal_bug(version)


@pytest.mark.django_db
def test_the_sqlite_in_use_is_a_mended_one(settings) -> None:
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        assert not has_wal_bug(sqlite_version())
