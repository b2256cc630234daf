"""A worker that is killed in the middle of a job loses nothing: real processes on a real SQLite file."""

import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import put_tables
from tests.forking import Forked, Forking

# It runs in the SQLite run of every `make test`; the killed signers in tests/proofs do the same on PostgreSQL.
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="makes its own SQLite files, once is enough")

LEASE = "2"


class Office:
    """One installation: its home, its database, its workers, and the notes that these take."""

    def __init__(self, home: Path) -> None:
        self.home = home
        put_tables(home / "tuntas.sqlite3")
        self.processes = Forking(home)

    def begin(self, notes: Path) -> None:
        self.notes = notes
        self.notes.touch()

    def end(self) -> None:
        self.processes.end_all()
        with sqlite3.connect(self.home / "tuntas.sqlite3", timeout=10) as database:
            database.execute("DELETE FROM jobs_job")

    def enqueue(self, *jobs: tuple[str, int, int]) -> None:
        lines = [f"enqueue({kind!r}, payload={{'number': {n}, 'tenths': {tenths}}})" for kind, n, tenths in jobs]
        self.processes.run("from tuntas.jobs.queue import enqueue\n" + "\n".join(lines))

    def start_worker(self) -> Forked:
        return self.processes.start("tests/jobs/worker_process.py", str(self.notes), LEASE)

    def wait_for(self, text: str) -> None:
        self._wait(lambda: text in self.notes.read_text())

    def wait_until_empty(self) -> None:
        self._wait(lambda: self.count_jobs() == 0)

    def _wait(self, condition: Callable[[], bool]) -> None:
        for _ in range(600):
            if condition():
                return
            time.sleep(0.05)
        pytest.fail(f"waited in vain; the notes say {self.notes.read_text()!r}")

    def count_jobs(self) -> int:
        with sqlite3.connect(self.home / "tuntas.sqlite3", timeout=10) as database:
            return int(database.execute("SELECT count(*) FROM jobs_job").fetchone()[0])

    def lines(self, beginning: str) -> list[str]:
        return [line for line in self.notes.read_text().splitlines() if line.startswith(beginning)]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    office = Office(tmp_path_factory.mktemp("home"))
    yield office
    office.processes.close()


@pytest.fixture
def office(installation: Office, tmp_path: Path) -> Iterator[Office]:
    installation.begin(tmp_path / "notes.txt")
    yield installation
    installation.end()


def test_a_worker_killed_in_mid_job_loses_nothing(office: Office) -> None:
    office.enqueue(("slow", 1, 600), *(("quick", number, 0) for number in range(2, 12)))
    victim = office.start_worker()
    office.wait_for("started 1 ")

    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert office.count_jobs() == 11
    _shorten(office)
    office.start_worker()
    office.wait_until_empty()

    started = office.lines("started 1 ")
    assert len(started) == 2
    assert started[0] != started[1]
    assert sorted(office.lines("done")) == sorted(f"done {number}" for number in range(1, 12))


def _shorten(office: Office) -> None:
    """The second attempt of the slow job need not be slow."""
    with sqlite3.connect(office.home / "tuntas.sqlite3", timeout=10) as database:
        database.execute("""UPDATE jobs_job SET payload = '{"number": 1, "tenths": 1}' WHERE kind = 'slow'""")


def test_another_worker_takes_over_once_the_lease_has_ended(office: Office) -> None:
    office.enqueue(("slow", 1, 600))
    victim, other = office.start_worker(), office.start_worker()
    office.wait_for("started 1 ")
    _shorten(office)
    holder = int(office.lines("started 1 ")[0].split()[2])
    killed = victim if victim.pid == holder else other

    killed.send_signal(signal.SIGKILL)
    office.wait_until_empty()

    assert [int(line.split()[2]) == holder for line in office.lines("started 1 ")] == [True, False]
    assert office.lines("done") == ["done 1"]


def test_a_worker_told_to_leave_finishes_its_job_first(office: Office) -> None:
    office.enqueue(("slow", 1, 10), ("slow", 2, 10))
    worker = office.start_worker()
    office.wait_for("started 1 ")

    worker.send_signal(signal.SIGTERM)
    worker.wait()

    assert office.lines("done") == ["done 1"]
    assert office.lines("left") == ["left"]
    assert office.count_jobs() == 1
