"""`tuntas import-residents` and `tuntas import-regions`: files from the outside world, with progress and an account."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone

from tuntas.flow.import_residents import check_file, open_loading, read_file
from tuntas.flow.import_survey import CHUNK
from tuntas.offices.gazetteer import load_regions
from tuntas.offices.models import Office
from tuntas.offices.tree import get_village_office
from tuntas.people.models import Import, ImportProblem
from tuntas.people.sheets import SheetRefused

Say = Callable[[str], None]
HEAD = ("row", "column", "message")
_TENTHS = 10


@dataclass(frozen=True)
class Line:
    """One line of FILE.errors.csv."""

    row: int
    column: str
    message: str


def import_residents(path: Path, *, code: str, is_dry_run: bool, say: Say) -> bool:
    """Loads a CSV or XLSX file into the register of a village office, or only looks at it. False if it was refused.

    Row errors go to FILE.errors.csv: row as the spreadsheet counts, column, and a sentence that never repeats a value.
    Raises OfficeUnknown, SheetRefused, OSError.
    """
    office = get_village_office(code)
    data = path.read_bytes()
    loaded, lines, looks = (_check if is_dry_run else _load)(data, office=office, say=say)
    errors = path.with_name(f"{path.name}.errors.csv")
    refused = len({line.row for line in lines})
    _write(errors, lines)
    if lines:
        say(f"{refused} rows need mending; see {errors.name}")
    if looks:
        say(f"{looks} rows were taken although NIK and birth date or sex differ; see them at the desk")
    if is_dry_run:
        say(f"dry run, nothing was kept: would load {loaded}")
    say(f"loaded {0 if is_dry_run else loaded}, refused {refused}")
    return bool(loaded)


def _check(data: bytes, *, office: Office, say: Say) -> tuple[int, list[Line], int]:
    columns, rows = check_file(data, office=office, on=timezone.localdate())
    say(f"{len(rows)} rows read")
    lines = [
        Line(row.number, columns.heading_of(trouble.field), trouble.message)
        for row in rows
        for trouble in row.troubles
        if trouble.refuses
    ]
    good = [row for row in rows if row.is_good]
    return len(good), lines, sum(bool(row.troubles) for row in good)


def _load(data: bytes, *, office: Office, say: Say) -> tuple[int, list[Line], int]:
    origin = open_loading(office=office, at=timezone.now())
    try:
        origin = read_file(origin, data, at=timezone.now(), say=lambda now: _tell(now, say))
    except SheetRefused:
        origin.delete()
        raise
    problems = ImportProblem.objects.filter(origin=origin).order_by("row", "pk")
    lines = [Line(row.row, row.column, row.message) for row in problems if row.refuses]
    refused = {line.row for line in lines}
    return origin.good, lines, len({row.row for row in problems if row.row not in refused})


def _tell(origin: Import, say: Say) -> None:
    """A line for every tenth of the way."""
    tenth = max(origin.total // _TENTHS, CHUNK)
    if origin.done // tenth != (origin.done - CHUNK) // tenth or origin.done == origin.total:
        say(f"{origin.done} of {origin.total} rows")


def _write(path: Path, lines: Iterable[Line]) -> None:
    """The account, or none where every row was fine: an old one would speak of another run."""
    rows = [(line.row, line.column, line.message) for line in lines]
    if not rows:
        path.unlink(missing_ok=True)
        return
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([HEAD, *rows])


def import_regions(folder: Path, *, say: Say) -> None:
    """Loads the regions of the country from Kemendagri's codes. Raises RegionsRefused; then nothing has changed."""
    loaded = load_regions(folder)
    for level, number in loaded.read.items():
        say(f"{number} {level}")
    say(f"{loaded.new} new, {loaded.changed} changed, {loaded.unchanged} unchanged")
