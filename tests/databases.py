"""Databases with all their tables: `tuntas migrate` makes the first one of a run from nothing, the others are copies.

Making the tables takes eight seconds of a processor, and some twenty databases of a run want them.
"""

import fcntl
import os
import shutil
import threading
from pathlib import Path

from tests.config.installation import Installation, make_postgres_database
from tests.settings import FIRST, WITH_POSTGRES

_FIRST_POSTGRES = "tables"


def begin_to_make() -> None:
    """Has the first database made in the background, for a run whose workers will ask for it in a moment."""
    threading.Thread(target=_first_postgres if WITH_POSTGRES else _first_sqlite).start()


def make_tables(home: Path) -> str:
    """A database of its own for an installation, on what the suite runs on; its URL."""
    if WITH_POSTGRES:
        return make_postgres_with_tables()
    put_tables(home / "tuntas.sqlite3")
    return f"sqlite:///{home}/tuntas.sqlite3"


def put_tables(file: Path) -> None:
    """A SQLite database without rows, as `tuntas migrate` leaves it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_first_sqlite(), file)


def make_postgres_with_tables() -> str:
    """The same on the PostgreSQL of this run; its URL."""
    return make_postgres_database(os.environ["TUNTAS_TEST_POSTGRES"], like=_first_postgres())


def _first_sqlite() -> Path:
    home = FIRST / "sqlite"
    _migrate_once(Installation(home))
    return home / "tuntas.sqlite3"


def _first_postgres() -> str:
    url = os.environ["TUNTAS_TEST_POSTGRES"].replace("/postgres?", f"/{_FIRST_POSTGRES}?")
    _migrate_once(Installation(FIRST / "postgres", {"TUNTAS_DATABASE_URL": url}))
    return _FIRST_POSTGRES


def _migrate_once(installation: Installation) -> None:
    """Whoever asks while another process does it waits."""
    installation.home.mkdir(exist_ok=True)
    with (installation.home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (installation.home / "made").exists():
            if installation.settings:
                make_postgres_database(os.environ["TUNTAS_TEST_POSTGRES"], name=_FIRST_POSTGRES)
            done = installation.run("migrate")
            assert done.returncode == 0, done.stderr
            (installation.home / "made").touch()
