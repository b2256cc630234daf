"""Linting: what does not fit together in a definition that no file holds, e.g. one that is being edited."""

from pathlib import Path

from tuntas.catalog.checks import check_definition
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.problems import Problem
from tuntas.catalog.reading import read_shared


def list_problems(definition: ServiceDefinition, *, templates: Path | None = None) -> list[Problem]:
    """The same checks as for a file, each problem under the service's code instead of a file's name."""
    found: list[Problem] = []

    def refuse(key: str, message: str) -> None:
        found.append(Problem(definition.code, 0, key, message))

    check_definition(definition, refuse=refuse, lists=read_shared("lists"), templates=templates)
    return sorted(found)
