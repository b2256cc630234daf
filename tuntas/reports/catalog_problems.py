"""Problems of the catalogue with what lies around it: templates, national forms, and the posts of the offices.

`catalog.reading` finds what is wrong inside a definition; this finds what a definition asks for and nobody has. The
command line, the continuous integration and the administrator's pages ask here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import DatabaseError
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ChainStep, ServiceDefinition
from tuntas.catalog.finding import list_catalog
from tuntas.catalog.linting import list_problems
from tuntas.catalog.problems import Problem
from tuntas.letters.fields import list_missing, list_templates
from tuntas.letters.forms import list_known
from tuntas.letters.glyphs import find_unprintable
from tuntas.letters.render import TEMPLATES
from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Role
from tuntas.offices.switches import find_closed
from tuntas.offices.titles import name_post
from tuntas.offices.tree import OfficeUnknown, get_office_of_level, regency_of


@dataclass(frozen=True)
class Examined:
    """What stops a definition from being published, and what the administrator should know all the same."""

    refusals: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def examine(definition: ServiceDefinition, *, on: date) -> Examined:
    """Everything that is to be said of one definition before it is published on a day.

    A post that an office does not have stops it; one that nobody holds just now does not: it may be filled tomorrow.
    """
    around = {one.code: one for one in list_catalog()}
    inside = list_problems(definition, templates=TEMPLATES, around=around)
    beside = list_template_problems([definition])
    gaps = _list_gaps([definition], on=on)
    missing = [_of_chain(gap) for gap in gaps if gap.is_missing]
    vacant = [_of_chain(gap) for gap in gaps if not gap.is_missing]
    return Examined((*inside, *beside, *missing), tuple(vacant))


def list_template_problems(definitions: Iterable[ServiceDefinition]) -> list[Problem]:
    """What letters read and services do not ask, what they cannot print, and forms that do not exist."""
    problems: list[Problem] = []
    forms, templates = list_known(), list_templates()
    for one in definitions:
        if one.letter and one.letter.template in templates:
            problems += _list_letter_problems(one)
        message = _("Formulir %(form)s tidak ada. Pilihannya: %(known)s.")
        problems += [
            _problem(one, f"forms[{number}]", message % {"form": form.code, "known": ", ".join(forms)})
            for number, form in enumerate(one.forms)
            if form.code not in forms
        ]
    return sorted(problems)


def _list_letter_problems(one: ServiceDefinition) -> Iterator[Problem]:
    template = one.letter.template if one.letter else ""
    message = _("Templat %(template)s.typ memakai %(field)s, tetapi layanan ini tidak menanyakannya.")
    for field in list_missing(one):
        yield _problem(one, "letter.template", message % {"template": template, "field": field})
    message = _("Huruf “%(sign)s” tidak dapat dicetak pada surat. Ganti dengan huruf Latin.")
    printed = [(f"questions.{asked.code}", choice.label) for asked in one.questions for choice in asked.choices]
    if one.letter:
        printed += [("letter.archive", one.letter.archive), ("letter.title", one.letter.title)]
    for key, text in printed:
        if sign := find_unprintable(text):
            yield _problem(one, key, message % {"sign": sign})


@dataclass(frozen=True, order=True)
class Gap:
    """A step of a service that nobody could take in an office. `is_missing`: there is no such post at all."""

    code: str
    sentence: str
    is_missing: bool


def list_office_problems(definitions: Iterable[ServiceDefinition], *, on: date) -> list[Problem]:
    """Steps that nobody could take in the villages of this installation; none where no office is set up yet.

    A step with a condition on an office's switch counts only where the switch has that value; RT heads are not looked
    at, for they depend on where the applicant lives; nor is a service in an office that does not offer it.
    """
    return sorted(_of_chain(gap) for gap in _list_gaps(list(definitions), on=on))


def _of_chain(gap: Gap) -> Problem:
    return Problem(gap.code, 0, "chain", gap.sentence)


def _list_gaps(definitions: list[ServiceDefinition], *, on: date) -> list[Gap]:
    try:
        staff = _Staff(on)
    except DatabaseError:  # checked before the tables are there, e.g. in CI
        return []
    return sorted({gap for one in definitions for village in staff.villages for gap in staff.list_gaps(one, village)})


_NOT_IN_CHAINS = frozenset({Role.ADMIN, Role.CHIEF_ADMIN})


class _Staff:
    """Who sits where on a day, read once: the check of one service asks no further question for each village.

    A village without any post is not in service yet, and stops nobody.
    """

    def __init__(self, on: date) -> None:
        villages = Office.objects.filter(level=Office.Level.VILLAGE, is_open=True)
        self._posts = set(Post.objects.values_list("office_id", "role"))
        in_service = {office for office, role in self._posts if role not in _NOT_IN_CHAINS}
        self.villages = [one for one in villages.select_related("parent__parent__parent") if one.pk in in_service]
        self._held = set(Assignment.objects.valid_on(on).values_list("post__office_id", "post__role"))
        self._registries: dict[str, Office] = {}

    def list_gaps(self, definition: ServiceDefinition, village: Office) -> Iterator[Gap]:
        try:
            issuing = self._get_office(village, definition.level)
            if find_closed(definition.code, offices=(village, issuing)):
                return
            for step in definition.chain:
                if step.role != Role.RT_HEAD and _is_on(step, issuing):
                    own = step.office == "own"
                    yield from self._look(definition, step, issuing if own else self._get_office(village, step.office))
        except OfficeUnknown as refusal:
            yield Gap(definition.code, str(refusal), is_missing=True)

    def _look(self, definition: ServiceDefinition, step: ChainStep, office: Office) -> Iterator[Gap]:
        names = {"office": office.name, "post": name_post(office, role=step.role)}
        if (office.pk, step.role) not in self._posts:
            sentence = _("%(office)s belum punya jabatan %(post)s. Tambahkan jabatannya di halaman kantor itu.")
            yield Gap(definition.code, sentence % names, is_missing=True)
        elif (office.pk, step.role) not in self._held:
            sentence = _("%(office)s belum punya %(post)s yang bertugas. Tunjuk petugasnya.")
            yield Gap(definition.code, sentence % names, is_missing=False)

    def _get_office(self, village: Office, level: str) -> Office:
        if level != Office.Level.CIVIL_REGISTRY:
            return get_office_of_level(village, level)
        regency = regency_of(village.region_id)
        if regency not in self._registries:
            self._registries[regency] = get_office_of_level(village, level)
        return self._registries[regency]


def _is_on(step: ChainStep, office: Office) -> bool:
    if step.when is None or not step.when.field.startswith("office."):
        return True
    value = bool(office.switches.get(step.when.field.removeprefix("office.")))
    return str(value).lower() in step.when.values


def _problem(definition: ServiceDefinition, key: str, message: str) -> Problem:
    return Problem(f"{definition.code.lower()}.toml", 0, key, message)
