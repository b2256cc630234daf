"""Import survey: what only the whole file can tell, known before its first row is loaded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from tuntas.flow.import_rows import Checked, Trouble, check_row
from tuntas.offices.models import Office
from tuntas.people.cells import CellSpoilt, Roundings, number_text, text_of
from tuntas.people.codes import RELATIONSHIPS, find_label
from tuntas.people.columns import Columns, Table, find_table
from tuntas.people.keeping import HEAD, index_kk, index_nik
from tuntas.people.models import Resident
from tuntas.people.sheets import MOST_ROWS, Row, SheetRefused, Value, read_rows

CHUNK = 500  # rows that are loaded together or not at all


@dataclass
class Survey:
    """`first_of` says on which row a NIK stands first, `headed` on which row a KK number's head; `lost_heads` counts
    the heads whose KK number cannot be read."""

    total: int = 0
    lost_heads: int = 0
    first_of: dict[str, int] = field(default_factory=dict)
    headed: dict[str, int] = field(default_factory=dict)
    roundings: Roundings = field(default_factory=Roundings)


def survey_file(data: bytes) -> tuple[Columns, Survey]:
    """Reads the file once, to its end. Raises SheetRefused."""
    table = find_table(read_rows(data))
    survey = Survey()
    for number, cells in table.rows:
        survey.total += 1
        if survey.total > MOST_ROWS:
            raise SheetRefused(_("Berkas ini lebih dari %(most)d baris. Bagi menjadi beberapa.") % {"most": MOST_ROWS})
        _look(survey, number, table.columns.cut(cells))
    if not survey.total:
        raise SheetRefused(_("Tidak ada baris di bawah judul kolom. Isi datanya, lalu kirim lagi."))
    return table.columns, survey


def _look(survey: Survey, number: int, cells: dict[str, Value]) -> None:
    survey.roundings.look(cells)
    survey.first_of.setdefault(_digits(cells.get("nik")), number)
    if find_label(RELATIONSHIPS, text_of(cells.get("relationship"))) == HEAD:
        kk = _digits(cells.get("kk"))
        survey.headed.setdefault(kk, number)
        survey.lost_heads += len(kk) != len("1671081503210007")


def _digits(value: Value) -> str:
    try:
        return "".join(sign for sign in number_text(value) if sign.isdecimal())
    except CellSpoilt:
        return ""


def list_checked(
    data: bytes, survey: Survey, *, office: Office, on: date, skip: int = 0
) -> Iterator[tuple[Table, list[Checked]]]:
    """The rows after the first `skip`, judged, some hundred at a time; the register is asked for each lot anew."""
    table = find_table(read_rows(data))
    rows = islice(table.rows, skip, None)
    while lot := list(islice(rows, CHUNK)):
        yield table, _check_lot(lot, table.columns, survey, office=office, on=on)


def _check_lot(lot: Sequence[Row], columns: Columns, survey: Survey, *, office: Office, on: date) -> list[Checked]:
    checked = [check_row(number, columns.cut(cells), on=on, roundings=survey.roundings) for number, cells in lot]
    known = _list_known(checked, office=office)
    headed = _list_headed(checked, survey, office=office)
    return [_compare(row, survey, known=known, headed=headed) for row in checked]


def _list_known(rows: Sequence[Checked], *, office: Office) -> dict[str, str]:
    """Status by nik_index of those whom the register has already."""
    wanted = [index_nik(row.person["nik"]) for row in rows if "nik" in row.person]
    return dict(Resident.objects.filter(office=office, nik_index__in=wanted).values_list("nik_index", "status"))


def _list_headed(rows: Sequence[Checked], survey: Survey, *, office: Office) -> set[str]:
    """kk_index of families that have a head in the register, among those that have none in the file."""
    wanted = {index_kk(row.card["kk"]) for row in rows if "kk" in row.card and row.card["kk"] not in survey.headed}
    heads = Resident.objects.present().filter(office=office, is_head=True, family__kk_index__in=wanted)
    return set(heads.values_list("family__kk_index", flat=True))


def _compare(row: Checked, survey: Survey, *, known: dict[str, str], headed: set[str]) -> Checked:
    more = [*_compare_nik(row, survey, known=known), *_compare_family(row, survey, headed=headed)]
    return Checked(row.number, row.person, row.card, (*row.troubles, *more)) if more else row


def _compare_nik(row: Checked, survey: Survey, *, known: dict[str, str]) -> list[Trouble]:
    nik = row.person.get("nik", "")
    first = survey.first_of.get(nik, row.number)
    if nik and first != row.number:
        return [Trouble("nik", _("NIK ini sudah ada di baris %(row)d berkas ini.") % {"row": first})]
    status = known.get(index_nik(nik)) if nik else None
    if status is None:
        return []
    if status == Resident.Status.PRESENT:
        return [Trouble("nik", _("NIK ini sudah ada dalam buku penduduk."))]
    label = Resident.Status(status).label
    return [Trouble("nik", _("NIK ini ada dalam buku penduduk sebagai: %(status)s.") % {"status": label})]


def _compare_family(row: Checked, survey: Survey, *, headed: set[str]) -> list[Trouble]:
    kk = row.card.get("kk", "")
    if not kk or "relationship" not in row.person:
        return []
    if kk not in survey.headed and index_kk(kk) not in headed:
        message = _("Keluarga dengan nomor KK ini belum punya kepala keluarga. Lengkapi SHDK anggotanya.")
        # Where a head's own KK number is spoilt, this may be that head's family: it must not fall with one cell.
        return [Trouble("relationship", message, refuses=not survey.lost_heads)]
    if row.person["relationship"] == HEAD and survey.headed.get(kk, row.number) != row.number:
        message = _("Kepala keluarga ini sudah ada di baris %(row)d. Periksa SHDK keduanya.")
        return [Trouble("relationship", message % {"row": survey.headed[kk]}, refuses=False)]
    return []
