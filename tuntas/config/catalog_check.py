"""Checks of the catalogue against what lies around it: templates, national forms, and the posts of the offices.

`catalog.reading` finds what is wrong inside a definition; this finds what a definition asks for and nobody has.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db import DatabaseError
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ChainStep, ServiceDefinition
from tuntas.catalog.problems import Problem
from tuntas.letters.fields import list_missing, list_templates
from tuntas.letters.forms import list_known
from tuntas.offices.models import Office
from tuntas.offices.roles import Role
from tuntas.offices.tree import OfficeUnknown, PostMissing, get_office_of_level, get_post


def list_template_problems(definitions: Iterable[ServiceDefinition]) -> list[Problem]:
    """What letters read and services do not ask, and forms that do not exist."""
    problems = []
    forms, templates = list_known(), list_templates()
    for one in definitions:
        if one.letter and one.letter.template in templates:
            message = _("Templat %(template)s.typ memakai %(field)s, tetapi layanan ini tidak menanyakannya.")
            problems += [
                _problem(one, "letter.template", message % {"template": one.letter.template, "field": field})
                for field in list_missing(one)
            ]
        message = _("Formulir %(form)s tidak ada. Pilihannya: %(known)s.")
        problems += [
            _problem(one, f"forms[{number}]", message % {"form": form.code, "known": ", ".join(forms)})
            for number, form in enumerate(one.forms)
            if form.code not in forms
        ]
    return sorted(problems)


def list_office_problems(definitions: Iterable[ServiceDefinition], *, on: date) -> list[Problem]:
    """Steps that nobody could take in the villages of this installation; none where no office is set up yet.

    A step with a condition on an office's switch counts only where the switch has that value; RT heads are not looked
    at, for they depend on where the applicant lives.
    """
    found: set[tuple[str, str]] = set()
    kept = list(definitions)
    for village in _list_villages():
        for definition in kept:
            found |= {(definition.code, sentence) for sentence in _list_gaps(definition, village, on=on)}
    return sorted(Problem(code, 0, "chain", sentence) for code, sentence in found)


def _list_villages() -> list[Office]:
    try:
        return list(Office.objects.filter(level=Office.Level.VILLAGE, is_open=True).select_related("parent"))
    except DatabaseError:  # checked before the tables are there, e.g. in CI
        return []


def _list_gaps(definition: ServiceDefinition, village: Office, *, on: date) -> Iterator[str]:
    try:
        issuing = get_office_of_level(village, definition.level)
    except OfficeUnknown as refusal:
        yield str(refusal)
        return
    for step in definition.chain:
        if step.role == Role.RT_HEAD or not _is_on(step, issuing):
            continue
        try:
            office = get_office_of_level(issuing if step.office == "own" else village, step.office)
            get_post(office, role=step.role, section=step.section, on=on)
        except (OfficeUnknown, PostMissing) as refusal:
            yield str(refusal)


def _is_on(step: ChainStep, office: Office) -> bool:
    if step.when is None or not step.when.field.startswith("office."):
        return True
    value = bool(office.switches.get(step.when.field.removeprefix("office.")))
    return str(value).lower() in step.when.values


def _problem(definition: ServiceDefinition, key: str, message: str) -> Problem:
    return Problem(f"{definition.code.lower()}.toml", 0, key, message)
