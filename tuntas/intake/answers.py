"""Answers: what was replied to the questions of a service, checked by one rule for each kind, for every channel."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Kind, Question, ServiceDefinition
from tuntas.catalog.shapes import Value, bounds, example_text, longest, rows
from tuntas.intake.amounts import clean_money, clean_number
from tuntas.intake.applicant import is_blank
from tuntas.intake.identity import (
    clean_date,
    clean_kk,
    clean_month,
    clean_name,
    clean_nik,
    clean_phone,
    clean_rt_rw,
    clean_text,
    clean_time,
)
from tuntas.intake.refusals import FieldError, InputRefused, ValueRefused, list_unknown
from tuntas.vault.fields import Json

_YES_NO = {"ya": True, "true": True, "tidak": False, "false": False}


def check_answers(
    definition: ServiceDefinition,
    raw: object,
    *,
    applicant: Mapping[str, object],
    switches: Mapping[str, object],
    on: date,
) -> Json:
    """The clean answers to the questions that apply: what `check_answers` returned passes again unchanged.

    An answer to a question that no longer applies is dropped, because nobody needs it. `on` is today. Raises
    InputRefused with everything that needs work, as "answers.<code>" or "answers.<code>.<row>.<column>".
    """
    if not isinstance(raw, Mapping):
        raise InputRefused([FieldError("answers", _("Kirim jawaban per pertanyaan, dengan kodenya."))])
    errors = list_unknown(raw, [question.code for question in definition.questions], prefix="answers")
    clean: Json = {}
    for question in definition.questions:
        if holds(question.when, applicant=applicant, answers=clean, switches=switches):
            _take(question, raw.get(question.code), into=clean, errors=errors, name=f"answers.{question.code}", on=on)
    errors += _list_out_of_order(definition, clean)
    if errors:
        raise InputRefused(errors)
    return clean


def _list_out_of_order(definition: ServiceDefinition, clean: Json) -> list[FieldError]:
    names = {question.code: question.name for question in definition.questions}
    message = _("Tanggal ini lebih awal daripada “%(name)s”. Periksa keduanya.")
    return [
        FieldError(f"answers.{question.code}", message % {"name": names[question.after]})
        for question in definition.questions
        if question.after and clean.get(question.code, "9999") < clean.get(question.after, "0000")
    ]


def clean_answer(question: Question, value: object, *, on: date) -> Value:
    """One answer in its clean form, as `catalog.schema.question_schema` describes it.

    Raises ValueRefused, or InputRefused for a table whose cells need work.
    """
    return _CLEANERS[question.kind](question, value, on)


def _take(question: Question, value: object, *, into: Json, errors: list[FieldError], name: str, on: date) -> None:
    """Puts the clean value into a row of answers, or the reason why not into the errors."""
    if is_blank(value) or (question.kind == Kind.TABLE and value == []):
        if question.required:
            errors.append(FieldError(name, _ask_for(question)))
        return
    try:
        into[question.code] = clean_answer(question, value, on=on)
    except ValueRefused as refusal:
        errors.append(FieldError(name, str(refusal)))
    except InputRefused as refusal:
        errors += [FieldError(f"{name}.{error.field}", error.message) for error in refusal.errors]


def _ask_for(question: Question) -> str:
    if question.kind in {Kind.CHOICE, Kind.YES_NO}:
        return _("Pilih satu jawaban.")
    if question.kind == Kind.TABLE:
        return _("Isi paling sedikit satu baris.")
    return _("Isi bagian ini, contoh %(example)s.") % {"example": example_text(question)}


def _clean_words(question: Question, value: object, _on: date) -> str:
    return clean_text(
        value,
        longest=longest(question),
        shortest=question.min or 1,
        lines=question.kind == Kind.LONG,
        example=example_text(question),
    )


def _clean_person(question: Question, value: object, _on: date) -> str:
    name = clean_name(value, example=example_text(question))
    return clean_text(name, longest=longest(question), shortest=question.min or 1)


def _clean_yes_no(_question: Question, value: object, _on: date) -> bool:
    if isinstance(value, bool):
        return value
    found = _YES_NO.get(value.strip().casefold()) if isinstance(value, str) else None
    if found is None:
        raise ValueRefused(_("Pilih satu jawaban: ya atau tidak."))
    return found


def _clean_choice(question: Question, value: object, _on: date) -> str:
    """By value, or by what the form shows for it, in any case."""
    word = value.strip().casefold() if isinstance(value, str) else ""
    for choice in question.choices:
        if word in {choice.value.casefold(), choice.label.casefold()}:
            return choice.value
    options = ", ".join(choice.label for choice in question.choices)
    raise ValueRefused(_("Pilih salah satu: %(options)s.") % {"options": options})


def _clean_number(question: Question, value: object, _on: date) -> int:
    smallest, largest = bounds(question)
    return clean_number(value, smallest=smallest, largest=largest)


def _clean_money(question: Question, value: object, _on: date) -> int:
    smallest, largest = bounds(question)
    return clean_money(value, smallest=smallest, largest=largest)


def _clean_table(question: Question, value: object, on: date) -> list[dict[str, Value]]:
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise ValueRefused(_("Kirim daftar baris, setiap baris dengan kolomnya."))
    fewest, most = rows(question)
    filled = [(number, row) for number, row in enumerate(value) if not all(is_blank(cell) for cell in row.values())]
    if len(filled) > most:
        raise ValueRefused(_("Paling banyak %(number)d baris. Kurangi barisnya.") % {"number": most})
    if len(filled) < fewest:
        raise ValueRefused(_("Isi paling sedikit %(number)d baris.") % {"number": fewest})
    errors: list[FieldError] = []
    clean = [_clean_row(question, row, number, errors=errors, on=on) for number, row in filled]
    if errors:
        raise InputRefused(errors)
    return clean


def _clean_row(
    question: Question, row: Mapping[object, object], number: int, *, errors: list[FieldError], on: date
) -> dict[str, Value]:
    clean: Json = {}
    errors += list_unknown(row, [column.code for column in question.columns], prefix=str(number))
    for column in question.columns:
        _take(column, row.get(column.code), into=clean, errors=errors, name=f"{number}.{column.code}", on=on)
    return clean


_CLEANERS: dict[Kind, Callable[[Question, object, date], Value]] = {
    Kind.TEXT: _clean_words,
    Kind.LONG: _clean_words,
    Kind.ADDRESS: _clean_words,
    Kind.NAME: _clean_person,
    Kind.NUMBER: _clean_number,
    Kind.MONEY: _clean_money,
    Kind.DATE: lambda question, value, on: clean_date(value, on=on, past=question.past),
    Kind.MONTH: lambda question, value, on: clean_month(value, on=on, past=question.past),
    Kind.TIME: lambda _question, value, _on: clean_time(value),
    Kind.YES_NO: _clean_yes_no,
    Kind.CHOICE: _clean_choice,
    Kind.NIK: lambda _question, value, _on: clean_nik(value),
    Kind.KK: lambda _question, value, _on: clean_kk(value),
    Kind.PHONE: lambda _question, value, _on: clean_phone(value),
    Kind.RT_RW: lambda _question, value, _on: clean_rt_rw(value),
    Kind.TABLE: _clean_table,
}
