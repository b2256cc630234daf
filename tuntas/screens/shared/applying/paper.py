"""The form of a service on paper: the same questions as on the screen, with room for a pen."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Condition, Kind, Question, ServiceDefinition
from tuntas.catalog.shapes import DATE, MONTH, RT_RW
from tuntas.intake.requirements import list_certain
from tuntas.letters.paper_form import Blank, PaperForm, PaperToBring, Section, Tick
from tuntas.offices.models import Office
from tuntas.reports.showing import show_answer
from tuntas.screens.shared.applying.needed import describe_condition, list_sometimes
from tuntas.screens.shared.applying.person import list_helper_questions, list_person_pages
from tuntas.vault.fields import Json

_BOXES = {Kind.NIK: 16, Kind.KK: 16, Kind.PHONE: 15, Kind.TIME: 5}
_LINES = {Kind.LONG: 3, Kind.ADDRESS: 2}
_SHAPES = {Kind.DATE: ("date", DATE), Kind.MONTH: ("month", MONTH), Kind.RT_RW: ("pair", RT_RW)}
_SHORT = {"rt": 3, "rw": 3}  # numbers of three digits, by the question's code
_MOST_TICKS = 12  # a longer list is written by hand
_ROWS = 4  # empty rows of a table


def make_paper_form(
    definition: ServiceDefinition, *, office: Office | None, opens: str, content: Json | None = None, code: str = ""
) -> PaperForm:
    """The form of a service: empty, or with the draft's `content` and the `code` that opens it at the counter."""
    content = content or {}
    person, answers = content.get("applicant") or {}, content.get("answers") or {}
    maker = _Maker(definition)
    pages = [(page, person) for page in list_person_pages(definition)] + [(page, answers) for page in definition.pages]
    return PaperForm(
        code=definition.code,
        service_name=definition.name,
        office=office.name if office else _("Kelurahan atau desa Anda"),
        lead=_("Isi dengan huruf cetak. Bawa bersama syaratnya ke loket. Gratis."),
        facts=_list_facts(definition, office),
        sections=[Section(page.title, maker.list_blanks(page.questions, given)) for page, given in pages],
        papers=_list_papers(definition, office),
        helper=maker.list_blanks(tuple(list_helper_questions(at_counter=True)), content.get("helper") or {}),
        consent=_("Data ini benar, dan saya setuju dipakai untuk surat ini."),
        qr_words=_("Petugas memindai kode ini di loket."),
        foot=_("Formulir %(code)s") % {"code": definition.code},
        opens=opens,
        applicant=str(person.get("name") or ""),
        draft_code=code,
    )


def _list_facts(definition: ServiceDefinition, office: Office | None) -> list[str]:
    facts = [_("Selesai: %(time)s sejak syarat lengkap, pada jam kerja.") % {"time": definition.promise.text}]
    if office and office.address:
        facts.append(_("Alamat loket: %(address)s") % {"address": office.address})
    return facts


def _list_papers(definition: ServiceDefinition, office: Office | None) -> list[PaperToBring]:
    switches = office.switches if office else {}
    always = [(one, "") for one in list_certain(definition, switches=switches)]
    some = [(one.requirement, one.text) for one in list_sometimes(definition)]
    return [PaperToBring(one.name, one.counter_form, note) for one, note in always + some]


class _Maker:
    """Makes blanks for the questions of one service."""

    def __init__(self, definition: ServiceDefinition) -> None:
        self.definition = definition

    def list_blanks(self, questions: tuple[Question, ...], given: Mapping[str, object]) -> list[Blank]:
        return [self._make(one, given.get(one.code)) for one in questions]

    def _make(self, question: Question, value: object) -> Blank:
        note = self._note(question)
        if question.kind == Kind.TABLE:
            return _make_table(question, value, note=note)
        options = _list_options(question, value)
        if options and len(options) <= _MOST_TICKS:
            return Blank(question.label, "choices", note, columns=3 if len(options) > 2 else 2, options=options)
        kind, count = _room_for(question, value)
        return Blank(question.label, kind, note, value=_show(question, value, kind=kind), count=count)

    def _note(self, question: Question) -> str:
        parts = [] if question.required else [_("boleh kosong")]
        if question.when and not _is_of_office(question.when):
            parts = [describe_condition(self.definition, question.when)]
        return ", ".join(parts)


def _is_of_office(condition: Condition) -> bool:
    return condition.field.startswith("office.")


def _list_options(question: Question, value: object) -> list[Tick]:
    if question.kind == Kind.YES_NO:
        said = str(value).lower() if value is not None else ""
        return [Tick(_("Ya"), said == "true"), Tick(_("Tidak"), said == "false")]
    return [Tick(one.label, one.value == value) for one in question.choices]


def _room_for(question: Question, value: object) -> tuple[str, int]:
    """What is drawn; an answer that does not fit into boxes, as drafts may hold, is written on a line."""
    text = _bare(question, value)
    if question.kind in _SHAPES:
        kind, shape = _SHAPES[question.kind]
        return (kind, 1) if not text or re.fullmatch(shape, text) else ("lines", 1)
    count = _SHORT.get(question.code) if question.kind == Kind.NUMBER else _BOXES.get(question.kind)
    if count and len(text) <= count:
        return "boxes", count
    return ("money", 1) if question.kind == Kind.MONEY else ("lines", _LINES.get(question.kind, 1))


def _bare(question: Question, value: object) -> str:
    """The answer for boxes: numbers without the blanks and dots that people type between them."""
    text = str(value or "")
    return re.sub(r"[\s.\-]", "", text) if question.kind in {Kind.NIK, Kind.KK, Kind.PHONE} else text


def _show(question: Question, value: object, *, kind: str) -> str:
    """The answer as it is written; a draft may hold what is no date and no amount."""
    if kind in {"boxes", "date", "month", "pair"}:
        return _bare(question, value)
    if question.kind in _SHAPES and not re.fullmatch(_SHAPES[question.kind][1], str(value or "")):
        return str(value or "")
    return show_answer(question, value).removeprefix("Rp")


def _make_table(question: Question, value: object, *, note: str) -> Blank:
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
    rows = [[_show(column, row.get(column.code), kind="lines") for column in question.columns] for row in given]
    empty = [""] * len(question.columns)
    number = max(len(rows) + 1, min(_ROWS, question.max or _ROWS))
    rows += [empty] * (number - len(rows))
    return Blank(question.label, "table", note, heads=[one.name for one in question.columns], cells=rows)
