"""Print form: a national form filled from the answers, unsigned, for officer and resident."""

from datetime import datetime

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.letters.forms import render_form
from tuntas.offices.models import Officer
from tuntas.vault import audit


def print_form(case: Case, form_code: str, *, by: Officer | None = None, at: datetime | None = None) -> bytes:
    """The PDF of a form that belongs to the case; the reading is noted. `by` is empty for the applicant, who has proven
    receipt and PIN. Raises cases.refusals.CaseUnknown for a form of another service, LetterCannotBeSet."""
    at = at or timezone.now()
    pdf = render_form(case, form_code, at=at)
    actor = f"officer:{by.pk}" if by else "applicant"
    audit.record("form.print", subject=str(case.pk), actor=actor, stream=case.office.code, at=at)
    return pdf
