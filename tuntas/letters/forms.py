"""Forms: the national forms of population administration and marriage, filled from the answers, ready to print.

They are paper for a pen (Permendagri 109/2019 art. 12: HVS A4): no number, no seal. Rows, order and wording follow the
annexes of Permendagri 109/2019 and Kepdirjen Bimas Islam 473/2020; what no answer gives stays an empty box.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.catalog.conditions import list_forms
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_definition
from tuntas.letters.context import Person, list_chosen, make_person, say_all
from tuntas.letters.form_pages import compile_form
from tuntas.letters.glyphs import find_unprintable
from tuntas.letters.numbering import local_day
from tuntas.letters.render import TEMPLATES, LetterCannotBeSet
from tuntas.letters.wording import Said, say_date, say_label, say_place, say_weekday
from tuntas.offices.models import Region
from tuntas.people.codes import RELATIONSHIPS, RELIGIONS
from tuntas.vault.fields import Json

FOLDER = "forms"
CODES = {"relationship": RELATIONSHIPS, "religion": RELIGIONS}


@dataclass(frozen=True)
class Area:
    """One level of the region where the applicant lives: its dotted code's own digits, and its name."""

    code: str
    name: str


@dataclass(frozen=True)
class Around:
    """What surrounds the answers: where the applicant lives, who they are, the office, place and date."""

    areas: dict[str, Area]  # province, regency, district, village
    person: Person
    office: str
    dated: str  # "Palembang, 20 November 2026"
    day: str  # "Jumat, 20 November 2026"


@dataclass(frozen=True)
class Form:
    """All that a form may print. `answers` are said, `raw` as they were checked, `chosen` the bare values of choices.

    A form serves many services, so its template asks for each answer with a default.
    """

    code: str
    service: str
    service_name: str
    areas: dict[str, Area]  # province, regency, district, village
    office: str
    applicant: Person
    person: Json  # the applicant as checked: nik, kk, phone, email, rt, rw, birth_date
    answers: dict[str, Said]
    raw: Json
    chosen: dict[str, str]
    codes: dict[str, dict[str, int]]  # SIAK's number of what is said of a relationship or a religion
    dated: str
    day: str


def list_known() -> list[str]:
    """The codes of all forms that have a template, e.g. "F-1.02"."""
    return sorted(file.stem.upper() for file in (TEMPLATES / FOLDER).glob("*.typ") if not file.stem.startswith("_"))


def render_form(case: Case, code: str, *, at: datetime) -> bytes:
    """The PDF of one form of a case. Raises CaseUnknown where it does not belong to the case, LetterCannotBeSet."""
    application, definition = case.application, get_definition(case.service_version_id)
    if code not in list_forms(definition, applicant=case.applicant, answers=case.answers):
        raise CaseUnknown(_("Formulir ini tidak ada untuk permohonan Anda."))
    region = Region.objects.select_related("parent__parent__parent").get(code=application.region)
    office = application.office
    day = local_day(office, at=at)
    around = Around(
        areas=make_areas(region),
        person=make_person(case.applicant, region=region),
        office=office.name,
        dated=say_place(office.place, say_date(day)),
        day=say_weekday(day),
    )
    raw = {"applicant": case.applicant, "answers": case.answers}
    return set_form(make_form(code, definition=definition, around=around, **raw), at=at)


def make_form(
    code: str,
    *,
    definition: ServiceDefinition,
    applicant: Mapping[str, object],
    answers: Json,
    around: Around,
) -> Form:
    """The data of one form, from what the applicant sent."""
    return Form(
        code=code,
        service=definition.code,
        service_name=definition.name,
        areas=around.areas,
        office=around.office,
        applicant=around.person,
        person={key: value for key, value in applicant.items() if value is not None},
        answers=say_all(definition, answers),
        raw={key: value for key, value in answers.items() if value is not None},
        chosen=list_chosen(definition, answers),
        codes={name: {say_label(label): code for code, label in labels.items()} for name, labels in CODES.items()},
        dated=around.dated,
        day=around.day,
    )


def make_areas(region: Region) -> dict[str, Area]:
    """The village and what lies above it."""
    areas: dict[str, Area] = {}
    here: Region | None = region
    while here is not None:
        areas[str(here.level)] = Area(here.code.rpartition(".")[2], here.name)
        here = here.parent
    return {level: areas.get(level, Area("", "")) for level in Region.Level.values}


def set_form(form: Form, *, at: datetime) -> bytes:
    """The PDF. Raises LetterCannotBeSet, also for a character that no form can print."""
    data = asdict(form)
    if unprintable := find_unprintable(json.dumps(data, ensure_ascii=False)):
        raise LetterCannotBeSet(
            _("Huruf atau tanda “%(character)s” tidak dapat dicetak pada formulir. Ganti dengan huruf Latin.")
            % {"character": unprintable}
        )
    return compile_form(f"{FOLDER}/{form.code.lower()}.typ", data=data, at=at)
