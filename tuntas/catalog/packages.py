"""Packages: life events that lead to several services, read from TOML and checked against those services."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from tuntas.catalog.checks import check_form
from tuntas.catalog.definition import Condition, Fill, HandIn, Output, Paper, ServiceDefinition
from tuntas.catalog.package_checks import check_package
from tuntas.catalog.problems import DefinitionsRefused, Problem
from tuntas.catalog.reading import (
    ANSWER_CODE,
    SERVICE_CODE,
    SERVICES_FOLDER,
    in_home_order,
    list_twins,
    make_condition,
    read_code,
    read_file,
    read_page,
    read_promise,
    read_requirement,
    read_shared,
    unless_known,
)
from tuntas.catalog.sheets import Part, Sheet

PACKAGES_FOLDER = SERVICES_FOLDER.parent / "packages"

# What a block "person" may ask of somebody, and an applicant has too.
_PERSONAL = (
    "name",
    "nik",
    "sex",
    "birth_place",
    "birth_date",
    "nationality",
    "religion",
    "marital_status",
    "education",
    "occupation",
    "address",
)
_KEPT = ("nationality", "address")  # of the applicant's household, where the other person is not asked


def read_catalog(folder: Path = SERVICES_FOLDER, *, templates: Path | None = None) -> list[ServiceDefinition]:
    """The services of a folder and the packages in its folder `packages`, in the order of the home page.

    Raises DefinitionsRefused with every problem of every file.
    """
    if templates is not None:
        return _read_catalog(folder, templates=templates)
    files = (*folder.glob("*.toml"), *_packages_of(folder).glob("*.toml"))
    stamps = tuple(sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files))
    return list(_read_once(folder, stamps))


# Reading and checking all of it takes half a second; the same files always give the same definitions.
@lru_cache(maxsize=2)
def _read_once(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> tuple[ServiceDefinition, ...]:
    return tuple(_read_catalog(folder, templates=None))


def _read_catalog(folder: Path, *, templates: Path | None) -> list[ServiceDefinition]:
    files = sorted(folder.glob("*.toml"))
    if not files:
        raise DefinitionsRefused([Problem(folder.name, 0, "", _("Folder ini tidak berisi berkas .toml."))])
    found = [read_file(file, templates=templates) for file in files]
    services = {definition.code: definition for _sheet, definition in found}
    found += [_read_package_file(file, services=services) for file in sorted(_packages_of(folder).glob("*.toml"))]
    problems = [problem for sheet, _definition in found for problem in sheet.problems] + list_twins(found)
    if problems:
        raise DefinitionsRefused(problems)
    return in_home_order(definition for _sheet, definition in found)


def _packages_of(folder: Path) -> Path:
    return PACKAGES_FOLDER if folder == SERVICES_FOLDER else folder / "packages"


def _read_package_file(file: Path, *, services: Mapping[str, ServiceDefinition]) -> tuple[Sheet, ServiceDefinition]:
    sheet = Sheet(file)
    unreadable = bool(sheet.problems)
    definition = _read_package(Part(sheet, sheet.data))
    if unreadable:
        del sheet.problems[1:]  # what is missing follows from the first
        return sheet, definition
    refuse = unless_known(sheet)
    check_form(definition, refuse=refuse, lists=read_shared("lists"))
    check_package(definition, services=services, refuse=refuse, lists=read_shared("lists"))
    levels = [services[one.service].level for one in definition.outputs if one.service in services]
    return sheet, replace(definition, level="civil_registry" if "civil_registry" in levels else "village")


def _read_package(part: Part) -> ServiceDefinition:
    definition = ServiceDefinition(
        code=read_code(part, "code", SERVICE_CODE, example="LAHIR"),
        name=part.text("name"),
        short=part.text("short"),
        group=part.one_of("group", read_shared("groups").keys()),
        summary=part.text("summary"),
        level="civil_registry",
        keywords=part.texts("keywords"),
        legal_basis=part.texts("legal_basis"),
        promise=read_promise(part),
        requirements=tuple(read_requirement(row) for row in part.parts("requirements")),
        pages=tuple(read_page(row) for row in part.parts("pages")),
        chain=(),
        letter=None,
        applicant_title=part.text("applicant_title", default="Pemohon"),
        order=part.number("order") or 0,
        applicant_fields=part.texts("applicant_fields"),
        outputs=(),
        hand_in=tuple(_read_hand_in(row) for row in part.parts("hand_in")),
    )
    asked = [question.code for question in definition.questions]
    definition = replace(definition, outputs=tuple(_read_output(row, asked=asked) for row in part.parts("outputs")))
    part.close()
    return definition


def _read_output(row: Part, *, asked: list[str]) -> Output:
    output = Output(
        key=read_code(row, "key", ANSWER_CODE, example="ktp_istri"),
        service=read_code(row, "service", SERVICE_CODE, example="KTP-GANTI"),
        label=row.text("label"),
        when=_read_conditions(row, "when"),
        waits_for=row.texts("waits_for"),
        fill=_read_fill(row.part("fill"), asked=asked),
        papers=_read_papers(row.part("papers")),
        documents=row.texts("documents"),
        each=row.text("each", default=""),
        only_last=row.flag("only_last", default=False),
    )
    row.close()
    return output


def _read_hand_in(row: Part) -> HandIn:
    hand_in = HandIn(
        code=read_code(row, "code", SERVICE_CODE, example="KTP-LAMA"),
        name=row.text("name"),
        output=row.text("output"),
        when=_read_conditions(row, "when"),
    )
    row.close()
    return hand_in


def _read_conditions(row: Part, key: str) -> tuple[Condition, ...]:
    """One condition, or a list of which all must hold."""
    if isinstance(row.peek(key), list):
        parts = row.parts(key)
    else:
        one = row.part(key)
        parts = [one] if one else []
    conditions = tuple(make_condition(part) for part in parts)
    for part in parts:
        part.close()
    return conditions


def _read_papers(row: Part | None) -> tuple[Paper, ...]:
    """`KTL = "KTP"`, or a list where an output makes it or the applicant has it: `SKM = ["output.skk", "SKM"]`."""
    if row is None:
        return ()
    papers = []
    for code in row.list_keys():
        sources = row.texts(code) if isinstance(row.peek(code), list) else (row.text(code),)
        papers.append(Paper(code, sources))
    row.close()
    return tuple(papers)


def _read_fill(row: Part | None, *, asked: list[str]) -> tuple[Fill, ...]:
    """Tables `applicant` and `answers`; `person = "wife"` stands for all fields of the person asked as wife_*."""
    if row is None:
        return ()
    person = row.text("person", default="")
    written = {one.field: one for one in _list_person(person, asked)}
    for room in ("applicant", "answers"):
        table = row.part(room)
        for code in table.list_keys() if table else ():
            written[f"{room}.{code}"] = Fill(f"{room}.{code}", table.free(code) if table else None)
    if person and f"{person}_name" not in asked:
        row.refuse("person", _('Tidak ada pertanyaan "%(code)s". Tulis awalan orang itu.') % {"code": f"{person}_name"})
    row.close()
    return tuple(written.values())


def _list_person(prefix: str, asked: list[str]) -> list[Fill]:
    """The other person in the applicant's place; what nobody asked about them is left out, not taken from another."""
    if not prefix:
        return []
    fills = []
    if f"{prefix}_address" in asked:  # it says RT and RW itself, and the card is another household's
        fills += [Fill(f"applicant.{name}", "") for name in ("rt", "rw", "kk")]
    for name in _PERSONAL:
        if f"{prefix}_{name}" in asked:
            fills.append(Fill(f"applicant.{name}", f"{{answers.{prefix}_{name}}}"))
        elif name not in _KEPT:
            fills.append(Fill(f"applicant.{name}", ""))
    return fills
