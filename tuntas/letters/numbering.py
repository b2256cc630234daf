"""Numbers of letters: one row of `Series` is locked, one number is taken, and none is ever lost, reused or doubled."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.definition import LetterForm
from tuntas.letters.models import Number, Series
from tuntas.offices.models import Office
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert, update

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
PARTS = frozenset({"archive", "seq", "office", "month", "year"})
_WIDTH = re.compile(r"(0[1-9])?d")


class NumberFormatRefused(CannotMove):
    """An office's number format names something unknown, or leaves out what keeps numbers apart."""


class NumberTaken(CannotMove):
    """The number is in use already, or is not the one that was expected."""


@dataclass(frozen=True)
class Line:
    """What became of one number of a series; `state` is "" where nobody can say."""

    seq: int
    text: str
    state: str
    reason: str


@transaction.atomic
def reserve(case: Case, *, office: Office, form: LetterForm, at: datetime) -> Number:
    """The next number of the office's series for a letter of this case; gap-free because it commits with the intent.

    The year, and with it the series, is that of the office's own clock. Raises NumberFormatRefused, NumberTaken.
    """
    on = local_day(office, at=at)
    series = _lock(office, name=form.series, year=on.year)
    return _take(Number(case=case, reserved_at=at), series, archive=form.archive, on=on)


@transaction.atomic
def reserve_paper(
    office: Office, *, form: LetterForm, reason: str, at: datetime, count: int = 1, first: int | None = None
) -> list[Number]:
    """Numbers for letters written by hand while the system is out of reach, taken before or entered after.

    `first` is the sequence number that the paper book begins with; without it the next free ones are taken. `reason`
    says which book or which outage. Raises NumberTaken when the system has gone on counting meanwhile.
    """
    on = local_day(office, at=at)
    series = _lock(office, name=form.series, year=on.year)
    if first is not None and first != series.last + 1:
        raise NumberTaken(
            _("Nomor urut berikutnya %(next)d, bukan %(first)d.") % {"next": series.last + 1, "first": first}
        )
    numbers = [Number(state=Number.State.PAPER, reason=reason[:200], reserved_at=at) for _each in range(count)]
    return [_take(number, series, archive=form.archive, on=on) for number in numbers]


def void(number: Number, *, reason: str) -> None:
    """Keeps the number with the reason why no letter bears it. Raises NumberTaken when one does, ValueError."""
    if number.state == Number.State.USED:
        raise NumberTaken(_("Nomor ini sudah dipakai surat. Cabut suratnya."))
    if not reason.strip():
        raise ValueError("a void number needs a reason")
    number.state, number.reason = Number.State.VOID, reason.strip()[:200]
    number.save(update_fields=["state", "reason"])


def explain_series(office: Office, name: str, year: int) -> list[Line]:
    """Every number from 1 to the last one taken, in order, with what became of it."""
    series = Series.objects.filter(office=office, name=name, year=year).first()
    if series is None:
        return []
    known = {number.seq: number for number in series.numbers.all()}
    last = max(series.last, *known) if known else series.last
    return [_line(seq, known.get(seq)) for seq in range(1, last + 1)]


def list_gaps(office: Office, name: str, year: int) -> list[int]:
    """The numbers that nobody can explain; anything but an empty list means that rows were lost or altered."""
    return [line.seq for line in explain_series(office, name, year) if not line.state]


def list_broken(*, office: Office | None = None) -> list[tuple[Series, list[int]]]:
    """Each series, of one office or of all, with numbers that nobody can explain, and these. One query if none is."""
    series = Series.objects.select_related("office").annotate(kept=Count("numbers"), top=Max("numbers__seq"))
    chosen = series.filter(office=office) if office else series
    suspects = [one for one in chosen if one.kept != max(one.last, one.top or 0)]
    return [(one, list_gaps(one.office, one.name, one.year)) for one in suspects]


def check_format(number_format: str) -> None:
    """Raises NumberFormatRefused unless the format holds only known parts, and `seq` and `year` among them."""
    try:
        parts = [(name, spec, conversion) for _text, name, spec, conversion in Formatter().parse(number_format)]
    except ValueError:
        raise NumberFormatRefused(_("Kurung kurawal pada bentuk nomor tidak berpasangan.")) from None
    used = {name for name, _spec, _conversion in parts if name is not None}
    if unknown := used - PARTS:
        raise NumberFormatRefused(_("Bentuk nomor tidak mengenal {%(part)s}.") % {"part": sorted(unknown)[0]})
    if any(conversion or (spec and not (name == "seq" and _WIDTH.fullmatch(spec))) for name, spec, conversion in parts):
        raise NumberFormatRefused(_("Lebar angka hanya untuk nomor urut, contoh {seq:03d}."))
    if not {"seq", "year"} <= used:
        raise NumberFormatRefused(_("Bentuk nomor perlu {seq} dan {year}, supaya tidak ada nomor kembar."))


def make_text(number_format: str, *, archive: str, seq: int, office: str, on: date) -> str:
    """The number as the letter prints it, e.g. "400.8.1.2/0217/Kel-Sialang/XI/2026". Raises NumberFormatRefused."""
    check_format(number_format)
    return number_format.format(archive=archive, seq=seq, office=office, month=ROMAN[on.month - 1], year=on.year)


def local_day(office: Office, *, at: datetime) -> date:
    """The date on the office's own calendar: New Year comes two hours earlier in Jayapura than in Palembang."""
    return at.astimezone(ZoneInfo(office.timezone)).date()


def _lock(office: Office, *, name: str, year: int) -> Series:
    """The series' row, locked until the transaction ends. Two first numbers at once make one row."""
    found = _series.first(office.pk, name, year)
    if found is None:
        Series.objects.get_or_create(office=office, name=name, year=year)
        found = _series.get(office.pk, name, year)
    found.office = office
    return found


@prepared
def _series(office: UUID, name: str, year: int) -> QuerySet[Series]:
    return Series.objects.select_for_update().filter(office=office, name=name, year=year)


def _take(number: Number, series: Series, *, archive: str, on: date) -> Number:
    """Gives an unsaved number the next place in its locked series."""
    series.last += 1
    office = series.office
    number.series, number.office, number.seq = series, office, series.last
    code = office.number_code or office.code
    number.text = make_text(office.number_format, archive=archive, seq=series.last, office=code, on=on)
    if _taken.all(office.pk, number.text):
        raise NumberTaken(_("Nomor %(number)s sudah ada. Ubah bentuk nomor kantor ini.") % {"number": number.text})
    update(series, "last")
    insert([number])
    return number


@prepared
def _taken(office: UUID, text: str) -> QuerySet[Number, str]:
    return Number.objects.filter(office=office, text=text).values_list("text", flat=True)


def _line(seq: int, number: Number | None) -> Line:
    if number is None:
        return Line(seq, "", "", "")
    return Line(seq, number.text, number.state, number.reason)
