"""Checks: what must hold inside one definition once its parts have been read."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tuntas.catalog.chain_checks import check_chain
from tuntas.catalog.condition_checks import check_conditions
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Kind, Question, ServiceDefinition
from tuntas.catalog.problems import Refuse, suggest, unknown
from tuntas.catalog.schema import example_answers
from tuntas.catalog.shapes import PATTERNS, bounds, example_of, longest

_BOUNDED = {Kind.TEXT, Kind.LONG, Kind.NAME, Kind.ADDRESS, Kind.NUMBER, Kind.MONEY, Kind.TABLE}
_NEEDS_EXAMPLE = {Kind.TEXT, Kind.LONG}
_MORE_OF_APPLICANT = ("email", "education")


def check_definition(
    definition: ServiceDefinition, *, refuse: Refuse, lists: Mapping[str, Mapping[str, Any]], templates: Path | None
) -> None:
    """Calls `refuse(key path, sentence)` for each thing that does not fit together."""
    check_chain(definition, refuse=refuse)
    _check_letter(definition, refuse, templates=templates)
    check_form(definition, refuse=refuse, lists=lists)
    _check_subject(definition, refuse)


def check_form(definition: ServiceDefinition, *, refuse: Refuse, lists: Mapping[str, Mapping[str, Any]]) -> None:
    """What a form needs, of a service and of a package alike."""
    _check_requirements(definition, refuse)
    _check_questions(definition, refuse)
    check_conditions(definition, refuse=refuse, lists=lists)
    _check_applicant_fields(definition, refuse)
    _check_blind_fill(definition, refuse)


def _check_letter(definition: ServiceDefinition, refuse: Refuse, *, templates: Path | None) -> None:
    letter = definition.letter
    if letter is None or templates is None:
        return
    if not (templates / f"{letter.template}.typ").is_file():
        options = [file.stem for file in templates.glob("*.typ")]
        message = _("Berkas %(name)s.typ belum ada di folder templat surat. %(hint)s")
        said = {"name": letter.template, "hint": suggest(letter.template, options)}
        refuse("letter.template", (message % said).strip())


def _check_requirements(definition: ServiceDefinition, refuse: Refuse) -> None:
    seen: set[str] = set()
    for number, requirement in enumerate(definition.requirements):
        if requirement.code in seen:
            message = _('Syarat "%(code)s" ditulis dua kali. Hapus salah satu.')
            refuse(f"requirements[{number}].code", message % {"code": requirement.code})
        seen.add(requirement.code)


def list_questions(definition: ServiceDefinition) -> Iterator[tuple[str, Question]]:
    """Each question with its key path, e.g. "pages[0].questions[2]"."""
    for page_number, page in enumerate(definition.pages):
        for number, question in enumerate(page.questions):
            yield f"pages[{page_number}].questions[{number}]", question


def _check_questions(definition: ServiceDefinition, refuse: Refuse) -> None:
    seen: set[str] = set()
    dates: list[str] = []
    for path, question in list_questions(definition):
        if question.code in seen:
            message = _('Pertanyaan "%(code)s" ditulis dua kali. Beri kode lain.')
            refuse(f"{path}.code", message % {"code": question.code})
        _check_after(path, question, refuse, dates=dates)
        seen.add(question.code)
        dates += [question.code] if question.kind == Kind.DATE else []
        _check_question(path, question, refuse)
    for number, page in enumerate(definition.pages):
        if not page.questions:
            refuse(f"pages[{number}]", _("Halaman ini kosong. Tambahkan [[pages.questions]] atau hapus."))


def _check_after(path: str, question: Question, refuse: Refuse, *, dates: list[str]) -> None:
    if not question.after:
        return
    if question.kind != Kind.DATE:
        refuse(f"{path}.after", _("Hanya date yang memakai after. Hapus baris ini."))
    elif question.after not in dates:
        message = _('Tidak ada pertanyaan tanggal "%(code)s" sebelum ini. %(hint)s')
        refuse(f"{path}.after", (message % {"code": question.after, "hint": suggest(question.after, dates)}).strip())


def _check_question(path: str, question: Question, refuse: Refuse) -> None:
    if (question.kind == Kind.CHOICE) != bool(question.choices):
        needed = _('Tulis pilihannya, contoh choices = [{ value = "a", label = "A" }].')
        unneeded = _('Hanya kind = "choice" yang punya pilihan. Hapus choices.')
        refuse(f"{path}.choices", needed if question.kind == Kind.CHOICE else unneeded)
    values = [choice.value for choice in question.choices]
    if len(values) != len(set(values)):
        refuse(f"{path}.choices", _("Ada pilihan yang ditulis dua kali. Hapus salah satu."))
    if (question.kind == Kind.TABLE) != bool(question.columns):
        needed = _('Tulis kolomnya, contoh columns = [{ code = "name", label = "Nama", kind = "name" }].')
        unneeded = _('Hanya kind = "table" yang punya kolom. Hapus columns.')
        refuse(f"{path}.columns", needed if question.kind == Kind.TABLE else unneeded)
    _check_bounds(path, question, refuse)
    _check_columns(path, question, refuse)
    _check_example(path, question, refuse)


def _check_bounds(path: str, question: Question, refuse: Refuse) -> None:
    if question.min is not None and question.max is not None and question.min > question.max:
        refuse(f"{path}.min", _("min lebih besar daripada max. Tukar keduanya."))
    if (question.min is not None or question.max is not None) and question.kind not in _BOUNDED:
        refuse(f"{path}.{'min' if question.min is not None else 'max'}", _("Jenis ini tidak memakai min dan max."))
    if question.past and question.kind not in {Kind.DATE, Kind.MONTH}:
        refuse(f"{path}.past", _("Hanya date dan month yang memakai past. Hapus baris ini."))


def _check_columns(path: str, question: Question, refuse: Refuse) -> None:
    codes = [column.code for column in question.columns]
    for number, column in enumerate(question.columns):
        where = f"{path}.columns[{number}]"
        if codes.index(column.code) != number:
            refuse(f"{where}.code", _('Kolom "%(code)s" ditulis dua kali.') % {"code": column.code})
        if column.kind == Kind.TABLE or column.when:
            refuse(where, _("Kolom tidak boleh berisi tabel lagi, dan tidak boleh bersyarat."))
            continue
        _check_question(where, column, refuse)


def _check_example(path: str, question: Question, refuse: Refuse) -> None:
    if question.kind in _NEEDS_EXAMPLE and not question.example:
        refuse(f"{path}.example", _("Tulis contoh jawaban, supaya warga tahu maksudnya."))
    elif question.kind != Kind.TABLE and not _has_fitting_example(question):
        refuse(
            f"{path}.example", _("Contoh ini tidak cocok dengan jenis pertanyaan. Tulis jawaban yang bisa diterima.")
        )


def _has_fitting_example(question: Question) -> bool:
    if question.kind == Kind.YES_NO:
        return question.example.casefold() in {"", "ya", "tidak"}
    if question.kind in {Kind.NUMBER, Kind.MONEY} and question.example and not question.example.isdecimal():
        return False
    return fits(question, example_of(question))


def fits(question: Question, value: object) -> bool:
    """Whether a clean value would be accepted as the answer, as far as the definition alone can tell."""
    if question.kind == Kind.YES_NO:
        return isinstance(value, bool)
    if question.kind in {Kind.NUMBER, Kind.MONEY}:
        smallest, largest = bounds(question)
        return isinstance(value, int) and not isinstance(value, bool) and smallest <= value <= largest
    if not isinstance(value, str):
        return False
    if question.kind == Kind.CHOICE:
        return value in {choice.value for choice in question.choices} or not question.choices
    if question.kind == Kind.DATE and not _is_date(value):
        return False
    is_short = question.kind not in _BOUNDED or len(value) <= longest(question)
    return bool(re.search(PATTERNS[question.kind], value)) and is_short


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_applicant_fields(definition: ServiceDefinition, refuse: Refuse) -> None:
    for name in definition.applicant_fields:
        if name not in _MORE_OF_APPLICANT:
            refuse("applicant_fields", unknown(name, _MORE_OF_APPLICANT))


def _check_subject(definition: ServiceDefinition, refuse: Refuse) -> None:
    names = [f"answers.{question.code}" for question in definition.questions if question.kind == Kind.NAME]
    if definition.subject not in ["applicant", *names]:
        refuse("subject", unknown(definition.subject, ["applicant", *names]))


def _check_blind_fill(definition: ServiceDefinition, refuse: Refuse) -> None:
    """A machine that sends only the examples of what is required must have answered everything."""
    answers = example_answers(definition)
    for path, question in list_questions(definition):
        asks = question.when is not None and question.when.field.startswith("answers.")
        if question.required and asks and holds(question.when, applicant={}, answers=answers, switches={}):
            message = _('Contoh jawaban "%(code)s" memunculkan pertanyaan wajib ini. Pilih contoh yang lain di sana.')
            refuse(f"{path}.when", message % {"code": question.when.field if question.when else ""})
