"""Fields: what a template reads of the data, so that a definition that lacks it is found before any letter."""

import re
from dataclasses import fields
from functools import cache

from tuntas.catalog.definition import Kind, ServiceDefinition
from tuntas.letters.context import Person
from tuntas.letters.render import TEMPLATES

# Templates name what they read in full, "answers.purpose", never by computed names; a row of a table is `row`.
_READ = re.compile(r"\b(applicant|answers|chosen|row)\.([a-z][a-z0-9_]*)(?!\()")


def list_templates() -> list[str]:
    """The names that a definition's [letter] may use."""
    return sorted(file.stem for file in TEMPLATES.glob("*.typ"))


@cache
def fields_used(template: str) -> frozenset[str]:
    """What a template reads: "applicant.birth", "answers.purpose", "row.nik". Raises FileNotFoundError."""
    source = (TEMPLATES / f"{template}.typ").read_text()
    code = re.sub(r"(?m)//.*$", "", source)
    found = {f"{room}.{field}" for room, field in _READ.findall(code)}
    return frozenset(name.replace("chosen.", "answers.") for name in found)


def list_missing(definition: ServiceDefinition) -> list[str]:
    """What the definition's template reads and the definition does not ask for; a whole service has none."""
    if definition.letter is None:
        return []
    return sorted(fields_used(definition.letter.template) - _list_known(definition))


def _list_known(definition: ServiceDefinition) -> set[str]:
    questions = definition.questions
    known = {f"applicant.{field.name}" for field in fields(Person)}
    known |= {f"answers.{question.code}" for question in questions}
    known |= {f"answers.{question.code}_day" for question in questions if question.kind is Kind.DATE}
    known |= {f"row.{column.code}" for question in questions for column in question.columns}
    return known
