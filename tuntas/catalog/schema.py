"""The answers of a service as JSON Schema 2020-12, for machines that fill the form."""

from collections.abc import Sequence

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import Condition, Kind, Question, Requirement, ServiceDefinition
from tuntas.catalog.shapes import PATTERNS, bounds, example_of, longest, rows
from tuntas.vault.fields import Json


def example_answers(definition: ServiceDefinition) -> dict[str, object]:
    """What a client answers that takes the examples of what is required and nothing else."""
    return {one.code: example_of(one) for one in definition.questions if one.required and not one.when}


def is_expected(definition: ServiceDefinition, requirement: Requirement) -> bool:
    """Whether everybody must give a document, or whoever answers as the examples do.

    What depends on the office or the applicant counts, too, until they are known; sending more never harms.
    """
    when = requirement.when
    if when is None or not when.field.startswith("answers."):
        return requirement.required
    return requirement.required and holds(when, applicant={}, answers=example_answers(definition), switches={})


def answers_schema(definition: ServiceDefinition) -> Json:
    """A self-contained JSON Schema 2020-12 object for `answers`.

    Who fills `required` with the `examples` is accepted: an example never brings up a further required question
    (`catalog.checks`). Questions that depend on other answers stand under `allOf`; those that depend on the applicant
    or the office are left optional, because a schema of the answers cannot see them.
    """
    schema = _object(definition.questions) | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": definition.name,
    }
    rules = [_demand(question.code, question.when) for question in definition.questions if _is_demanded(question)]
    return schema | {"allOf": rules} if rules else schema


def question_schema(question: Question) -> Json:
    """The schema of one answer in its clean form, with one fitting example."""
    schema: Json = {"title": question.name, "description": _describe(question), "examples": [example_of(question)]}
    match question.kind:
        case Kind.YES_NO:
            return schema | {"type": "boolean"}
        case Kind.NUMBER | Kind.MONEY:
            smallest, largest = bounds(question)
            return schema | {"type": "integer", "minimum": smallest, "maximum": largest}
        case Kind.CHOICE:
            return schema | {"type": "string", "enum": [choice.value for choice in question.choices]}
        case Kind.TABLE:
            fewest, most = rows(question)
            return schema | {"type": "array", "items": _object(question.columns), "minItems": fewest, "maxItems": most}
    return schema | _text_schema(question)


def _text_schema(question: Question) -> Json:
    schema: Json = {"type": "string", "pattern": PATTERNS[question.kind]}
    if question.kind in {Kind.TEXT, Kind.LONG, Kind.NAME, Kind.ADDRESS}:
        schema |= {"minLength": question.min or 1, "maxLength": longest(question)}
    if question.kind == Kind.DATE:
        schema["format"] = "date"
    return schema


def _object(questions: Sequence[Question]) -> Json:
    return {
        "type": "object",
        "properties": {question.code: question_schema(question) for question in questions},
        "required": [question.code for question in questions if question.required and question.when is None],
        "additionalProperties": False,
    }


def _describe(question: Question) -> str:
    choices = ", ".join(f"{choice.value} = {choice.label}" for choice in question.choices)
    return " ".join(part for part in (question.label, question.hint, choices) if part)


def _is_demanded(question: Question) -> bool:
    return question.required and question.when is not None and question.when.field.startswith("answers.")


def _demand(code: str, when: Condition | None) -> Json:
    asked = when.field.removeprefix("answers.") if when else ""
    values = [{"true": True, "false": False}.get(value, value) for value in (when.values if when else ())]
    return {"if": {"properties": {asked: {"enum": values}}, "required": [asked]}, "then": {"required": [code]}}
