"""What a benchmark says: one number against its budget."""

import json
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Figure:
    """`budget` is an upper bound, or a lower one where `at_least`; None where the number is only told."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    at_least: bool = False

    @property
    def ok(self) -> bool:
        if self.budget is None:
            return True
        return self.value >= self.budget if self.at_least else self.value <= self.budget

    def row(self) -> str:
        bound = "" if self.budget is None else f"{'>=' if self.at_least else '<='} {self.budget:g}"
        verdict = "" if self.budget is None else ("ok" if self.ok else "OVER" if not self.at_least else "SLOW")
        return f"{self.name:<46}{self.value:>12,.2f} {self.unit:<12}{bound:>12}  {verdict}"


def write_figures(figures: Iterable[Figure], path: Path) -> None:
    """`{name: {value, unit, budget, ok}}`, replacing what an earlier run said of the same names."""
    known = json.loads(path.read_text()) if path.exists() else {}
    for figure in figures:
        given = asdict(figure)
        known[given.pop("name")] = {
            "value": figure.value,
            "unit": figure.unit,
            "budget": figure.budget,
            "ok": figure.ok,
        }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(known, indent=1, sort_keys=True))


def median_cpu_ms(work: Callable[[], object], *, times: int, before: Callable[[], object] = lambda: None) -> float:
    """Median milliseconds of this process's CPU for one call, over several; `before` runs unmeasured each time."""
    spent = []
    for _ in range(times):
        before()
        started = time.process_time()
        work()
        spent.append((time.process_time() - started) * 1000)
    return statistics.median(spent)


def median_ms(work: Callable[[], object], *, times: int) -> float:
    """Median milliseconds on the clock for one call."""
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append((time.perf_counter() - started) * 1000)
    return statistics.median(spent)
