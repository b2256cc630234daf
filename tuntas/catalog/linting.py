"""Linting: what does not fit together in a definition that no file holds, e.g. one that is being edited."""

from collections.abc import Mapping
from pathlib import Path

from tuntas.catalog.checks import check_definition, check_form
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.package_checks import check_package, list_broken_packages
from tuntas.catalog.problems import Problem
from tuntas.catalog.reading import read_shared


def list_problems(
    definition: ServiceDefinition,
    *,
    templates: Path | None = None,
    around: Mapping[str, ServiceDefinition] | None = None,
) -> list[Problem]:
    """The same checks as for a file, each problem under the service's code instead of a file's name.

    `around` has the other services and packages that are offered, by code: a package needs its services, and a service
    must not break the packages that lead to it.
    """
    found: list[Problem] = []
    lists, others = read_shared("lists"), around or {}

    def refuse(key: str, message: str) -> None:
        found.append(Problem(definition.code, 0, key, message))

    if definition.is_package:
        services = {code: one for code, one in others.items() if not one.is_package}
        check_form(definition, refuse=refuse, lists=lists)
        check_package(definition, services=services, refuse=refuse, lists=lists)
    else:
        check_definition(definition, refuse=refuse, lists=lists, templates=templates)
        packages = [one for one in others.values() if one.is_package]
        found += [Problem(definition.code, 0, "", text) for text in list_broken_packages(definition, packages=packages)]
    return sorted(found)
