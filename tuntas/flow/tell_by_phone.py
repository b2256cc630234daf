"""Tell by phone: an officer rings up whom no message reached, and notes what came of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.flow.read_record import read_record
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.notices.calling import CallTask, keep_call
from tuntas.notices.models import Call
from tuntas.offices.models import Officer
from tuntas.vault import audit


def read_number(task: CallTask, *, by: Officer, at: datetime | None = None) -> str:
    """The number in full, the reading noted for the applicant to see."""
    read_record(task.case, by=by, what="phone.read", at=at)
    return task.phone


@transaction.atomic
def tell_by_phone(task: CallTask, *, by: Officer, outcome: str, at: datetime | None = None) -> Call:
    """Notes one call. Raises InputRefused for no outcome, notices.calling.CannotCall for one noted twice."""
    at = at or timezone.now()
    if outcome not in Call.Outcome.values:
        raise InputRefused([FieldError("outcome", _("Pilih hasil telepon."))])
    call = Call(application=task.case.application, person=task.person, outcome=outcome, by=by, at=at)
    keep_call(task, call)
    note: dict[str, str | int] = {"outcome": outcome}
    actor, stream = f"officer:{by.pk}", task.case.office.code
    audit.record("notice.called", subject=str(task.case.pk), actor=actor, stream=stream, note=note, at=at)
    return call
