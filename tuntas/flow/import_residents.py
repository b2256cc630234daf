"""Import residents: a file is checked, shown, loaded lot by lot, and can be taken back as a whole."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tuntas.flow.count_residents import recount
from tuntas.flow.import_rows import Checked
from tuntas.flow.import_survey import list_checked, survey_file
from tuntas.flow.undo_import import undo_lots
from tuntas.jobs.queue import enqueue
from tuntas.offices.models import Office, Officer
from tuntas.people import imports
from tuntas.people.columns import Columns, find_table
from tuntas.people.imports import ImportMoved, State
from tuntas.people.keeping import Rows, index_kk, make_family, make_resident
from tuntas.people.models import Family, Import, ImportProblem
from tuntas.people.sheets import SheetRefused, read_rows
from tuntas.vault import audit, files
from tuntas.vault.fields import Json

Say = Callable[[Import], None]
SMALL = 2 * 1024 * 1024  # bytes that a web process may open while somebody waits


def start_import(data: bytes, *, office: Office, by: Officer, at: datetime | None = None) -> Import:
    """Takes a file in and has it checked in the background; nothing is loaded.

    Raises SheetRefused at once for a file that is no table or lacks a column; for a large one the check says so.
    """
    if len(data) <= SMALL:
        find_table(read_rows(data))
    with transaction.atomic():
        origin = imports.open_import(data, office=office, by=by, at=at or timezone.now())
        _enqueue(origin)
    return origin


@transaction.atomic
def load_import(origin: Import, *, by: Officer, at: datetime | None = None) -> Import:
    """Lets a checked file be loaded in the background. Raises ImportMoved."""
    origin = imports.turn(origin, source=[State.CHECKED], target=State.LOADING)
    _enqueue(origin)
    _note("residents.import_asked", origin, by=by, at=at or timezone.now())
    return origin


@transaction.atomic
def undo_import(origin: Import, *, by: Officer, at: datetime | None = None) -> Import:
    """Takes everybody whom a file brought out of the register again, in the background. Raises ImportMoved.

    Who has had a mutation since then stays; the import says how many.
    """
    origin = imports.turn(origin, source=[State.LOADED], target=State.UNDOING)
    _enqueue(origin)
    _note("residents.undo_asked", origin, by=by, at=at or timezone.now())
    return origin


def _note(action: str, origin: Import, *, by: Officer, at: datetime) -> None:
    audit.record(action, subject=str(origin.pk), actor=f"officer:{by.pk}", stream=origin.office.code, at=at)


def _enqueue(origin: Import) -> None:
    enqueue("import_residents", payload={"import": str(origin.pk)}, dedupe_key=f"import:{origin.pk}:{origin.state}")


def import_residents(payload: Json) -> None:
    """The job: {"import": id}. Goes on where a killed one stopped."""
    origin = Import.objects.select_related("office", "by", "blob").get(pk=payload["import"])
    at = timezone.now()
    if origin.state == State.UNDOING:
        undo_lots(origin, at=at)
    elif origin.state in {State.CHECKING, State.LOADING} and origin.blob is not None:
        try:
            read_file(origin, files.read(origin.blob), at=at)
        except SheetRefused as refusal:
            imports.refuse(origin, sentence=str(refusal), at=at)
        except ImportMoved:
            return  # another worker has it


def read_file(origin: Import, data: bytes, *, at: datetime, say: Say = lambda _origin: None) -> Import:
    """Checks or loads all rows, as the import's state says; `say` hears of the progress after each lot.

    Raises SheetRefused before the first row is loaded, ImportMoved when somebody else reads the same import.
    """
    columns, survey = survey_file(data)
    on = timezone.localtime(at).date()
    origin = _begin(origin, columns, total=survey.total)
    for table, rows in list_checked(data, survey, office=origin.office, on=on, skip=origin.done):
        origin = _take(origin, rows, table.columns)
        say(origin)
    return _end(origin, at=at)


@transaction.atomic
def _begin(origin: Import, columns: Columns, *, total: int) -> Import:
    origin = imports.lock_import(origin, State.CHECKING, State.LOADING)
    origin.total, origin.unused = total, list(columns.unused)[:50]
    origin.save(update_fields=["total", "unused"])
    return origin


@transaction.atomic
def _take(origin: Import, rows: Sequence[Checked], columns: Columns) -> Import:
    """One lot: its people, its problems and the progress, all or nothing."""
    done = origin.done
    origin = imports.lock_import(origin, origin.state)
    if origin.done != done:
        raise ImportMoved
    good = [row for row in rows if row.is_good]
    if origin.state == State.LOADING:
        _save(good, origin=origin)
    imports.keep_problems(origin, [problem for row in rows for problem in _problems(row, columns)])
    origin.done += len(rows)
    origin.good += len(good)
    origin.bad += len(rows) - len(good)
    origin.save(update_fields=["done", "good", "bad"])
    return origin


def _save(rows: Sequence[Checked], *, origin: Import) -> None:
    cards = {index_kk(row.card["kk"]): row.card for row in reversed(rows)}
    known = Family.objects.filter(office=origin.office, kk_index__in=cards)
    families = {family.kk_index: family for family in known}
    made = [
        make_family(card, office=origin.office, imported=origin)
        for index, card in cards.items()
        if index not in families
    ]
    families |= {family.kk_index: family for family in made}
    residents = [make_resident(row.person, family=families[index_kk(row.card["kk"])], imported=origin) for row in rows]
    Rows(made, residents).save()


def _problems(row: Checked, columns: Columns) -> list[ImportProblem]:
    return [
        ImportProblem(
            row=row.number,
            column=columns.heading_of(trouble.field),
            message=trouble.message,
            refuses=trouble.refuses,
        )
        for trouble in row.troubles
    ]


@transaction.atomic
def _end(origin: Import, *, at: datetime) -> Import:
    origin = imports.lock_import(origin, State.CHECKING, State.LOADING)
    was_loading = origin.state == State.LOADING
    origin.state, origin.ended_at = (State.LOADED if was_loading else State.CHECKED), at
    origin.save(update_fields=["state", "ended_at"])
    if was_loading:
        imports.forget_file(origin)
        recount(origin.office_id)
        enqueue("tend_database", payload={}, dedupe_key="tend_database")
        audit.record(
            "residents.imported",
            subject=str(origin.pk),
            actor="system",
            stream=origin.office.code,
            note={"loaded": origin.good, "refused": origin.bad},
            at=at,
        )
    return origin


def open_loading(*, office: Office, at: datetime) -> Import:
    """An import of the command line, which reads its file itself: loading from the first row on."""
    return Import.objects.create(office=office, region=office.region_id, state=State.LOADING, started_at=at)


def check_file(data: bytes, *, office: Office, on: date) -> tuple[Columns, list[Checked]]:
    """Every row as it would fare; nothing is kept. Raises SheetRefused."""
    columns, survey = survey_file(data)
    return columns, [row for _table, rows in list_checked(data, survey, office=office, on=on) for row in rows]
