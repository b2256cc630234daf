"""Print letters: an officer puts on paper what people fetch at the counter; each reading is noted."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.flow.read_record import read_record
from tuntas.letters.batch import render_batch
from tuntas.letters.reading import find_letter, list_letters, read_pdf
from tuntas.offices.models import Officer


def print_letter(case: Case, *, by: Officer, at: datetime | None = None) -> bytes:
    """The sealed PDF of a case, as it was kept. Raises CaseUnknown where there is none."""
    letter = find_letter(case)
    if letter is None:
        raise CaseUnknown(_("Surat ini belum terbit."))
    read_record(case, by=by, what="letter.read", at=at)
    return read_pdf(letter)


def print_letters(cases: Sequence[Case], *, by: Officer, at: datetime | None = None) -> bytes:
    """One file for the printer with the letters of these cases, in their order; other documents are left out.

    Raises CaseUnknown where none of them has a letter.
    """
    at = at or timezone.now()
    letters = list_letters(cases)
    if not letters:
        raise CaseUnknown(_("Tidak ada surat yang perlu dicetak."))
    for letter in letters:
        read_record(letter.case, by=by, what="letter.read", at=at)
    return render_batch(letters)
