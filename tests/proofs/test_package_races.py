"""Two documents of one package at once: what waits for both begins once, and never for one alone."""

import pytest

from tests.flow.packages import apply_package, by_output, finish
from tests.flow.region import ISSUED, Regency, make_regency
from tests.make import MONDAY
from tests.tables import load_catalogue
from tests.vault.together import run_together
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case, Event
from tuntas.cases.paper import service_of
from tuntas.cases.states import Duty, State, Verb
from tuntas.catalog.packages import read_catalog
from tuntas.flow.approve import approve
from tuntas.flow.attach import attach
from tuntas.flow.withdraw import withdraw

pytestmark = pytest.mark.django_db(transaction=True)
CATALOG = read_catalog()


@pytest.fixture
def regency() -> Regency:
    load_catalogue()
    return make_regency()


def bring_to_the_printer(case: Case, regency: Regency) -> Case:
    """All decided but the last step, and everything attached for it."""
    case.refresh_from_db()
    while (step := find_current_step(case)) and step.duty != Duty.ATTACH:
        case = approve(case, by=regency.sits(case), at=MONDAY)
    for document in service_of(case).documents:
        data = None if document.is_card else ISSUED
        attach(case, by=regency.sits(case), code=document.code, number="1", data=data, at=MONDAY)
    return case


def two_forerunners(regency: Regency) -> tuple[Application, Case, Case]:
    """The couple's family card and the wife's extract are both about to be issued; one card waits for both."""
    application = apply_package(regency, "KAWIN-NM").application
    finish(by_output(application)["akta_suami"], regency)
    cases = by_output(application)
    cases["ktp"].waits_for = ["kk", "akta_istri"]
    cases["ktp"].save(update_fields=["waits_for"])
    return application, bring_to_the_printer(cases["kk"], regency), bring_to_the_printer(cases["akta_istri"], regency)


def test_what_waits_for_two_that_finish_at_once_begins_exactly_once(regency: Regency) -> None:
    application, one, other = two_forerunners(regency)
    first, second = regency.sits(one), regency.sits(other)

    outcomes = run_together(lambda: approve(one, by=first, at=MONDAY), lambda: approve(other, by=second, at=MONDAY))

    assert [type(one) for one in outcomes] == [Case, Case], outcomes
    ktp = by_output(application)["ktp"]
    assert ktp.state == State.IN_REVIEW
    assert Event.objects.filter(case=ktp, verb=Verb.RELEASE).count() == 1


def test_of_an_issue_and_a_withdrawal_at_once_nothing_is_left_waiting_for_nothing(regency: Regency) -> None:
    application, one, _other = two_forerunners(regency)
    clerk = regency.sits(one)

    run_together(lambda: approve(one, by=clerk, at=MONDAY), lambda: withdraw(application, at=MONDAY))

    for case in by_output(application).values():
        assert case.state in {State.READY, State.WITHDRAWN}, (case.output, case.state)
