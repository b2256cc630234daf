"""Population: how many people live where, by sex, age, religion and so on; for the public without small cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.offices.models import Office
from tuntas.people.counting import UNKNOWN
from tuntas.people.models import Count

SMALLEST = 5  # fewer people than this could be recognised by their neighbours

TOPICS: dict[str, str | Promise] = {
    "age": _("Kelompok umur"),
    "religion": _("Agama"),
    "marital_status": _("Status kawin"),
    "education": _("Pendidikan"),
    "occupation": _("Pekerjaan"),
    "nationality": _("Kewarganegaraan"),
    "rt": _("RT dan RW"),
}
_BY_LABEL = frozenset({"age", "rt"})


@dataclass(frozen=True)
class Cell:
    """A number, or none of anybody's business: `is_hidden` cells are shown as a dash."""

    number: int
    is_hidden: bool = False


@dataclass(frozen=True)
class Line:
    """One label with its men, women, and both."""

    label: str
    men: Cell
    women: Cell
    total: Cell

    @property
    def cells(self) -> tuple[Cell, Cell, Cell]:
        return self.men, self.women, self.total


@dataclass(frozen=True)
class Figures:
    """One topic of some offices; `sums` is the last line. `counted_at` is the oldest count in it, None for none."""

    topic: str
    lines: list[Line]
    sums: Line
    counted_at: datetime | None

    @property
    def has_hidden(self) -> bool:
        return any(cell.is_hidden for line in (*self.lines, self.sums) for cell in line.cells)


def read_figures(offices: Iterable[Office], *, topic: str, is_public: bool) -> Figures:
    """The numbers of a topic. For the public, cells below five are hidden, and others so that no sum gives them away.

    Raises KeyError for a topic that is not in TOPICS.
    """
    title = TOPICS[topic]
    counts = Count.objects.filter(office__in=[office.pk for office in offices], topic=topic)
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for label, sex, number in counts.values_list("label", "sex", "number"):
        numbers[label][sex] += number
    lines = [_line(label or str(_("Tidak diketahui")), by_sex) for label, by_sex in _sorted(numbers, topic=topic)]
    figures = Figures(str(title), lines, _sum(lines), counts.aggregate(at=Max("counted_at"))["at"])
    return hide_small(figures) if is_public else figures


def _sorted(numbers: dict[str, dict[str, int]], *, topic: str) -> list[tuple[str, dict[str, int]]]:
    def key(item: tuple[str, dict[str, int]]) -> tuple[bool, int, str]:
        label, by_sex = item
        return label == UNKNOWN, 0 if topic in _BY_LABEL else -sum(by_sex.values()), label

    return sorted(numbers.items(), key=key)


def _line(label: str, by_sex: dict[str, int]) -> Line:
    total = sum(by_sex.values())
    women = by_sex.get("P", 0)
    return Line(label, Cell(total - women), Cell(women), Cell(total))


def _sum(lines: Sequence[Line]) -> Line:
    men, women = sum(line.men.number for line in lines), sum(line.women.number for line in lines)
    return Line(str(_("Jumlah")), Cell(men), Cell(women), Cell(men + women))


def hide_small(figures: Figures) -> Figures:
    """Hides each cell of one to four people, and as many others as it takes that no line or column has one alone."""
    grid = [[cell.number for cell in line.cells] for line in (*figures.lines, figures.sums)]
    hidden = {
        (row, column) for row, cells in enumerate(grid) for column, number in enumerate(cells) if 0 < number < SMALLEST
    }
    while more := next(_list_alone(grid, hidden), None):
        hidden.add(more)
    lines = [_hide(line, row, hidden) for row, line in enumerate((*figures.lines, figures.sums))]
    return replace(figures, lines=lines[:-1], sums=lines[-1])


Place = tuple[int, int]


def _list_alone(grid: list[list[int]], hidden: set[Place]) -> Iterator[Place]:
    """For each sum that would give its only hidden cell away: the cell to hide with it."""
    rows = [[(row, column) for column in range(3)] for row in range(len(grid))]
    columns = [[(row, column) for row in range(len(grid))] for column in range(3)]
    for line in (*rows, *columns):
        shown = [place for place in line if place not in hidden]
        if len(line) - len(shown) == 1 and shown:
            # The least that still is somebody; the sums, which stand last, rather than nobody.
            yield min(shown, key=lambda place: (grid[place[0]][place[1]] == 0, grid[place[0]][place[1]], place))


def _hide(line: Line, row: int, hidden: set[Place]) -> Line:
    men, women, total = (
        Cell(0, is_hidden=True) if (row, column) in hidden else cell for column, cell in enumerate(line.cells)
    )
    return Line(line.label, men, women, total)
