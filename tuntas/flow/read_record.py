"""Read a record: an officer opens the full data of a case, and the resident can later see who did."""

from datetime import datetime

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.offices.models import Officer
from tuntas.vault import audit


def read_record(case: Case, *, by: Officer, what: str = "case.read", at: datetime | None = None) -> Case:
    """Notes the reading in the audit chain of the case's office and returns the case.

    `what` is "case.read" for the full record, "file.read" for one photo, "nik.read" for the unmasked NIK.
    """
    at = at or timezone.now()
    audit.record(what, subject=str(case.pk), actor=f"officer:{by.pk}", stream=case.office.code, at=at)
    return case
