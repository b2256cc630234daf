"""Conditions: what applies to whom."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tuntas.catalog.conditions import holds, list_asked
from tuntas.catalog.definition import Condition

SERVICES = read_services()
JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=3)


def is_true(condition: Condition | None, **given_: Any) -> bool:
    return holds(condition, **{"applicant": {}, "answers": {}, "switches": {}, **given_})


def test_no_condition_is_always_true() -> None:
    assert is_true(None)


@pytest.mark.parametrize("value", [True, "true", "ya", " Ya "])
def test_yes_is_true_in_every_spelling(value: object) -> None:
    assert is_true(Condition("answers.moved", ("true",)), answers={"moved": value})


@pytest.mark.parametrize("value", [False, "false", "tidak", None, "", 1, [], {}])
def test_everything_else_is_not_yes(value: object) -> None:
    assert not is_true(Condition("answers.moved", ("true",)), answers={"moved": value})


def test_a_missing_answer_is_neither_yes_nor_no() -> None:
    assert not is_true(Condition("answers.moved", ("false",)))


def test_a_switch_that_is_not_set_is_off() -> None:
    assert is_true(Condition("office.rt_endorsement", ("false",)))
    assert not is_true(Condition("office.rt_endorsement", ("false",)), switches={"rt_endorsement": True})


def test_words_are_compared_in_any_case() -> None:
    assert is_true(Condition("applicant.religion", ("ISLAM", "HINDU")), applicant={"religion": "Hindu"})


@pytest.mark.parametrize(
    ("born", "younger"),
    [("2006-01-15", False), ("2006-01-16", True), ("2027-01-15", True), ("1990-04-12", False)],
)
def test_an_age_is_the_age_on_the_day_that_counts(born: str, younger: bool) -> None:
    condition = Condition("applicant.age", below=21, on="answers.wedding_date")

    assert is_true(condition, applicant={"birth_date": born}, answers={"wedding_date": "2027-01-15"}) is younger


@pytest.mark.parametrize("born", [None, "", "12-04-1990", 5, "2023-02-30"])
def test_an_age_that_cannot_be_told_is_no_reason(born: object) -> None:
    condition = Condition("applicant.age", below=21, on="answers.wedding_date")

    assert not is_true(condition, applicant={"birth_date": born}, answers={"wedding_date": "2027-01-15"})


@given(JSON, JSON, JSON)
def test_no_raw_value_makes_a_condition_stumble(answer: Any, born: Any, switch: Any) -> None:
    for definition in SERVICES:
        answers = {question.code: answer for question in definition.questions}
        asked = list_asked(definition, applicant={"birth_date": born}, answers=answers, switches={"survey": switch})
        assert len(asked) <= len(definition.questions)


def test_a_question_is_asked_only_where_it_applies() -> None:
    skd = next(one for one in SERVICES if one.code == "SKD")

    stays = list_asked(skd, applicant={}, answers={"same_address": True}, switches={})
    moved = list_asked(skd, applicant={}, answers={"same_address": False}, switches={})

    assert {question.code for question in moved} - {question.code for question in stays} == {
        "domicile_address",
        "domicile_rt_rw",
    }
