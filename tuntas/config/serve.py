"""The processes: web alone, or web and worker together under one supervisor, as `make run` starts them."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import BinaryIO, Final, NoReturn

from django.conf import settings
from django.db import connection

Say = Callable[[str], None]
HOST: Final = "127.0.0.1"
_WAIT: Final = 60  # seconds until web and worker must answer
# Opened here, because a child between fork and exec should do as little as possible.
_LIBC: Final = ctypes.CDLL(None) if sys.platform == "linux" else None
_PR_SET_PDEATHSIG: Final = 1
_GRACE: Final = 15  # seconds that a process gets to finish what it is doing
_MOST_DEATHS: Final = 3  # within a minute: more than that, and starting again will not help
_MINUTE: Final = 60.0


class PortTaken(Exception):
    """Another program listens on the port."""


def web_command(*, host: str, port: int) -> list[str]:
    """granian's command line: 2 workers x 1 thread on SQLite, which has one writer, x 4 on PostgreSQL."""
    threads = 1 if connection.vendor == "sqlite" else 4
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": 2,
        "blocking-threads": threads,
        "blocking-threads-idle-timeout": 600,  # a thread that ends takes its database connection with it
        "workers-kill-timeout": _GRACE // 3,
        "log-level": "warning",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    flags = ["--no-ws", "--respawn-failed-workers"]
    return [sys.executable, "-m", "granian", *words, *flags, "tuntas.config.wsgi:application"]


def serve(*, host: str, port: int) -> NoReturn:
    """Becomes the web server; signals reach it without anybody in between."""
    check_port(host, port)
    command = web_command(host=host, port=port)
    os.execv(command[0], command)  # noqa: S606 -- our own interpreter with our own words


def check_port(host: str, port: int) -> None:
    """Raises PortTaken with the sentence that helps."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"Port {port} is in use. Choose another: PORT={port + 1} make run") from None


def _start(command: list[str], *, log: BinaryIO) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=log, stderr=log, process_group=0, preexec_fn=_end_with_parent)  # noqa: S603


def _end_with_parent() -> None:
    """In the child: a supervisor that was killed can end nobody any more, so Linux is asked to send SIGTERM then."""
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Starts web and worker and starts again the one that dies, until told to stop; ends both then."""

    def __init__(self, commands: Sequence[list[str]], *, log: Path) -> None:
        self.commands = commands
        self.log = log
        self.children: list[subprocess.Popen[bytes]] = []
        self.deaths: list[float] = []  # when, by the clock that only goes forward
        self.told_to_stop = False

    def start(self) -> None:
        """From here on, SIGTERM and SIGINT end the children and then this process."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        self.children = [self._start(command) for command in self.commands]

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return _start(command, log=log)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.told_to_stop = True

    def goes_on(self) -> bool:
        """Starts again who died. False once somebody said stop, or somebody dies again and again."""
        if not self.told_to_stop and not self._is_hopeless():
            self._revive()
        return not self.told_to_stop and not self._is_hopeless()

    def _is_hopeless(self) -> bool:
        return sum(died > time.monotonic() - _MINUTE for died in self.deaths) > _MOST_DEATHS

    def wait(self) -> int:
        """Waits until told to stop, or until somebody dies again and again. Returns 0 when it was asked for, else 1."""
        while self.goes_on():
            time.sleep(0.2)
        self._end_all()
        return 0 if self.told_to_stop else 1

    def _revive(self) -> None:
        for place, child in enumerate(self.children):
            if child.poll() is not None:
                self.deaths.append(time.monotonic())
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)  # what it had started itself, else the port stays taken
                self.children[place] = self._start(self.commands[place])

    def _end_all(self) -> None:
        for child in self.children:
            with suppress(ProcessLookupError):
                child.terminate()
        deadline = time.monotonic() + _GRACE
        for child in self.children:
            try:
                child.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def run_all(*, host: str, port: int, say: Say, accounts: Sequence[str] = ()) -> int:
    """Web and worker together until somebody stops them, or one cannot stay alive. Returns the exit code.

    Raises PortTaken.
    """
    check_port(host, port)
    worker = [sys.executable, "-m", "tuntas", "worker"]
    log = Path(settings.TUNTAS_HOME) / "tuntas.log"
    supervisor = Supervisor([web_command(host=host, port=port), worker], log=log)
    supervisor.start()
    if wait_until_ready(supervisor, url=f"http://{host}:{port}/readyz"):
        for line in [*welcome(), *accounts, ""]:
            say(line)
    elif supervisor.goes_on():
        say(f"Not ready after {_WAIT} seconds. What is missing: http://{host}:{port}/readyz, or: tuntas doctor")
    code = supervisor.wait()
    if code:
        say(f"A process ended again and again. The last lines of {log}:")
        say("\n".join(log.read_text(errors="replace").splitlines()[-20:]))
    return code


def wait_until_ready(supervisor: Supervisor, *, url: str) -> bool:
    """Whether `url` answers 200 in time. False at once when there is nothing to wait for any more."""
    deadline = time.monotonic() + _WAIT
    while supervisor.goes_on() and time.monotonic() < deadline:
        with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
        time.sleep(0.1)
    return False


def welcome() -> list[str]:
    """Where everything is, for the person at the terminal."""
    home = Path(settings.TUNTAS_HOME)
    where = home.relative_to(Path.cwd()) if home.is_relative_to(Path.cwd()) else home
    rows = {
        "Residents": "/",
        "Officers": "/meja/",
        "Heads, on a phone": "/setujui/",
        "Is a letter true?": "/periksa/",
        "Demo phones, outbox": "/simulator/",
        "API": "/api/v1/docs",
    }
    return [
        "",
        f"Tuntas is ready. Ctrl+C stops it; the data stays in {where}/, the log is {where}/tuntas.log.",
        "",
        *(f"  {name:<20}{settings.PUBLIC_URL}{path}" for name, path in rows.items()),
    ]
