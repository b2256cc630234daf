"""What runs inside the cell: one task with one file, then the end. Started by intake.cell, never imported."""

import json
import os
import resource
import sys
from collections.abc import Callable, Mapping
from typing import TypeAlias

import pillow_heif

from tuntas.intake import photos, scans
from tuntas.intake.kinds import Kind, Trouble, Unusable

Done: TypeAlias = "tuple[Mapping[str, object], list[bytes]]"  # the facts of cell.Facts, and the bytes

MEMORY = 1024 * 1024 * 1024  # bytes of address space
CPU_SECONDS = 8  # twenty scanned pages of 300 dpi take 2
OPEN_FILES = 32  # fonts of the system, when a PDF does not bring its own


def main() -> None:
    """Reads the file from standard input, writes one line of JSON and the bytes it announces."""
    _shut()
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a decoder that prints must not write into the answer
    task, options = sys.argv[1], json.loads(sys.argv[2])
    head, parts = _try(task, data=sys.stdin.buffer.read(), options=options)
    answer.write(json.dumps(head).encode() + b"\n" + b"".join(parts))
    answer.close()


def _shut() -> None:
    """Limits this process for the rest of its short life: memory, time, no writing, no children."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold the document
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    if sys.platform == "linux":  # elsewhere these two are refused or mean something else
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    pillow_heif.options.DECODE_THREADS = 1  # each thread would reserve address space of its own
    pillow_heif.register_heif_opener(thumbnails=False)


def _try(task: str, *, data: bytes, options: dict[str, int]) -> Done:
    try:
        facts, parts = TASKS[task](data, **options)
    except Unusable as unusable:
        return {"trouble": unusable.trouble.value, "figures": unusable.figures}, []
    except MemoryError:
        return {"trouble": Trouble.TOO_HEAVY.value, "figures": {}}, []
    return {"trouble": "", "facts": facts, "sizes": [len(part) for part in parts]}, parts


def _do_photo(data: bytes) -> Done:
    picture = photos.clean(data, kind=Kind.HEIC)
    return _facts(picture), [picture.jpeg, picture.thumbnail]


def _do_scan(data: bytes) -> Done:
    cleaned, pages, first = scans.clean(data)
    return {**_facts(first), "pages": pages}, [first.jpeg, first.thumbnail, cleaned]


def _do_page(data: bytes, *, page: int, side: int) -> Done:
    return {}, [scans.draw_page(data, page=page, side=side)]


def _facts(picture: photos.Picture) -> dict[str, object]:
    return {"width": picture.width, "height": picture.height, "hints": list(picture.hints)}


TASKS: dict[str, Callable[..., Done]] = {"photo": _do_photo, "scan": _do_scan, "page": _do_page}

if __name__ == "__main__":
    main()
