"""An installation whose processes can be killed at a chosen point: reads orders as JSON lines, answers one line each.

Nothing of the product is patched. Each order but the first runs in a process of its own, forked from this one; a
profiler watches where that process is and sends it SIGKILL there.
"""

import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import FrameType
from typing import Any

import django

Order = dict[str, Any]
LONGEST = 20  # seconds that a worker gets to reach its point


@dataclass(frozen=True)
class Point:
    """Where to die: when `function` of a file is called or returns, somewhere below the function `within`."""

    event: str
    file: str
    function: str
    within: str
    after_ms: float | None = None  # that long after the event, from another thread

    def is_here(self, frame: FrameType) -> bool:
        outer: FrameType | None = frame if frame.f_code.co_filename.endswith(self.file) else None
        while outer is not None:
            if outer.f_code.co_name == self.within:
                return True
            outer = outer.f_back
        return False

    def watch(self) -> None:
        def hook(frame: FrameType, event: str, _argument: object) -> None:
            if event == self.event and frame.f_code.co_name == self.function and self.is_here(frame):
                die(self.after_ms)

        sys.setprofile(hook)


def die(after_ms: float | None = None) -> None:
    """The end of this process, now or in some milliseconds, whatever it does until then."""
    if after_ms is None:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.setprofile(None)
    threading.Thread(target=lambda: (time.sleep((after_ms or 0) / 1000), die()), daemon=True).start()


def found(order: Order) -> Order:
    """Services, the cast, and so many papers on the Lurah's desk, whose notices have gone out."""
    from django.db import connections

    from tests.make import PIN, make_cast
    from tuntas.catalog.publishing import load
    from tuntas.config.work import work_once
    from tuntas.offices.signing import set_signing_pin

    load()
    cast = make_cast()
    set_signing_pin(cast.dewi, pin=PIN)
    cases = [bring(cast) for _each in range(order["papers"])]
    work_once()
    connections.close_all()
    return {"cases": cases}


def bring(cast: Any) -> str:
    """One paper, sent and approved by all before the Lurah."""
    from tests.proofs.papers import send_quickly
    from tuntas.flow.approve import approve

    case = send_quickly(cast).cases[0]
    for officer in cast.chain[:3]:
        approve(case, by=officer)
    return str(case.pk)


def sign(order: Order) -> Order:
    """The Lurah signs these, as the web process does it."""
    from tests.make import PIN
    from tuntas.cases.models import Case
    from tuntas.flow.approve import approve
    from tuntas.offices.models import Officer

    dewi = Officer.objects.get(username="dewi")
    for case in order["cases"]:
        approve(Case.objects.get(pk=case), by=dewi, pin=PIN)
    return {}


def work(_order: Order) -> Order:
    """The worker as `tuntas worker` runs it, until it is killed; told to leave if it still lives after a while."""
    from tuntas.config.work import work_on

    signal.signal(signal.SIGALRM, lambda _number, _frame: os.kill(os.getpid(), signal.SIGTERM))
    signal.alarm(LONGEST)
    work_on()
    return {}


def mend(order: Order) -> Order:
    """A worker that comes `minutes` later, when the leases of the dead have ended, and works until all is done."""
    from django.utils import timezone

    from tuntas.config.work import HANDLERS
    from tuntas.jobs.worker import drain

    drain(HANDLERS, at=timezone.now() + timedelta(minutes=order["minutes"]))
    return look(order)


def look(order: Order) -> Order:
    """What a stranger who trusts nothing finds out about cases, numbers, letters and notices.

    The bytes of letters are read for the cases that are asked for, everything else is looked at each time.
    """
    from tests.proofs.truth import list_lies, tell_cases

    return {"lies": list_lies(letters_of=order["cases"]), "cases": tell_cases(order["cases"])}


def sweep(order: Order) -> Order:
    """The night after next: bytes that the dead left without a row are removed."""
    from django.utils import timezone

    from tuntas.vault.files import sweep_orphans

    removed = sweep_orphans(timezone.now() + timedelta(days=2))
    return {"removed": removed, **look(order)}


ORDERS: dict[str, Callable[[Order], Order]] = {
    "sweep": sweep,
    "sign": sign,
    "work": work,
    "mend": mend,
    "look": look,
}


def run(order: Order) -> Order:
    """Does one order in a process of its own; {"killed": true} if that did not live to answer."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _obey(order, writing)
    os.close(writing)
    if "kill_after_ms" in order:
        time.sleep(random.uniform(*order["kill_after_ms"]) / 1000)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as answers:
        told = answers.read()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"killed": os.WTERMSIG(status) == signal.SIGKILL}
    return json.loads(told) if told else {"failed": os.waitstatus_to_exitcode(status)}


def _obey(order: Order, writing: int) -> None:
    code = 1
    try:
        if "at" in order:
            Point(**order["at"]).watch()
        answer = ORDERS[order["do"]](order)
        sys.setprofile(None)
        with os.fdopen(writing, "w") as answers:
            json.dump({"killed": False, **answer}, answers)
        code = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tuntas.config.settings"
    django.setup()
    import typst  # noqa: F401 -- once for all the processes to come; nothing is rendered here

    import tuntas.config.work
    import tuntas.gateways.pades  # noqa: F401

    print(json.dumps(found(json.loads(sys.stdin.readline()))), flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)
