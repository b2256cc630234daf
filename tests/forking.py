"""An installation whose processes are forked from one that has the product loaded: each begins at once, and is real.

`Forking(...)` is the test's side. As a program it is the other side: orders as JSON lines, one answer for each.
"""

import json
import os
import runpy
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parents[1]
LONGEST = 120  # seconds that a process gets to end by itself


class Forking:
    """`run("print(1)")` gives what a process of its own printed last; `start("program.py", ...)` leaves one running."""

    def __init__(self, home: Path, **settings: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUNTAS_", "DJANGO_"))}
        mine = {"TUNTAS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tuntas.config.settings", "PYTHONPATH": str(ROOT)}
        self.log = home / "processes.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, __file__],
                env={**kept, **mine, **settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
            )

    def run(self, script: str) -> str:
        done = self.ask(run=script)
        assert done["code"] == 0, self.log.read_text()[-3000:]
        return str(done["said"]).strip().rpartition("\n")[2]

    def start(self, program: str, *words: str) -> "Forked":
        return Forked(self, self.ask(start=program, words=words)["pid"])

    def ask(self, **order: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said, self.log.read_text()[-3000:]
        answer: dict[str, Any] = json.loads(said)
        return answer

    def end_all(self) -> None:
        """Kills what was started and still runs."""
        self.ask(end_all=True)

    def close(self) -> None:
        self.process.communicate(timeout=30)


@dataclass(frozen=True)
class Forked:
    """A process that runs until it ends or is ended."""

    parent: Forking
    pid: int

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait(self) -> int | None:
        """Its exit code, negative for the signal that ended it; None if it did not end by itself."""
        code: int | None = self.parent.ask(wait=self.pid)["code"]
        return code


_RUNNING: set[int] = set()


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    if "end_all" in order:
        return _end_all()
    if "wait" in order:
        return {"code": _wait(order["wait"])}
    if "start" in order:
        return {"pid": _fork(lambda: _run_program(order["start"], order["words"]), out=2)}
    reading, writing = os.pipe()
    pid = _fork(lambda: exec(order["run"], {"__name__": "__main__"}), out=writing)
    os.close(writing)
    with os.fdopen(reading) as said:
        return {"said": said.read(), "code": _wait(pid)}


def _fork(do: Callable[[], object], *, out: int) -> int:
    """Does it in a new process, which ends afterwards and prints to `out`. Returns its id."""
    if pid := os.fork():
        _RUNNING.add(pid)
        return pid
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        do()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run_program(path: str, words: Sequence[str]) -> None:
    sys.argv = [path, *words]
    runpy.run_path(path, run_name="__main__")


def _end_all() -> dict[str, Any]:
    for pid in list(_RUNNING):
        os.kill(pid, signal.SIGKILL)
        _wait(pid)
    return {}


def _wait(pid: int) -> int | None:
    """The exit code of a child; None if it had to be killed because it did not end by itself."""
    _RUNNING.remove(pid)
    for _each in range(LONGEST * 20):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


if __name__ == "__main__":
    django.setup()

    import typst  # noqa: F401 -- loaded once for all the processes to come; nothing is rendered here

    import tuntas.config.work
    import tuntas.gateways.pades  # noqa: F401

    for line in sys.stdin:
        print(json.dumps(_answer(json.loads(line))), flush=True)
    _end_all()
