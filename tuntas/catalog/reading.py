"""Reading: a TOML file becomes a service definition, or a list of everything that is to be mended."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from django.utils.translation import gettext as _

from tuntas.catalog.blocks import expand
from tuntas.catalog.chains import list_steps
from tuntas.catalog.checks import check_definition
from tuntas.catalog.definition import (
    DUTIES,
    LEVELS,
    STEP_OFFICES,
    ChainStep,
    Choice,
    Condition,
    Document,
    Hint,
    Kind,
    LetterForm,
    Page,
    PrintForm,
    Promise,
    Question,
    Requirement,
    ServiceDefinition,
)
from tuntas.catalog.problems import Problem, Refuse, suggest
from tuntas.catalog.sheets import Part, Sheet
from tuntas.offices.roles import Role

HERE = Path(__file__).parent
SERVICES_FOLDER = HERE / "services"

SERVICE_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_FORM_CODE = re.compile(r"[A-Z]-?[0-9](\.[0-9]{2})?")
ANSWER_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NAMELESS = {"name": "-", "online_form": "-", "counter_form": "-"}
Shared: TypeAlias = "Mapping[str, Mapping[str, Any]]"


@cache
def read_shared(name: str) -> Shared:
    """One of the files that all services share: "requirements", "lists", "blocks" and "chains" by code, "groups" by
    code in their order."""
    data = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return {group["code"]: group for group in data["groups"]} if name == "groups" else data


def in_home_order(definitions: Iterable[ServiceDefinition]) -> list[ServiceDefinition]:
    """As the home page shows them: by life event, its packages first."""
    order = list(read_shared("groups"))
    return sorted(definitions, key=lambda one: (order.index(one.group), not one.is_package, one.order, one.code))


def list_twins(found: list[tuple[Sheet, ServiceDefinition]]) -> list[Problem]:
    first: dict[str, str] = {}
    problems = []
    for sheet, definition in found:
        owner = first.setdefault(definition.code, sheet.name)
        if definition.code and owner != sheet.name:
            message = _('Kode "%(code)s" sudah dipakai %(file)s. Beri kode lain.')
            problems.append(Problem(sheet.name, 0, "code", message % {"code": definition.code, "file": owner}))
    return problems


def read_file(file: Path, *, templates: Path | None) -> tuple[Sheet, ServiceDefinition]:
    sheet = Sheet(file)
    unreadable = bool(sheet.problems)
    definition = _read_service(Part(sheet, sheet.data))
    if unreadable:
        del sheet.problems[1:]  # what is missing follows from the first
    else:
        check_definition(definition, refuse=unless_known(sheet), lists=read_shared("lists"), templates=templates)
    return sheet, definition


def unless_known(sheet: Sheet) -> Refuse:
    """Notes a problem, except in a table that could not be read well: there it would only follow from the first."""
    unread = [problem.key for problem in sheet.problems]

    def refuse(key: str, message: str) -> None:
        key = sheet.written(key)
        owner = key.rpartition(".")[0]
        near = (f"{key}[", f"{key}.", f"{owner}.") if owner else (f"{key}[", f"{key}.")
        if key not in unread and not any(one.startswith(near) for one in unread):
            sheet.add(key, message)

    return refuse


def _read_service(part: Part) -> ServiceDefinition:
    definition = ServiceDefinition(
        code=read_code(part, "code", SERVICE_CODE, example="SKD"),
        name=part.text("name"),
        short=part.text("short"),
        group=part.one_of("group", read_shared("groups").keys()),
        summary=part.text("summary"),
        level=part.one_of("level", LEVELS),
        keywords=part.texts("keywords"),
        legal_basis=part.texts("legal_basis"),
        promise=read_promise(part),
        requirements=tuple(read_requirement(row) for row in part.parts("requirements")),
        pages=tuple(read_page(row) for row in part.parts("pages")),
        chain=tuple(_read_step(row) for row in list_steps(part, shared=read_shared("chains"))),
        letter=_read_letter(part.part("letter")),
        subject=part.text("subject", default="applicant"),
        applicant_title=part.text("applicant_title", default="Pemohon"),
        order=part.number("order") or 0,
        applicant_fields=part.texts("applicant_fields"),
        hints=tuple(hint for row in part.parts("hints") if (hint := _read_hint(row))),
        documents=tuple(_read_document(row) for row in part.parts("documents")),
        forms=tuple(_read_form(row) for row in part.parts("forms")),
    )
    part.close()
    return definition


def read_code(part: Part, key: str, pattern: re.Pattern[str], *, example: str) -> str:
    code = part.text(key)
    if code and not pattern.fullmatch(code):
        part.refuse(key, _("Tulis kode seperti contoh ini: %(example)s.") % {"example": example})
    elif len(code) > 20 and pattern is SERVICE_CODE:
        part.refuse(key, _("Kode paling panjang 20 huruf."))
    return code


def read_promise(part: Part) -> Promise:
    row = part.part("promise", needed=True)
    if row is None:
        return Promise(minutes=1, text="")
    minutes = row.number("minutes", needed=True)
    if minutes is not None and minutes < 1:
        row.refuse("minutes", _("Tulis menit kerja, paling sedikit 1. Satu hari kerja adalah 480."))
    promise = Promise(minutes=minutes or 1, text=row.text("text"))
    row.close()
    return promise


def _read_letter(row: Part | None) -> LetterForm | None:
    if row is None:
        return None
    days = row.number("valid_days")
    if days is not None and days < 1:
        row.refuse("valid_days", _("Tulis jumlah hari, contoh 180. Hapus baris ini bila berlaku tanpa batas."))
    letter = LetterForm(
        template=row.text("template"),
        title=row.text("title"),
        archive=row.text("archive"),
        series=row.text("series"),
        valid_days=days,
    )
    row.close()
    return letter


def read_requirement(row: Part) -> Requirement:
    code = read_code(row, "code", SERVICE_CODE, example="KTP")
    known = read_shared("requirements").get(code, {})
    if not known and code and not row.has("name"):
        message = _('"%(code)s" tidak ada di kamus syarat. %(hint)s Atau tulis name, online_form, dan counter_form.')
        row.refuse("code", message % {"code": code, "hint": suggest(code, read_shared("requirements"))})
        known = _NAMELESS
    requirement = Requirement(
        code=code,
        name=row.text("name", default=known.get("name")),
        online_form=row.text("online_form", default=known.get("online_form")),
        counter_form=row.text("counter_form", default=known.get("counter_form")),
        hint=row.text("hint", default=known.get("hint", "")),
        required=row.flag("required", default=bool(known.get("required", True))),
        when=read_condition(row, "when", known=known),
        required_when=read_condition(row, "required_when", known=known),
    )
    row.close()
    return requirement


def _read_document(row: Part) -> Document:
    document = Document(
        code=read_code(row, "code", SERVICE_CODE, example="KK"),
        name=row.text("name"),
        is_card=row.flag("is_card", default=False),
        required=row.flag("required", default=True),
    )
    row.close()
    return document


def _read_form(row: Part) -> PrintForm:
    form = PrintForm(read_code(row, "code", _FORM_CODE, example="F-1.02"), read_condition(row, "when"))
    row.close()
    return form


def _read_step(row: Part) -> ChainStep:
    step = ChainStep(
        role=row.one_of("role", Role.values),
        duty=row.one_of("duty", DUTIES.keys()),
        office=row.one_of("office", STEP_OFFICES, default="own"),
        section=row.text("section", default=""),
        when=read_condition(row, "when"),
    )
    row.close()
    return step


def _read_hint(row: Part) -> Hint | None:
    when, text = read_condition(row, "when"), row.text("text")
    if when is None:
        row.refuse("when", _("Tulis kapan petunjuk ini muncul."))
    row.close()
    return Hint(when, text) if when else None


def read_page(row: Part) -> Page:
    """A page; a question that names a block stands for all questions of the block."""
    title, questions = row.text("title"), list[Question]()
    for written in row.parts("questions"):
        for part in expand(written, blocks=read_shared("blocks")):
            written.sheet.moved[f"{row.path}.questions[{len(questions)}]"] = written.path
            questions.append(_read_question(part))
    row.close()
    return Page(title, tuple(questions))


def _read_question(row: Part) -> Question:
    kind = row.one_of("kind", [str(kind) for kind in Kind])
    question = Question(
        code=read_code(row, "code", ANSWER_CODE, example="birth_date"),
        label=row.text("label"),
        kind=Kind(kind) if kind else Kind.TEXT,
        short=row.text("short", default=""),
        hint=row.text("hint", default=""),
        example=row.text("example", default=""),
        required=row.flag("required", default=True),
        choices=_read_choices(row),
        min=row.number("min"),
        max=row.number("max"),
        past=row.flag("past", default=False),
        after=row.text("after", default=""),
        when=read_condition(row, "when"),
        columns=tuple(_read_question(column) for column in row.parts("columns")),
    )
    row.close()
    return question


def _read_choices(row: Part) -> tuple[Choice, ...]:
    """Choices of the question's own, or those of a shared list by its name."""
    if isinstance(row.peek("choices"), str):
        lists = read_shared("lists")
        name = row.one_of("choices", lists.keys())
        return tuple(Choice(value, label) for value, label in lists.get(name, {}).items())
    choices = []
    for part in row.parts("choices"):
        choices.append(Choice(part.text("value"), part.text("label")))
        part.close()
    return tuple(choices)


def read_condition(part: Part, key: str, *, known: Mapping[str, Any] = MappingProxyType({})) -> Condition | None:
    row = part.part(key) or (Part(part.sheet, known[key], path=part.at(key)) if key in known else None)
    if row is None:
        return None
    condition = make_condition(row)
    row.close()
    return condition


def make_condition(row: Part) -> Condition:
    """The condition that a part spells out."""
    return Condition(
        field=row.text("field"),
        values=row.texts("values"),
        below=row.number("below"),
        on=row.text("on", default=""),
        least=row.number("least"),
    )
