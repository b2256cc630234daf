"""Record paper: letters that were written by hand while the system was away get their numbers in the same series."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.refusals import CannotMove
from tuntas.catalog.definition import LetterForm, ServiceDefinition
from tuntas.catalog.finding import list_services
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.letters.models import Number
from tuntas.letters.numbering import local_day, reserve_paper
from tuntas.offices.duty import has_right
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right
from tuntas.vault import audit

MOST = 50  # letters of one book entry: a longer outage is entered in parts


@dataclass(frozen=True)
class PaperEntry:
    """What the book says: so many letters of one service, written on one day, and why by hand.

    `first` is the sequence number that the book begins with; None takes the next free ones.
    """

    service: str
    count: int
    on: date
    reason: str
    first: int | None = None


def list_lettered(office: Office) -> list[ServiceDefinition]:
    """The services whose letter this office numbers and signs, in the order of the home page."""
    return [one for one in list_services() if one.letter and one.level == office.level]


@transaction.atomic
def record_paper(office: Office, entry: PaperEntry, *, by: Officer, at: datetime | None = None) -> list[Number]:
    """Takes the numbers, explained by the reason. Raises CannotMove, InputRefused, letters.numbering.NumberTaken."""
    at = at or timezone.now()
    if not has_right(by, Right.KEEP_REGISTER, office=office, on=timezone.localtime(at).date()):
        raise CannotMove(_("Anda tidak memegang register surat kantor ini."))
    form = _check(office, entry, today=local_day(office, at=at))
    written = datetime.combine(entry.on, time(12), tzinfo=ZoneInfo(office.timezone))
    numbers = reserve_paper(
        office, form=form, reason=entry.reason.strip(), at=written, count=entry.count, first=entry.first
    )
    note: dict[str, str | int] = {"first": numbers[0].seq, "count": len(numbers)}
    audit.record("numbers.paper", subject=office.code, actor=f"officer:{by.pk}", stream=office.code, note=note, at=at)
    return numbers


def _check(office: Office, entry: PaperEntry, *, today: date) -> LetterForm:
    forms = {one.code: one.letter for one in list_lettered(office)}
    errors = []
    if entry.service not in forms:
        errors.append(FieldError("service", _("Pilih jenis surat.")))
    if not 1 <= entry.count <= MOST:
        errors.append(FieldError("count", _("Isi jumlah surat, 1 sampai %(most)d.") % {"most": MOST}))
    if not date(today.year - 1, 1, 1) <= entry.on <= today:
        errors.append(FieldError("on", _("Isi tanggal surat: hari ini atau sebelumnya.")))
    if not entry.reason.strip():
        errors.append(FieldError("reason", _("Tulis mengapa surat ini ditulis tangan.")))
    form = forms.get(entry.service)
    if errors or form is None:
        raise InputRefused(errors)
    return form
