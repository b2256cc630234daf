"""A cell for the decoders that have the worst history: PDF and HEIC are opened in a short-lived process of their own.

The process has no keys in its environment or memory, limited memory and time, and dies after one file. What kills it
kills no request and no worker.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tuntas.intake.kinds import Trouble, Unusable

SECONDS = 20  # of the clock; the cell's own limit is processor time (intake.in_cell)
_PACKAGE = Path(__file__).resolve().parents[2]


class CellFailed(Exception):
    """The cell broke for a reason that is not the file's: a missing library, a mistake of ours."""


@dataclass(frozen=True)
class Facts:
    """What the cell found: the size of the picture in px, its hints, the pages of the PDF."""

    width: int = 0
    height: int = 0
    hints: tuple[str, ...] = ()
    pages: int = 1


@dataclass(frozen=True)
class Answer:
    """What came out: the facts, and the byte strings in the order in which they were put."""

    facts: Facts
    parts: tuple[bytes, ...]


def run(task: str, *, data: bytes, **options: int) -> Answer:
    """Does "photo", "scan" or "page" (see intake.in_cell) with the bytes.

    Raises Unusable for what the file did: its own trouble, or TOO_HEAVY when it used up time or memory.
    """
    command = [sys.executable, "-P", "-s", "-m", "tuntas.intake.in_cell", task, json.dumps(options)]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own module, no shell, the file comes through a pipe
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a decoder's complaint may quote the document
            timeout=SECONDS,
            cwd="/",
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise Unusable(Trouble.TOO_HEAVY) from expired
    return _read(ended)


def environment() -> dict[str, str]:
    """All that the cell is told of this process: no key, no address, no home."""
    return {"PYTHONPATH": str(_PACKAGE), "PATH": os.defpath, "LANG": "C.UTF-8"}


def _read(ended: subprocess.CompletedProcess[bytes]) -> Answer:
    if ended.returncode < 0:  # killed by a limit, or by the decoder's own fall
        raise Unusable(Trouble.TOO_HEAVY)
    if ended.returncode:
        raise CellFailed(f"the cell ended with {ended.returncode}")
    first, _, rest = ended.stdout.partition(b"\n")
    head = json.loads(first)
    if head["trouble"]:
        raise Unusable(Trouble(head["trouble"]), **head["figures"])
    parts = []
    for size in head["sizes"]:
        parts.append(rest[:size])
        rest = rest[size:]
    facts = head["facts"]
    return Answer(Facts(**{**facts, "hints": tuple(facts.get("hints", ()))}), tuple(parts))
