"""The answers once more, in the words of the form, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tuntas.catalog.definition import Kind, Question
from tuntas.intake.submission import Submission
from tuntas.reports.showing import show_answer, show_date
from tuntas.screens.shared import wording
from tuntas.screens.shared.applying.person import list_person_pages
from tuntas.screens.shared.questions import make_field

_SHOWN_WITH_OTHERS = {"birth_date", "rt", "rw"}  # beside birth_place and address, as the letter has them
_WAYS: dict[str, str | Promise] = {
    "download": gettext_lazy("Unduh sendiri dengan PIN"),
    "pickup": gettext_lazy("Ambil di loket"),
    "courier": gettext_lazy("Diantar kurir, gratis"),
    "print_point": gettext_lazy("Dicetak di desa"),
}


@dataclass(frozen=True)
class Row:
    """One answer. `anchor` is the id of its field, `badge` a photo's verdict; `is_code` marks numbers to compare."""

    label: str
    text: str
    anchor: str
    badge: str = ""
    is_code: bool = False


@dataclass(frozen=True)
class Part:
    """One screen of the form."""

    title: str
    rows: list[Row]


def list_summary(submission: Submission) -> list[Part]:
    """All parts in the order of the form."""
    person, answers = submission.applicant, submission.answers
    parts = [
        Part(page.title, _list_person(page.questions, person)) for page in list_person_pages(submission.definition)
    ]
    for page in submission.definition.pages:
        rows = [_row(one, answers.get(one.code), group="answers") for one in page.questions]
        parts.append(Part(page.title, [row for row in rows if row.text]))
    parts += [Part(_("Foto syarat"), _list_files(submission)), Part(_("Penerimaan"), _list_delivery(submission))]
    return [part for part in parts if part.rows]


def _list_person(questions: tuple[Question, ...], person: Mapping[str, object]) -> list[Row]:
    rows = [_person_row(one, person) for one in questions if one.code not in _SHOWN_WITH_OTHERS]
    return [row for row in rows if row.text]


def _person_row(question: Question, person: Mapping[str, object]) -> Row:
    row = _row(question, person.get(question.code), group="applicant")
    if question.code == "birth_place":
        born = f"{row.text}, {show_date(str(person.get('birth_date', '')))}"
        return replace(row, label=_("Tempat, tanggal lahir"), text=born)
    if question.code == "address":
        place = {"address": row.text, "rt": person.get("rt", ""), "rw": person.get("rw", "")}
        return replace(row, text=_("%(address)s, RT %(rt)s RW %(rw)s") % place)
    return row


def _row(question: Question, value: object, *, group: str) -> Row:
    text, is_code = show_answer(question, value), question.kind in {Kind.NIK, Kind.KK}
    if is_code:
        text = wording.nik(text)
    if question.kind == Kind.PHONE:
        text = wording.phone(text)
    anchor = make_field(question, name=f"{group}.{question.code}").id
    return Row(question.name, text, anchor, is_code=is_code)


def _list_files(submission: Submission) -> list[Row]:
    names = {one.code: one.name for one in submission.definition.requirements}
    codes = dict.fromkeys(code for code, _upload in submission.files)
    rows = [_file_row(names[code], code, submission) for code in codes]
    bring = submission.delivery.get("bring", [])
    rows += [Row(names[code], _("Fotokopi diterima, asli diperlihatkan"), f"files.{code}") for code in submission.shown]
    return rows + [Row(names[code], _("Dibawa ke kantor"), f"files.{code}") for code in bring]


def _file_row(name: str, code: str, submission: Submission) -> Row:
    uploads = [upload for one, upload in submission.files if one == code]
    number = len(uploads)
    text = ngettext("%(n)d foto", "%(n)d foto", number) % {"n": number} if number > 1 else ""
    badge = "unclear" if any(upload.hints for upload in uploads) else "clear"
    return Row(name, text, f"files.{code}", badge=badge)


def _list_delivery(submission: Submission) -> list[Row]:
    rows = [Row(_("Cara menerima surat"), str(_WAYS[str(submission.delivery["method"])]), "delivery.method")]
    if submission.delivery.get("address"):
        rows.append(Row(_("Alamat tujuan kurir"), str(submission.delivery["address"]), "delivery.address"))
    helper = submission.helper
    alone = _("Pemohon sendiri") if submission.channel == "counter" else _("Saya sendiri")
    who = f"{helper['name']} ({helper['relation']})" if helper else alone
    return [*rows, Row(_("Yang mengisi"), who, "who")]
