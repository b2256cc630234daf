"""Conditions: whether something of a definition applies to one applicant, their answers and their office."""

from collections.abc import Mapping
from datetime import date

from tuntas.catalog.definition import Condition, Question, ServiceDefinition

_YES_NO = {"ya": "true", "tidak": "false"}


def holds(
    condition: Condition | None,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
) -> bool:
    """Whether a condition is true now; no condition is always true. A field without a value fits only "" and "false".

    `applicant` and `answers` may come straight from a form: what is not clean yet holds nothing, and raises nothing.
    """
    if condition is None:
        return True
    if condition.below is not None:
        return _is_younger(condition, applicant=applicant, answers=answers)
    room, _dot, code = condition.field.partition(".")
    value = {"answers": answers, "applicant": applicant, "office": switches}.get(room, {}).get(code)
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


def _is_younger(condition: Condition, *, applicant: Mapping[str, object], answers: Mapping[str, object]) -> bool:
    born = _as_date(applicant.get("birth_date"))
    day = _as_date(answers.get(condition.on.removeprefix("answers.")))
    return born is not None and day is not None and age_on(day, born=born) < (condition.below or 0)


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
