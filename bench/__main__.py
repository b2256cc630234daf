"""`make bench`: runs benchmarks, prints a table, writes $TUNTAS_HOME/bench.json. `python -m bench pages` runs one."""

import argparse
import atexit
import os
import shutil
import tempfile
import time
from importlib import import_module
from pathlib import Path

ALL = ("pages", "traffic", "letters", "submit", "jobs", "queue", "lifecycles", "chat", "notices")


def main() -> None:
    parser = argparse.ArgumentParser("bench", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"some of: {' '.join(ALL)}")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own instead of SQLite")
    given = parser.parse_args()
    result = Path(os.environ.get("TUNTAS_HOME", "var")).resolve() / "bench.json"
    set_up(with_postgres=given.postgres)
    run(given.names or ALL, result=result)


def set_up(*, with_postgres: bool) -> None:
    """A home of its own with the product's real settings: what is measured is what an office would run."""
    home = Path(tempfile.mkdtemp(prefix="tuntas-bench-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("TUNTAS_")]:
        del os.environ[name]
    os.environ["TUNTAS_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tuntas.config.settings"
    if with_postgres:
        from tests.postgres import start_postgres

        os.environ["TUNTAS_DATABASE_URL"] = start_postgres(Path(tempfile.mkdtemp(prefix="tuntas-pg-")), durable=True)
    import django

    django.setup()
    import logging

    logging.getLogger().setLevel(logging.ERROR)
    from bench.world import make_world

    make_world()


def run(names: tuple[str, ...] | list[str], *, result: Path) -> None:
    """Runs the named modules one after the other."""
    from bench.figures import Figure, write_figures

    figures: list[Figure] = []
    for name in names:
        started = time.monotonic()
        for figure in import_module(f"bench.{name}").measure():
            print(figure.row(), flush=True)
            figures.append(figure)
        print(f"  ({name}: {time.monotonic() - started:.0f} s)", flush=True)
    write_figures(figures, result)
    bad = [figure.name for figure in figures if not figure.ok]
    print(f"\n{len(figures)} figures, {len(bad)} beyond their budget{': ' + ', '.join(bad) if bad else ''}. {result}")


if __name__ == "__main__":
    main()
