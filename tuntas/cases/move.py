"""The only writer of a case's state: lock, check, save, one event, one audit link, one transaction."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.cases.chain import find_current_step
from tuntas.cases.deadlines import set_clock
from tuntas.cases.models import Application, Case, Event, Step
from tuntas.cases.refusals import CannotMove
from tuntas.cases.states import CLOSED, MOVES, State, Verb
from tuntas.offices.models import Officer
from tuntas.vault.audit import record
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert, update_if

_RELATED = ("application", "office")


def lock(case: Case) -> Case:
    """The case as it is now, for this transaction alone.

    The application's row is the lock for all its cases, so that two cases of one package cannot wait for each other.
    """
    connection.validate_no_broken_transaction()
    _lock_application(case.application_id)
    return read_again(case)


def lock_all(application: Application) -> list[Case]:
    """All cases of an application, oldest first, for this transaction alone."""
    _lock_application(application.pk)
    return list(application.cases.select_related(*_RELATED).order_by("opened_at", "id"))


def read_again(case: Case) -> Case:
    """The case as it is now, for whoever may hold it since before an earlier decision."""
    return _cases.get(case.pk)


@prepared
def _cases(case_id: UUID) -> QuerySet[Case]:
    return Case.objects.select_related(*_RELATED).filter(pk=case_id)


def _lock_application(application_id: UUID) -> None:
    if connection.features.has_select_for_update:  # on SQLite the transaction itself has waited
        Application.objects.select_for_update().values_list("pk").get(pk=application_id)


def move(
    case: Case,
    verb: Verb,
    *,
    at: datetime,
    by: Officer | None = None,
    actor: str = "officer",
    note: str = "",
    step: Step | None = None,
) -> Event:
    """Takes a locked case along one row of MOVES and writes the event.

    `actor` is officer, applicant, helper or system; `by` is given for officers. Raises CannotMove when the case is no
    longer where the verb begins.
    """
    row = MOVES[verb]
    source = State(case.state)
    if source not in row.sources:
        raise CannotMove(_("Berkas ini sudah berubah: %(state)s. Muat ulang halaman.") % {"state": source.label})
    _save_state(case, source=source, target=row.target or source, at=at)
    seq = (_numbers.first(case.pk) or 0) + 1
    return _write_event(case, Event(seq=seq, verb=verb, source=source, step=step, by=by, actor=actor, note=note, at=at))


@prepared
def _numbers(case_id: UUID) -> QuerySet[Event, int]:
    return Event.objects.filter(case=case_id).order_by("-seq").values_list("seq", flat=True)[:1]


def begin(case: Case, *, at: datetime, by: Officer | None, actor: str) -> Event:
    """The very first event of a case that was just opened."""
    return _write_event(case, Event(seq=1, verb=Verb.SUBMIT, by=by, actor=actor, at=at))


def _save_state(case: Case, *, source: State, target: State, at: datetime) -> None:
    set_clock(case, source=source, target=target, at=at)
    case.state = target
    current = find_current_step(case) if target == State.IN_REVIEW else None
    case.desk = current.post if current else None
    case.closed_at = at if target in CLOSED else None
    # The lock makes this certain; the condition makes a caller who forgot the lock fail instead of overwrite.
    if not update_if(case, "state", "desk", "due_at", "minutes_left", "closed_at", state=source):
        raise CannotMove(_("Petugas lain baru saja memutus berkas ini. Muat ulang halaman."))


def _write_event(case: Case, row: Event) -> Event:
    row.case, row.target = case, case.state
    insert([row])
    who = f"officer:{row.by_id}" if row.by_id else row.actor
    record(
        f"case.{row.verb}", subject=str(case.pk), actor=who, stream=case.office.code, note={"seq": row.seq}, at=row.at
    )
    return row
