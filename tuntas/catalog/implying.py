"""Implying: what is certain where some conditions hold, judged from the definitions alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from tuntas.catalog.conditions import as_text
from tuntas.catalog.definition import Condition, Kind, Output, Question
from tuntas.catalog.outputs import REFERENCE


@dataclass(frozen=True)
class Context:
    """Conditions that all hold."""

    conditions: tuple[Condition, ...] = ()

    def and_(self, condition: Condition | None) -> "Context":
        return self if condition is None else Context((*self.conditions, condition))


def implies(context: Context, condition: Condition) -> bool:
    """Whether a condition holds wherever the context does."""
    return any(_is_narrower(one, condition) for one in context.conditions)


def is_certain(question: Question, context: Context) -> bool:
    """Whether a question is answered wherever the context holds."""
    return question.required and (question.when is None or implies(context, question.when))


def _is_narrower(one: Condition, other: Condition) -> bool:
    if one.field != other.field:
        return False
    if one.values and other.values:
        return _folded(one.values) <= _folded(other.values)
    return one == other


def covers(context: Context, ways: Iterable[tuple[Condition, ...]], *, options: Mapping[str, frozenset[str]]) -> bool:
    """Whether one of several ways is open wherever the context holds.

    A way is open when all its conditions hold. Two ways that ask one field for different values are open together
    where these are all of its `options` (the field's possible values, folded).
    """
    remaining = [[one for one in way if not implies(context, one)] for way in ways]
    if any(not way for way in remaining):
        return True
    fields: dict[str, set[str]] = {}
    for way in remaining:
        if len(way) == 1 and way[0].values:
            fields.setdefault(way[0].field, set()).update(_folded(way[0].values))
    return any(values >= _possible(field, context, options) for field, values in fields.items() if field in options)


def _possible(field: str, context: Context, options: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The values that a field can have in the context."""
    possible = options[field]
    for one in context.conditions:
        if one.field == field and one.values:
            possible = possible & frozenset(_folded(one.values))
    return possible


def translate(condition: Condition | None, *, output: Output, questions: Mapping[str, Question]) -> Condition | bool:
    """A condition of the output's service in terms of the package's answers; True or False where a constant decides.

    What a fill composes out of several answers cannot be foreseen: then the condition counts as true.
    """
    if condition is None:
        return True
    written = {one.field: one.value for one in output.fill}
    if condition.field not in written or condition.below is not None or condition.least is not None:
        return condition
    value = written[condition.field]
    if isinstance(value, Mapping):
        return _translate_words(condition, value, questions=questions)
    found = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if found:
        return replace(condition, field=found[1])
    if isinstance(value, str) and REFERENCE.search(value):
        return True
    return as_text(value) in _folded(condition.values)


def _translate_words(
    condition: Condition, value: Mapping[object, object], *, questions: Mapping[str, Question]
) -> Condition | bool:
    found = REFERENCE.fullmatch(str(value.get("of", "")))
    words = value.get("words", {})
    if found is None or not isinstance(words, Mapping):
        return True
    options = options_of(found[1], questions)
    wanted = _folded(condition.values)
    fitting = tuple(sorted(one for one in options if as_text(words.get(one, one)) in wanted))
    return replace(condition, field=found[1], values=fitting) if fitting else False


def options_of(field: str, questions: Mapping[str, Question]) -> frozenset[str]:
    """The values that an answer can have, as they are written; none where they cannot be listed."""
    question = questions.get(field.removeprefix("answers."))
    if question is None or not field.startswith("answers."):
        return frozenset()
    if question.kind == Kind.YES_NO:
        return frozenset({"true", "false"})
    return frozenset(choice.value for choice in question.choices)


def _folded(values: Iterable[str]) -> set[str]:
    return {as_text(value) for value in values}
