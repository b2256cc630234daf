"""Download: the applicant fetches the letter with the PIN; the first time counts as the hand-over (self-print)."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.move import lock, move
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import ISSUED, State, Verb
from tuntas.handover.models import Handover
from tuntas.handover.recording import record
from tuntas.letters.reading import find_letter, read_pdf
from tuntas.notices.announcing import announce
from tuntas.vault import audit


def download(case: Case, *, at: datetime | None = None) -> bytes:
    """The sealed PDF; the caller has proven the applicant by receipt and PIN. Raises CaseUnknown without a letter."""
    pdf = read_letter(case)
    note_download(case, at=at)
    return pdf


def read_letter(case: Case) -> bytes:
    """The sealed PDF for whoever must first learn whether it arrives. Raises CaseUnknown without one to fetch."""
    letter = find_letter(case)
    if letter is None or case.state not in ISSUED:
        raise CaseUnknown(_("Surat ini belum terbit."))
    return read_pdf(letter)


def note_download(case: Case, *, at: datetime | None = None) -> None:
    """The applicant has the sealed PDF: the first time that hands it over, later it is a reading."""
    at = at or timezone.now()
    if case.state == State.READY:
        deliver(case, at=at)
    else:
        audit.record("letter.read", subject=str(case.pk), actor="applicant", stream=case.office.code, at=at)


@transaction.atomic
def deliver(case: Case, *, at: datetime) -> None:
    """The first download of a case that is ready: recorded as handed over to the applicant."""
    case = lock(case)
    if case.state != State.READY:
        return
    name = str(case.application.applicant.get("name", ""))
    record(case, method=Handover.Method.DOWNLOAD, receiver=name, relation=Handover.Relation.SELF, at=at)
    announce(move(case, Verb.HAND_OVER, at=at, actor="applicant"))
