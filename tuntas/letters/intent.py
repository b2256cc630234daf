"""Intent: everything about a letter is fixed before it exists, so that a crash at any point can be made good."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.definition import LetterForm
from tuntas.catalog.finding import get_definition
from tuntas.letters.authority import get_signer
from tuntas.letters.codes import make_code
from tuntas.letters.context import freeze, make_sheet
from tuntas.letters.models import Letter
from tuntas.letters.numbering import local_day, reserve
from tuntas.letters.reading import CODE_INDEX, make_url
from tuntas.letters.render import check_printable, make_qr
from tuntas.offices.models import Assignment
from tuntas.offices.signatory import signatory_of
from tuntas.vault.keys import blind_index
from tuntas.vault.rows import insert


@dataclass(frozen=True)
class Blank:
    """What a letter has before anything is written on it: a fresh code, and the SVG of its QR."""

    code: str
    qr: str


def draw_blank() -> Blank:
    """A blank for one letter. Searching the mask of the QR takes long: call it before the transaction that locks."""
    code = make_code()
    return Blank(code, make_qr(make_url(code)))


@transaction.atomic
def prepare(case: Case, *, signer: Assignment, blank: Blank | None = None, at: datetime) -> Letter:
    """Reserves the number and freezes all that will be printed; no bytes yet. A blank is drawn unless given.

    Part of the caller's transaction. Raises CannotMove (a service without a letter), LetterCannotBeSet (a character
    that no letter can print), NumberTaken, NumberFormatRefused, PostMissing.
    """
    blank = blank or draw_blank()
    letter = make_letter(case, signer=signer, code=blank.code, at=at)
    # As late as possible: it locks the office's series until the caller commits.
    letter.number = reserve(case, office=case.office, form=get_form(case), at=at)
    sheet = make_sheet(letter, seal=get_signer().name, qr=blank.qr)
    check_printable([sheet])
    letter.sheet = freeze(sheet)
    insert([letter])
    return letter


def make_letter(case: Case, *, signer: Assignment, code: str, at: datetime) -> Letter:
    """An unsaved letter without a number: code, holder, signatory, dates. Raises CannotMove, PostMissing."""
    form, on = get_form(case), local_day(case.office, at=at)
    return Letter(
        case=case,
        office=case.office,
        template=form.template,
        code_index=blind_index(CODE_INDEX, code),
        code=code,
        holder=get_holder(case),
        signatory=dict(signatory_of(signer)),
        signer=signer.officer,
        issued_on=on,
        valid_until=on + timedelta(days=form.valid_days) if form.valid_days else None,
        requested_at=at,
    )


def get_form(case: Case) -> LetterForm:
    """How the service prints its letter. Raises CannotMove where it issues none."""
    form = get_definition(case.service_version_id).letter
    if form is None:
        raise CannotMove(_("Layanan ini tidak menerbitkan surat."))
    return form


def get_holder(case: Case) -> str:
    """Whose name the letter carries: the applicant's, or the answer that the definition names."""
    room, _dot, code = get_definition(case.service_version_id).subject.partition(".")
    source = case.answers if room == "answers" else case.applicant
    return str(source.get(code or "name", ""))
