"""The promise as a clock: it runs in the office's working time and stands still while others must act."""

from datetime import datetime

from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.offices.worktime import add_working, working_minutes

RUNNING = frozenset({State.IN_REVIEW, State.SIGNING})


def set_clock(case: Case, *, source: State | None, target: State, at: datetime) -> None:
    """Starts, stops or leaves the clock of a case that goes from one state to another; changes the row in memory."""
    was_running, runs = source in RUNNING, target in RUNNING
    if runs and not was_running:
        case.due_at = add_working(at, minutes=max(case.minutes_left or 0, 0), office=case.office)
        case.minutes_left = None
    elif was_running and target == State.RETURNED and case.due_at:
        case.minutes_left = working_minutes(at, case.due_at, office=case.office)
        case.due_at = None


def is_overdue(case: Case, *, at: datetime) -> bool:
    """Whether the office is late: only while it is the office's turn."""
    return case.state == State.IN_REVIEW and case.due_at is not None and case.due_at < at
