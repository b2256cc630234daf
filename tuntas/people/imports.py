"""Imports: a file's way from the upload into the register, and back out again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.offices.models import Office, Officer
from tuntas.people.models import Import, ImportProblem
from tuntas.vault import files

KEPT_FOR = timedelta(days=7)  # a file that was checked and never loaded
State = Import.State


class ImportMoved(Exception):
    """The import is no longer where this step begins; the text is the sentence for the officer."""


def open_import(data: bytes, *, office: Office, by: Officer | None, at: datetime) -> Import:
    """A file taken in, encrypted, to be checked; nothing of it is in the register."""
    blob = files.store(data, media_type="application/octet-stream")
    return Import.objects.create(office=office, region=office.region_id, blob=blob, by=by, started_at=at)


def lock_import(origin: Import, *states: str) -> Import:
    """The import as it is now, for this transaction alone. Raises ImportMoved unless it is in one of the states."""
    found = Import.objects.select_for_update(of=("self",)).select_related("office", "by").get(pk=origin.pk)
    if found.state not in states:
        message = _("Impor ini sudah berubah: %(state)s. Muat ulang halaman.")
        raise ImportMoved(message % {"state": State(found.state).label})
    return found


@transaction.atomic
def turn(origin: Import, *, source: Sequence[str], target: str) -> Import:
    """Moves an import on and sets its progress back to the beginning. Raises ImportMoved."""
    found = lock_import(origin, *source)
    found.state, found.done = target, 0
    if target == State.LOADING:
        found.good = found.bad = 0
        found.problems.all().delete()
    found.save(update_fields=["state", "done", "good", "bad"])
    return found


def keep_problems(origin: Import, problems: Sequence[ImportProblem]) -> None:
    """Adds what is wrong in some rows."""
    for problem in problems:
        problem.origin = origin
        problem.column, problem.message = problem.column[:40], problem.message[:300]
    ImportProblem.objects.bulk_create(problems)


@transaction.atomic
def refuse(origin: Import, *, sentence: str, at: datetime) -> None:
    """Ends an import whose file cannot be read."""
    found = lock_import(origin, State.CHECKING, State.LOADING)
    found.state, found.refusal, found.ended_at = State.REFUSED, sentence[:300], at
    found.save(update_fields=["state", "refusal", "ended_at"])
    forget_file(found)


def forget_file(origin: Import) -> None:
    """Destroys the uploaded file: its rows are in the register now, or will never be."""
    blob = origin.blob
    if blob is not None:
        origin.blob = None
        origin.save(update_fields=["blob"])
        files.destroy(blob)


def forget_old_imports(at: datetime) -> int:
    """Destroys files that were checked a week ago and never loaded; returns how many (UU 27/2022)."""
    old = Import.objects.filter(state=State.CHECKED, started_at__lt=at - KEPT_FOR, blob__isnull=False)
    return sum(_forget(origin, at=at) for origin in old.select_related("blob"))


@transaction.atomic
def _forget(origin: Import, *, at: datetime) -> int:
    found = lock_import(origin, State.CHECKED, State.LOADING)
    if found.state != State.CHECKED:
        return 0
    found.state, found.ended_at = State.REFUSED, at
    found.refusal = _("Berkas ini tidak dimuat dalam tujuh hari, jadi sudah dihapus.")
    found.save(update_fields=["state", "refusal", "ended_at"])
    forget_file(found)
    return 1
