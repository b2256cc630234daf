"""A worker as a process of its own, for tests that kill it: notes the start and the end of each job in a file."""

import os
import sys
import time
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from tuntas.jobs.queue import Json
    from tuntas.jobs.worker import work

    notes = Path(sys.argv[1])
    lease = float(sys.argv[2])

    def note(line: str) -> None:
        with notes.open("a") as handle:
            handle.write(f"{line}\n")

    def quick(payload: Json) -> None:
        note(f"done {payload['number']}")

    def slow(payload: Json) -> None:
        note(f"started {payload['number']} {os.getpid()}")
        time.sleep(float(payload["tenths"]) / 10)
        note(f"done {payload['number']}")

    work({"quick": quick, "slow": slow}, lease=lease)
    note("left")
