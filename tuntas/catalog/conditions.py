"""Conditions: whether something of a definition applies to one applicant, their answers and their office."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tuntas.catalog.definition import Condition, Question, ServiceDefinition

_YES_NO = {"ya": "true", "tidak": "false"}


def holds(
    condition: Condition | None,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
    row: Mapping[str, object] = MappingProxyType({}),
) -> bool:
    """Whether a condition is true now; no condition is always true. A field without a value fits only "" and "false".

    `applicant` and `answers` may come straight from a form: what is not clean yet holds nothing, and raises nothing.
    `row` is the row of a table that "row.<column>" speaks of.
    """
    if condition is None:
        return True
    room, _dot, code = condition.field.partition(".")
    rooms = {"answers": answers, "applicant": applicant, "office": switches, "row": row}
    if condition.below is not None or condition.least is not None:
        return _has_age(condition, person=rooms.get(room, {}), answers=answers)
    value = rooms.get(room, {}).get(code)
    fits = {text.casefold() for text in condition.values}
    return (as_text(value) or "false") in fits if room == "office" else as_text(value) in fits


def as_text(value: object) -> str:
    """A value as conditions compare it: booleans as "true" and "false", texts in lower case."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        text = str(value).strip().casefold()
        return _YES_NO.get(text, text)
    return ""


def _has_age(condition: Condition, *, person: Mapping[str, object], answers: Mapping[str, object]) -> bool:
    born = _as_date(person.get("birth_date"))
    day = _as_date(answers.get(condition.on.removeprefix("answers.")))
    if born is None or day is None:
        return False
    age = age_on(day, born=born)
    return (condition.below is None or age < condition.below) and (condition.least is None or age >= condition.least)


def age_on(day: date, *, born: date) -> int:
    """Full years between two dates."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _as_date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def list_forms(
    definition: ServiceDefinition, *, applicant: Mapping[str, object], answers: Mapping[str, object]
) -> tuple[str, ...]:
    """The codes of the national forms that belong to these answers."""
    return tuple(
        form.code for form in definition.forms if holds(form.when, applicant=applicant, answers=answers, switches={})
    )


def list_asked(
    definition: ServiceDefinition,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
) -> list[Question]:
    """The questions that apply now, in the order they are asked."""
    return [
        question
        for question in definition.questions
        if holds(question.when, applicant=applicant, answers=answers, switches=switches)
    ]
