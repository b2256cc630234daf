"""The answers once more, in the words of the form, part by part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Kind, Question
from tuntas.intake.submission import Submission
from tuntas.reports.showing import show_answer
from tuntas.screens.resident.applying.person import list_person_pages
from tuntas.screens.shared import wording


@dataclass(frozen=True)
class Row:
    label: str
    text: str


@dataclass(frozen=True)
class Part:
    """One screen of the form: `number` is where "Ubah" leads."""

    number: int
    title: str
    rows: list[Row]


def list_summary(submission: Submission) -> list[Part]:
    """All parts in the order of the form."""
    definition = submission.definition
    titled = [(page, submission.applicant) for page in list_person_pages(definition)]
    titled += [(page, submission.answers) for page in definition.pages]
    parts = [
        Part(number, page.title, _list_rows(page.questions, values)) for number, (page, values) in enumerate(titled, 1)
    ]
    more = [(_("Foto syarat"), _list_files(submission)), (_("Penyerahan surat"), _list_delivery(submission))]
    parts += [Part(len(titled) + place, title, rows) for place, (title, rows) in enumerate(more, 1)]
    return [part for part in parts if part.rows]


def _list_rows(questions: tuple[Question, ...], values: dict[str, object]) -> list[Row]:
    rows = [Row(question.short or question.label, _show(question, values.get(question.code))) for question in questions]
    return [row for row in rows if row.text]


def _show(question: Question, value: object) -> str:
    text = show_answer(question, value)
    if question.kind in {Kind.NIK, Kind.KK}:
        return wording.nik(text)
    return wording.phone(text) if question.kind == Kind.PHONE else text


def _list_files(submission: Submission) -> list[Row]:
    names = {one.code: one.name for one in submission.definition.requirements}
    counts = {code: sum(one == code for one, _upload in submission.files) for code, _upload in submission.files}
    rows = [Row(names[code], _("%(n)d foto terkirim") % {"n": count}) for code, count in counts.items()]
    return rows + [Row(names[code], _("Dibawa ke loket")) for code in submission.delivery.get("bring", [])]


def _list_delivery(submission: Submission) -> list[Row]:
    ways = {
        "download": _("Unduh sendiri dengan PIN"),
        "pickup": _("Ambil di loket"),
        "courier": _("Diantar kurir, gratis"),
        "print_point": _("Dicetak di desa"),
    }
    rows = [Row(_("Cara menerima"), ways[str(submission.delivery["method"])])]
    if submission.delivery.get("address"):
        rows.append(Row(_("Alamat kurir"), str(submission.delivery["address"])))
    if submission.helper:
        rows.append(Row(_("Diisi oleh"), str(submission.helper["name"])))
    return rows
