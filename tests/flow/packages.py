"""Packages walked in tests: applied for as a machine would, and taken through every office by its officers."""

from typing import Any

from tests.flow.papers import make_upload
from tests.flow.region import _MORE, ISSUED, TODAY, Regency
from tests.make import MONDAY, PIN
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import service_of
from tuntas.cases.states import Duty, State
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of
from tuntas.config.work import HANDLERS
from tuntas.flow.approve import approve
from tuntas.flow.attach import attach
from tuntas.flow.submit import Sent, submit
from tuntas.intake.requirements import list_requirements
from tuntas.intake.submission import check_submission
from tuntas.jobs.worker import drain


def make_answers(definition: ServiceDefinition, applicant: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """The examples of everything that is asked for certain once these answers are given."""
    given: dict[str, Any] = {}
    for question in definition.questions:
        if question.code in answers:
            given[question.code] = answers[question.code]
        elif question.required and holds(question.when, applicant=applicant, answers=given, switches={}):
            given[question.code] = example_of(question)
    return given


def make_package_body(regency: Regency, code: str, **answers: Any) -> dict[str, Any]:
    """A whole application for a package, with a photo of every paper that is demanded."""
    _version, definition = get_service(code)
    applicant = regency.ani | {name: _MORE[name] for name in definition.applicant_fields}
    given = make_answers(definition, applicant, **answers)
    needed = list_requirements(definition, applicant=applicant, answers=given, switches=regency.village.switches)
    files = [{"requirement": one.code, "upload": str(make_upload().pk)} for one in needed if one.required]
    return {
        "package": code,
        "village": regency.village.code,
        "applicant": applicant,
        "answers": given,
        "files": files,
        "delivery": {"method": "download"},
    }


def apply_package(regency: Regency, code: str, **answers: Any) -> Sent:
    body = make_package_body(regency, code, **answers)
    return submit(check_submission(body, channel="web", on=TODAY), at=MONDAY)


def by_output(application: Application) -> dict[str, Case]:
    """The cases as they are now, by output."""
    return {case.output: case for case in application.cases.order_by("opened_at", "id")}


def decide_once(case: Case, regency: Regency) -> Case:
    """Whoever sits at the desk does what the step asks."""
    case.refresh_from_db()
    step, officer = find_current_step(case), regency.sits(case)
    assert step is not None
    if step.duty == Duty.ATTACH:
        for document in service_of(case).documents:
            data = None if document.is_card else ISSUED
            attach(case, by=officer, code=document.code, number="1671-0001", data=data, at=MONDAY)
    return approve(case, by=officer, pin=PIN, at=MONDAY)


def finish(case: Case, regency: Regency) -> Case:
    """Takes one document through all its desks."""
    case.refresh_from_db()
    while case.state == State.IN_REVIEW:
        case = decide_once(case, regency)
    drain(HANDLERS)
    case.refresh_from_db()
    return case


def finish_all(application: Application, regency: Regency) -> list[str]:
    """Works off the whole package; returns the outputs in the order in which they became ready."""
    order: list[str] = []
    while True:
        open_ones = application.cases.filter(state=State.IN_REVIEW).order_by("opened_at", "id")
        case = open_ones.first()
        if case is None:
            return order
        order.append(finish(case, regency).output)
