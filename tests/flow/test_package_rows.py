"""A package's table after its corrections: the document of a row stays its person's, wherever the row stands now."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.flow.packages import apply_package, by_output, finish, finish_all
from tests.flow.region import Regency, make_regency
from tests.flow.test_package_corrections import HEAD, WIFE, correct, history, member
from tests.make import MONDAY
from tuntas.cases.models import Application, Case
from tuntas.cases.opening import Ordered
from tuntas.cases.states import State
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.outputs import list_due
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.publishing import publish
from tuntas.flow.reject import reject
from tuntas.flow.rows import keep_numbers
from tuntas.offices.models import Office

pytestmark = pytest.mark.django_db
CATALOG = read_catalog()
Row = dict[str, Any]
UNCLE = member("Zainal Abidin", "1960-09-09", "1612050909600002") | {"relationship": "FAMILI LAIN"}
CHILD = member("Dini", "2016-01-05", "1612054501160001") | {"relationship": "ANAK", "marital_status": "BELUM KAWIN"}
BABY = member("Arka", "2024-02-06", "1612050602240001") | {"relationship": "ANAK", "marital_status": "BELUM KAWIN"}
BROTHER = member("Bima", "2014-03-07", "1612050703140001") | {"relationship": "ANAK", "marital_status": "BELUM KAWIN"}


@pytest.fixture
def regency() -> Regency:
    publish(CATALOG)
    return make_regency()


def arrive(regency: Regency, *members: Row) -> Application:
    return apply_package(regency, "DATANG-KK", members=list(members)).application


def holders(application: Application) -> dict[str, tuple[str, str, str]]:
    """Of each document of a row: whose it is, what it is called, and where it is."""
    return {
        key: (str(case.applicant["name"]), case.label, str(case.state))
        for key, case in by_output(application).items()
        if key.startswith("ktp.")
    }


@pytest.fixture
def couple(regency: Regency) -> Application:
    """The card of the first is ready, that of the second lies on a desk."""
    application = arrive(regency, HEAD, WIFE)
    finish(by_output(application)["kk"], regency)
    finish(by_output(application)["ktp.1"], regency)
    return application


def test_the_second_keeps_their_document_when_the_row_of_a_finished_one_is_removed(
    regency: Regency, couple: Application
) -> None:
    correct(couple, "ktp.2", regency, step=1, members=[WIFE])

    assert holders(couple) == {
        "ktp.1": ("Hendra Saputra", "KTP-el 1", "READY"),
        "ktp.2": ("Rosmiati", "KTP-el 2", "IN_REVIEW"),
    }
    assert len(history(couple)) == 3


def test_the_second_keeps_their_number_when_the_first_is_ended(regency: Regency) -> None:
    application = arrive(regency, HEAD, WIFE)

    correct(application, "kk", regency, step=1, members=[WIFE])

    assert holders(application) == {
        "ktp.1": ("Hendra Saputra", "KTP-el 1", "WITHDRAWN"),
        "ktp.2": ("Rosmiati", "KTP-el 2", "WAITING"),
    }
    assert finish_all(application, regency) == ["kk", "ktp.2"]


def test_a_row_inserted_before_the_others_gets_the_next_number(regency: Regency, couple: Application) -> None:
    correct(couple, "ktp.2", regency, step=1, members=[UNCLE, HEAD, WIFE])

    assert holders(couple) == {
        "ktp.1": ("Hendra Saputra", "KTP-el 1", "READY"),
        "ktp.2": ("Rosmiati", "KTP-el 2", "IN_REVIEW"),
        "ktp.3": ("Zainal Abidin", "KTP-el 3", "IN_REVIEW"),
    }
    assert set(finish_all(couple, regency)) == {"ktp.2", "ktp.3"}


def test_somebody_else_in_the_row_of_a_finished_document_gets_one_of_their_own(
    regency: Regency, couple: Application
) -> None:
    correct(couple, "ktp.2", regency, step=1, members=[UNCLE, WIFE])

    assert [holders(couple)[key][0] for key in ("ktp.1", "ktp.2", "ktp.3")] == [
        "Hendra Saputra",
        "Rosmiati",
        "Zainal Abidin",
    ]


def test_a_number_that_was_ended_is_never_given_to_somebody_else(regency: Regency) -> None:
    application = arrive(regency, HEAD, WIFE)
    correct(application, "kk", regency, step=1, members=[HEAD])
    correct(application, "kk", regency, step=2, members=[UNCLE, HEAD])

    assert [(key, name) for key, (name, *_rest) in holders(application).items()] == [
        ("ktp.1", "Hendra Saputra"),
        ("ktp.2", "Rosmiati"),
        ("ktp.3", "Zainal Abidin"),
    ]

    correct(application, "kk", regency, step=3, members=[WIFE, UNCLE, HEAD])

    assert history(application)[1:] == [
        ("ktp.1", "WAITING"),
        ("ktp.2", "WITHDRAWN"),
        ("ktp.3", "WAITING"),
        ("ktp.2", "WAITING"),
    ]
    assert holders(application)["ktp.2"] == ("Rosmiati", "KTP-el 2", "WAITING")


def test_swapped_rows_change_nothing(regency: Regency, couple: Application) -> None:
    before = holders(couple)

    correct(couple, "ktp.2", regency, step=1, members=[WIFE, HEAD])

    assert holders(couple) == before
    assert len(history(couple)) == 3


def test_another_spelling_of_a_name_with_the_same_nik_is_the_same_person(regency: Regency) -> None:
    application = arrive(regency, HEAD, WIFE)

    correct(application, "kk", regency, step=1, members=[WIFE | {"name": "Rosmiyati"}, HEAD])

    assert [one[0] for one in holders(application).values()] == ["Hendra Saputra", "Rosmiyati"]
    assert len(history(application)) == 3


def test_a_mended_nik_with_the_same_name_and_birth_date_is_the_same_person(regency: Regency) -> None:
    application = arrive(regency, HEAD, WIFE | {"nik": HEAD["nik"]})

    correct(application, "kk", regency, step=1, members=[WIFE, HEAD])

    cases = by_output(application)
    assert [cases[key].applicant["nik"] for key in ("ktp.1", "ktp.2")] == [HEAD["nik"], WIFE["nik"]]
    assert len(history(application)) == 3


def test_who_was_born_on_that_day_and_stands_in_that_row_is_the_same_person_though_name_and_nik_were_mended(
    regency: Regency,
) -> None:
    application = arrive(regency, HEAD, WIFE)

    correct(application, "kk", regency, step=1, members=[HEAD, WIFE | {"name": "Rosmiyati", "nik": UNCLE["nik"]}])

    assert [one[0] for one in holders(application).values()] == ["Hendra Saputra", "Rosmiyati"]
    assert len(history(application)) == 3


def test_what_is_finished_is_not_taken_for_somebody_of_another_name_and_nik_in_its_row(
    regency: Regency, couple: Application
) -> None:
    correct(couple, "ktp.2", regency, step=1, members=[UNCLE | {"birth_date": HEAD["birth_date"]}, WIFE])

    assert [one[0] for one in holders(couple).values()] == ["Hendra Saputra", "Rosmiati", "Zainal Abidin"]


def test_of_two_rows_with_one_nik_each_keeps_its_own(regency: Regency) -> None:
    twice = WIFE | {"nik": HEAD["nik"]}
    application = arrive(regency, HEAD, twice)

    correct(application, "kk", regency, step=1, members=[twice, HEAD])
    assert [one[0] for one in holders(application).values()] == ["Hendra Saputra", "Rosmiati"]

    correct(application, "kk", regency, step=2, members=[twice])
    assert [one[2] for one in holders(application).values()] == ["WITHDRAWN", "WAITING"]


def test_a_row_written_twice_takes_the_first_document(regency: Regency) -> None:
    application = arrive(regency, HEAD, HEAD)

    correct(application, "kk", regency, step=1, members=[HEAD])
    assert history(application)[1:] == [("ktp.1", "WAITING"), ("ktp.2", "WITHDRAWN")]

    correct(application, "kk", regency, step=2, members=[HEAD, HEAD, HEAD])
    assert history(application)[1:] == [
        ("ktp.1", "WAITING"),
        ("ktp.2", "WITHDRAWN"),
        ("ktp.2", "WAITING"),
        ("ktp.3", "WAITING"),
    ]


def test_who_was_rejected_is_not_taken_for_the_one_in_their_row(regency: Regency, couple: Application) -> None:
    card = by_output(couple)["ktp.2"]
    correct(couple, "ktp.2", regency, step=1, members=[UNCLE, HEAD, WIFE])
    card.refresh_from_db()
    reject(card, by=regency.sits(card), code="duplicate", at=MONDAY)

    correct(couple, "ktp.3", regency, step=2, members=[UNCLE, CHILD])

    assert [one[::2] for one in holders(couple).values()] == [
        ("Hendra Saputra", "READY"),
        ("Rosmiati", "REJECTED"),
        ("Zainal Abidin", "IN_REVIEW"),
    ]


def test_children_are_known_by_the_answers_of_their_document(regency: Regency) -> None:
    application = arrive(regency, HEAD, BROTHER, CHILD)
    finish(by_output(application)["kk"], regency)
    finish(by_output(application)["kia.1"], regency)

    correct(application, "kia.2", regency, step=1, members=[HEAD, BABY, CHILD])

    cases = by_output(application)
    children = {key: (case.answers["child_name"], case.state) for key, case in cases.items() if "kia" in key}
    assert children == {
        "kia.1": ("Bima", State.READY),
        "kia.2": ("Dini", State.IN_REVIEW),
        "kia_kecil.1": ("Arka", State.IN_REVIEW),
    }


def test_what_waits_for_documents_of_rows_waits_for_them_under_their_kept_keys(regency: Regency) -> None:
    publish([wait_for_cards(one) for one in CATALOG])
    application = arrive(regency, HEAD, WIFE, BABY)
    finish(by_output(application)["kk"], regency)
    finish(by_output(application)["ktp.1"], regency)
    assert by_output(application)["kia_kecil.1"].waits_for == ["kk", "ktp.1", "ktp.2"]

    correct(application, "ktp.2", regency, step=1, members=[BABY, UNCLE, WIFE])

    card = by_output(application)["kia_kecil.1"]
    assert (card.state, card.waits_for) == (State.WAITING, ["kk", "ktp.3", "ktp.2"])
    assert finish_all(application, regency)[-1] == "kia_kecil.1"


def wait_for_cards(package: ServiceDefinition) -> ServiceDefinition:
    """The same package, but small children's cards wait for those of the grown-ups."""
    outputs = [replace(one, waits_for=("kk", "ktp")) if one.key == "kia_kecil" else one for one in package.outputs]
    return replace(package, outputs=tuple(outputs))


def test_rows_that_say_nothing_of_a_person_keep_their_place() -> None:
    nameless = [{"birth_date": "1985-03-02", "sex": sex} for sex in "LP"]
    cases = [open_unsaved(order) for order in order_cards(nameless, [])]

    kept = order_cards(nameless[:1], cases)

    assert [one.due.key for one in kept if one.due] == ["ktp.1"]


PEOPLE = st.sampled_from(
    [HEAD, WIFE, UNCLE, WIFE | {"nik": HEAD["nik"]}, HEAD | {"name": "Hendra"}, UNCLE | {"nik": ""}]
)
STATES = st.sampled_from([State.WAITING, State.IN_REVIEW, State.READY, State.REJECTED, State.WITHDRAWN])


@given(tables=st.lists(st.lists(PEOPLE, max_size=5), min_size=1, max_size=5), data=st.data())
def test_whatever_comes_and_goes_no_document_gets_somebody_who_is_another(
    tables: list[list[Row]], data: st.DataObject
) -> None:
    cases: list[Case] = []
    for table in tables:
        orders = order_cards(table, cases)
        keys = [one.due.key for one in orders if one.due]
        assert len(set(keys)) == len(keys) == len(table)
        known = {case.output: case for case in cases}
        for one in orders:
            if one.due and one.due.key in known:
                assert is_alike((known[one.due.key].filled or {})["applicant"], one.due.filled["applicant"])
                known[one.due.key].filled = one.due.filled
            else:
                cases.append(open_unsaved(one))
        for case in cases:
            case.state = data.draw(STATES)


def is_alike(one: Row, other: Row) -> bool:
    """The same NIK, or the same name and birth date."""
    return one["nik"] == other["nik"] or all(one[name] == other[name] for name in ("name", "birth_date"))


def order_cards(members: list[Row], cases: list[Case]) -> list[Ordered]:
    package = next(one for one in CATALOG if one.code == "DATANG-KK")
    answers = {"members": members, "arrived_on": "2026-11-10"}
    dues = list_due(package, applicant={}, answers=answers, switches={})
    cards = [replace(due, waits_for=()) for due in dues if due.output.key == "ktp"]
    return keep_numbers([Ordered(ServiceVersion(), package, Office(), due) for due in cards], cases)


def open_unsaved(order: Ordered) -> Case:
    assert order.due
    return Case(state=State.WAITING, output=order.due.key, filled=order.due.filled, opened_at=MONDAY)
