"""Download issued: the applicant fetches what another system printed; when no card waits, that is the hand-over."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import ISSUED, State
from tuntas.flow.download import deliver
from tuntas.handover.issuing import get_issued, list_current, read_issued
from tuntas.vault import audit


@dataclass(frozen=True)
class Issued:
    """One document: its bytes, and its code for the name of the file."""

    data: bytes
    code: str


def download_issued(case: Case, *, document_id: uuid.UUID, at: datetime | None = None) -> Issued:
    """The PDF; the caller has proven the applicant by receipt and PIN. Raises CaseUnknown before it is issued."""
    issued = read_document(case, document_id=document_id)
    note_download_issued(case, at=at)
    return issued


def read_document(case: Case, *, document_id: uuid.UUID) -> Issued:
    """The PDF for whoever must first learn whether it arrives. Raises CaseUnknown before it is issued."""
    if case.state not in ISSUED:
        raise CaseUnknown(_("Dokumen ini belum terbit."))
    document = get_issued(case, document_id)
    return Issued(read_issued(document), document.code)


def note_download_issued(case: Case, *, at: datetime | None = None) -> None:
    """The applicant has the PDF: the first time that hands it over, later it is a reading.

    A card must reach a hand: with one in the case, only the counter or a courier makes it tuntas.
    """
    at = at or timezone.now()
    if case.state == State.READY and all(row.blob_id for row in list_current(case.issued.all())):
        deliver(case, at=at)
    else:
        audit.record("document.read", subject=str(case.pk), actor="applicant", stream=case.office.code, at=at)
