"""CPU of running processes: the steady figure where the clock depends on who else uses the machine."""

import os
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def read_cpu_seconds(pid: int) -> dict[str, float]:
    """Seconds of CPU that a process and everybody it started have used so far, by what they are."""
    spent: dict[str, float] = {}
    for one in [pid, *_list_descendants(pid)]:
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        kind = "worker" if b"\0worker\0" in Path(f"/proc/{one}/cmdline").read_bytes() else "web"
        spent[kind] = spent.get(kind, 0.0) + (int(fields[11]) + int(fields[12])) / _TICK
    return spent


def _list_descendants(pid: int) -> list[int]:
    children = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [found for child in children for found in (child, *_list_descendants(child))]
