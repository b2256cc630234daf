"""The product's settings in a temporary home: cheap password hashing, a database of its own.

`TUNTAS_TEST_DATABASE=postgres` runs the same tests on PostgreSQL. The first process starts the server and makes the
folder of what all processes share (tests/databases.py); its xdist workers inherit both addresses.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher

for name in [name for name in os.environ if name.startswith("TUNTAS_") and not name.startswith("TUNTAS_TEST_")]:
    del os.environ[name]
# In memory where there is room: the product waits for the disk at each file that it keeps, a thousand times in a run.
MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3  # bytes
IN_MEMORY = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM


def make_folder() -> Path:
    """A new folder, which goes when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix="tuntas-test-", dir=MEMORY if IN_MEMORY else None))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


HOME = make_folder()
FIRST = Path(os.environ.get("TUNTAS_TEST_FIRST") or make_folder())
os.environ["TUNTAS_TEST_FIRST"] = str(FIRST)
os.environ["TUNTAS_HOME"] = str(HOME)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's synchronous interface runs an event loop
WITH_POSTGRES = os.environ.get("TUNTAS_TEST_DATABASE", "sqlite") == "postgres"

if WITH_POSTGRES and "TUNTAS_TEST_POSTGRES" not in os.environ:
    from tests.postgres import start_postgres

    os.environ["TUNTAS_TEST_POSTGRES"] = start_postgres(Path(tempfile.mkdtemp(prefix="tuntas-pg-")))
if WITH_POSTGRES:
    os.environ["TUNTAS_DATABASE_URL"] = os.environ["TUNTAS_TEST_POSTGRES"]

from tuntas.config.settings import *  # noqa: E402, F403 -- the home must be named before the product's settings read it
from tuntas.config.settings import DATABASES, STATIC_ROOT, STORAGES  # noqa: E402


class CheapHasher(Argon2PasswordHasher):
    """Argon2 as in the product, with the least memory and time it takes."""

    time_cost = 1
    memory_cost = 8
    parallelism = 1


PASSWORD_HASHERS = ["tests.settings.CheapHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

if not WITH_POSTGRES:
    # A file, not memory: threads get connections and locks of their own, as in the product. No fsync: the disk may die.
    DATABASES["default"]["NAME"] = str(HOME / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
QUIET_HOURS = ""  # what the suite says must not depend on the hour at which it runs
