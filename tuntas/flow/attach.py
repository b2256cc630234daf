"""Attach: whoever prints adds what the national system made, so that the case may be issued."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.cases.move import lock
from tuntas.cases.rules import check_may
from tuntas.cases.states import Verb
from tuntas.handover.issuing import keep_issued
from tuntas.handover.models import IssuedDocument
from tuntas.offices.models import Officer
from tuntas.vault import audit


@transaction.atomic
def attach(
    case: Case, *, by: Officer, code: str, number: str = "", data: bytes | None = None, at: datetime | None = None
) -> IssuedDocument:
    """Keeps one document of the case; who may issue the case may attach to it. The case does not move.

    `code` is of the definition's documents, `data` a PDF. Raises CannotMove, intake.refusals.InputRefused.
    """
    at = at or timezone.now()
    case = lock(case)
    check_may(by, Verb.ISSUE, case=case, at=at)
    document = keep_issued(case, code=code, number=number, data=data, by=by, at=at)
    note: dict[str, str | int] = {"document": document.code}
    audit.record(
        "document.attach", subject=str(case.pk), actor=f"officer:{by.pk}", stream=case.office.code, note=note, at=at
    )
    return document
