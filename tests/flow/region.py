"""A whole regency for the stories of the catalogue: a kelurahan, its kecamatan and the Disdukcapil, all posts held."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tests.flow.papers import make_upload
from tests.make import HOURS, MONDAY, PIN, make_applicant, make_office, make_officer, make_post, make_region
from tests.tables import place
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Case
from tuntas.cases.states import Duty, State
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of
from tuntas.flow.approve import approve
from tuntas.flow.attach import attach
from tuntas.flow.submit import Sent, submit
from tuntas.intake.requirements import list_requirements
from tuntas.intake.submission import check_submission
from tuntas.offices.models import Assignment, Office, Officer
from tuntas.offices.roles import Role
from tuntas.offices.signing import set_signing_pin

TODAY = date(2026, 11, 23)
ISSUED = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

_STAFF = {
    "village": [
        (Role.OPERATOR, "Operator", ""),
        (Role.FIELD_OFFICER, "Petugas lapangan", ""),
        (Role.SECTION_HEAD, "Kasi Pemerintahan", "pemerintahan"),
        (Role.SECRETARY, "Seklur", ""),
        (Role.HEAD, "Lurah", ""),
    ],
    "district": [
        (Role.OPERATOR, "Operator", ""),
        (Role.SECTION_HEAD, "Kasi Pemerintahan", "pemerintahan"),
        (Role.SECRETARY, "Sekcam", ""),
        (Role.HEAD, "Camat", ""),
    ],
    "civil_registry": [
        (Role.OPERATOR, "Operator", ""),
        (Role.SECTION_HEAD, "Subkoordinator Identitas Penduduk", "dafduk"),
        (Role.SECTION_HEAD, "Subkoordinator Kelahiran", "capil"),
        (Role.DIVISION_HEAD, "Kabid Pendaftaran Penduduk", "dafduk"),
        (Role.DIVISION_HEAD, "Kabid Pencatatan Sipil", "capil"),
        (Role.HEAD, "Kadis", ""),
        (Role.PRINT_CLERK, "Petugas cetak", ""),
    ],
}


@dataclass(frozen=True)
class Regency:
    village: Office
    district: Office
    registry: Office
    ani: dict[str, Any]

    def sits(self, case: Case) -> Officer:
        """Whoever sits at the desk where the case lies."""
        step = find_current_step(case)
        assert step is not None
        return Assignment.objects.select_related("officer").get(post=step.post).officer


def make_regency(**switches: bool) -> Regency:
    """Kota Palembang with Kelurahan Sialang, Kecamatan Sako and its Disdukcapil."""
    return place(f"regency {switches}", lambda: _make_regency(switches))


def _make_regency(switches: dict[str, bool]) -> Regency:
    registry = make_registry()
    district = make_office("16.71.08", number_code="Kec-Sako")
    village = make_office("16.71.08.1006", parent=district, switches=switches)
    for office in (village, district, registry):
        staff(office)
    return Regency(village, district, registry, make_applicant())


def make_registry() -> Office:
    """The Disdukcapil of Kota Palembang, without its posts."""
    return Office.objects.create(
        code="16.71.dukcapil",
        region=make_region("16.71"),
        level=Office.Level.CIVIL_REGISTRY,
        name="Dinas Kependudukan dan Pencatatan Sipil Kota Palembang",
        letterhead=["PEMERINTAH KOTA PALEMBANG"],
        address="Jalan Contoh 2",
        place="Palembang",
        hours=HOURS,
        number_code="Disdukcapil",
    )


def staff(office: Office) -> None:
    """Fills every post of an office; its head may sign."""
    for number, (role, title, section) in enumerate(_STAFF[office.level]):
        post = make_post(office, role, title=title, section=section)
        name = f"{title.split()[0]} {office.level.replace('_', ' ').title()}"
        officer = make_officer(f"{office.level}-{number}", name=name, post=post, nip="197501022000032001")
        if role == Role.HEAD:
            set_signing_pin(officer, pin=PIN)


def make_body(regency: Regency, code: str, **answers: Any) -> dict[str, Any]:
    """What a machine sends that knows the service by its schema alone: examples, and a photo of what is demanded."""
    _version, definition = get_service(code)
    given = {one.code: example_of(one) for one in definition.questions if one.required and one.when is None} | answers
    applicant = regency.ani | {name: _MORE[name] for name in definition.applicant_fields}
    needed = list_requirements(definition, applicant=applicant, answers=given, switches=regency.village.switches)
    files = [{"requirement": one.code, "upload": str(make_upload().pk)} for one in needed if one.required]
    return {
        "service": code,
        "village": regency.village.code,
        "applicant": applicant,
        "answers": given,
        "files": files,
        "delivery": {"method": "download"},
    }


_MORE = {"email": "ani@contoh.example", "education": "SLTA/SEDERAJAT"}


def apply(regency: Regency, code: str, **answers: Any) -> Sent:
    return submit(check_submission(make_body(regency, code, **answers), channel="web", on=TODAY), at=MONDAY)


def walk(case: Case, regency: Regency, definition: ServiceDefinition, *, at: datetime = MONDAY) -> list[str]:
    """Everybody in turn decides; returns the offices' levels and duties that the paper passed."""
    passed = []
    while case.state == State.IN_REVIEW:
        step = find_current_step(case)
        assert step is not None
        officer = regency.sits(case)
        if step.duty == Duty.ATTACH:
            for document in definition.documents:
                data = None if document.is_card else ISSUED
                attach(case, by=officer, code=document.code, number="1671-0001", data=data, at=at)
        passed.append(f"{step.office.level} {step.duty}")
        case = approve(case, by=officer, pin=PIN, at=at)
    return passed
