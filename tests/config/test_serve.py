"""The processes: both start together, one that dies is started again, both end together, a taken port is told."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest

from tests.config.installation import ROOT, Installation
from tuntas.config.serve import PortTaken, Supervisor, check_port, wait_until_ready, web_command

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
EXIT = [sys.executable, "-c", "pass"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def _same_signals_afterwards():
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor([SLEEP, SLEEP], log=tmp_path / "log")
    supervisor.start()
    web, worker = supervisor.children
    running = threading.Thread(target=supervisor.wait)
    running.start()

    worker.kill()
    while supervisor.children[1] is worker:
        time.sleep(0.05)
    survivors = list(supervisor.children)
    alive = [child.poll() is None for child in survivors]
    supervisor.told_to_stop = True
    running.join()

    assert survivors[0] is web
    assert alive == [True, True]
    assert wait_until_gone([child.pid for child in survivors]) == []


def test_what_a_dead_process_had_started_does_not_stay_behind(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    parent = f"""
import pathlib, subprocess, time
pathlib.Path({str(note)!r}).write_text(str(subprocess.Popen({SLEEP!r}).pid))
time.sleep(60)
"""
    supervisor = Supervisor([[sys.executable, "-c", parent]], log=tmp_path / "log")
    supervisor.start()
    running = threading.Thread(target=supervisor.wait)
    running.start()
    while not (note.exists() and note.read_text()):
        time.sleep(0.05)
    grandchild = int(note.read_text())

    supervisor.children[0].kill()
    left = wait_until_gone([grandchild])
    supervisor.told_to_stop = True
    running.join()

    assert left == []


def test_when_one_process_cannot_stay_alive_the_other_is_ended(tmp_path: Path) -> None:
    supervisor = Supervisor([SLEEP, EXIT], log=tmp_path / "log")
    supervisor.start()

    code = supervisor.wait()

    assert code == 1
    assert all(child.poll() is not None for child in supervisor.children)


def test_nobody_waits_for_processes_that_die_at_the_start(tmp_path: Path) -> None:
    supervisor = Supervisor([EXIT, SLEEP], log=tmp_path / "log")
    supervisor.start()

    ready = wait_until_ready(supervisor, url=f"http://127.0.0.1:{free_port()}/readyz")
    goes_on = supervisor.goes_on()
    supervisor.wait()

    assert (ready, goes_on) == (False, False)


def test_a_process_that_died_while_the_other_was_starting_runs_when_both_answer(tmp_path: Path) -> None:
    port, once = free_port(), tmp_path / "once"
    serves = f"""
import pathlib, sys
from http.server import HTTPServer, SimpleHTTPRequestHandler
if not pathlib.Path({str(once)!r}).exists():
    pathlib.Path({str(once)!r}).touch()
    sys.exit("died at the start")
HTTPServer(("127.0.0.1", {port}), SimpleHTTPRequestHandler).serve_forever()
"""
    supervisor = Supervisor([[sys.executable, "-c", serves]], log=tmp_path / "log")
    supervisor.start()

    ready = wait_until_ready(supervisor, url=f"http://127.0.0.1:{port}/")
    supervisor.told_to_stop = True
    supervisor.wait()

    assert ready
    assert len(supervisor.deaths) == 1


def test_a_signal_ends_both_and_is_no_failure(tmp_path: Path) -> None:
    supervisor = Supervisor([SLEEP, SLEEP], log=tmp_path / "log")
    supervisor.start()
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGTERM)).start()

    code = supervisor.wait()

    assert code == 0
    assert all(child.poll() is not None for child in supervisor.children)


def test_a_killed_supervisor_leaves_nobody_behind(tmp_path: Path) -> None:
    lines = f"""
import pathlib, sys, time
from tuntas.config.serve import Supervisor
supervisor = Supervisor([{SLEEP!r}, {SLEEP!r}], log=pathlib.Path({str(tmp_path / "log")!r}))
supervisor.start()
print(*[child.pid for child in supervisor.children], flush=True)
supervisor.wait()
"""
    with subprocess.Popen([sys.executable, "-c", lines], cwd=ROOT, stdout=subprocess.PIPE, text=True) as supervisor:
        children = [int(pid) for pid in supervisor.stdout.readline().split()]
        supervisor.kill()

    assert len(children) == 2
    assert wait_until_gone(children) == []


def wait_until_gone(pids: list[int]) -> list[int]:
    """Those that still run after ten seconds."""
    for _each in range(100):
        pids = [pid for pid in pids if is_running(pid)]
        if not pids:
            break
        time.sleep(0.1)
    return pids


def is_running(pid: int) -> bool:
    """Also a zombie has ended, whoever should have collected it."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(PortTaken, match=f"PORT={port + 1} make run"):
            check_port("127.0.0.1", port)


def test_sqlite_gets_one_thread_per_worker_and_postgresql_four(settings) -> None:
    threads = web_command(host="127.0.0.1", port=8000)

    expected = "1" if "sqlite" in settings.DATABASES["default"]["ENGINE"] else "4"
    assert threads[threads.index("--blocking-threads") + 1] == expected


def test_web_and_worker_run_answer_and_stop_together(empty: Installation) -> None:
    port = free_port()
    empty.run("init")
    empty.python("from tests.make import make_cast; make_cast()")
    running = Installation(empty.home, {"PORT": str(port)}).start("run")

    said = ""
    while "/api/v1/docs" not in said and (line := running.stdout.readline()):
        said += line
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        ready = answer.status
    running.send_signal(signal.SIGTERM)
    rest, _ = running.communicate(timeout=30)

    assert ready == 200
    assert f"http://127.0.0.1:{port}/meja/" in said + rest
    assert "Demo accounts" not in said + rest  # somebody works here: no demo world
    assert running.returncode == 0
    wait_until_free(port)


def wait_until_free(port: int) -> None:
    """Raises PortTaken if the web process outlives its supervisor."""
    for _ in range(50):
        with suppress(PortTaken):
            return check_port("127.0.0.1", port)
        time.sleep(0.1)
    return check_port("127.0.0.1", port)
