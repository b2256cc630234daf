"""Questions as fields, and what was typed as the answer that intake checks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.catalog.definition import Choice, Kind, Question
from tuntas.screens.shared.questions import Field, make_field, read_answer


def make_question(kind: Kind, **fields: object) -> Question:
    return Question(code="since", label="Sejak kapan?", kind=kind, **fields)  # type: ignore[arg-type]


def post(field: Field) -> dict[str, str]:
    """What a browser sends back of a field that nobody touched."""
    if field.rows:
        return {name: value for row in field.rows for one in row for name, value in post(one).items()}
    if field.parts:
        return {part.name: part.value for part in field.parts}
    return {field.name: field.value}


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_date_survives_its_three_boxes(day: date) -> None:
    question = make_question(Kind.DATE)

    field = make_field(question, name="answers.since", value=day.isoformat())

    assert read_answer(question, post(field), name="answers.since") == day.isoformat()


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_month_survives_its_two_boxes(day: date) -> None:
    question = make_question(Kind.MONTH)

    field = make_field(question, name="answers.since", value=f"{day:%Y-%m}")

    assert read_answer(question, post(field), name="answers.since") == f"{day:%Y-%m}"


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in {Kind.DATE, Kind.MONTH, Kind.TABLE}])
def test_every_other_kind_comes_back_as_it_was(kind: Kind) -> None:
    question = make_question(kind, choices=(Choice("a", "A"), Choice("b", "B")))

    field = make_field(question, name="answers.since", value="true" if kind == Kind.YES_NO else "a")

    assert read_answer(question, post(field), name="answers.since") == field.value


def test_empty_boxes_are_no_answer_and_half_filled_ones_are_not_thrown_away() -> None:
    question = make_question(Kind.DATE)

    assert read_answer(question, {}, name="x") == ""
    assert read_answer(question, {"x.day": "3", "x.year": "21"}, name="x") == "0021-00-03"


def test_a_table_keeps_its_rows_and_offers_one_more() -> None:
    columns = (
        Question(code="name", label="Nama", kind=Kind.NAME),
        Question(code="age", label="Umur", kind=Kind.NUMBER),
    )
    question = make_question(Kind.TABLE, columns=columns)
    rows = [{"name": f"Anak {number}", "age": str(number)} for number in range(1, 4)]

    field = make_field(question, name="answers.since", value=rows)

    assert len(field.rows) == 4
    assert read_answer(question, post(field), name="answers.since") == rows


def test_a_message_stands_beside_the_field_it_is_about() -> None:
    field = make_field(make_question(Kind.TEXT), name="answers.since", messages={"answers.since": "Isi bagian ini."})

    assert field.message == "Isi bagian ini."
    assert field.id == "answers.since"
