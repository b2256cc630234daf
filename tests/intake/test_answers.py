"""Answers: one rule for each kind, nothing stored that its own schema would not take."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tests.catalog.machine import fill, list_faults
from tests.make import make_applicant
from tuntas.catalog.definition import Choice, Condition, Kind, Page, Question, ServiceDefinition
from tuntas.catalog.schema import answers_schema, question_schema
from tuntas.intake.answers import check_answers, clean_answer
from tuntas.intake.refusals import InputRefused, ValueRefused
from tuntas.vault.fields import Json

TODAY = date(2026, 11, 23)
SERVICES = {definition.code: definition for definition in read_services()}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=6,
)
# Texts that are nearly right get further than arbitrary ones.
LIKELY = st.sampled_from(
    ["ya", "tidak", "1671085203900004", "2021-03", "12 Maret 1990", "09.30", "12/4", "Rp1.500.000", "081271000143",
     "Siti 🙂", "陈美玲", "#panic()", "Ani\u202e", "0", "-1", "never", "Laki-laki", "NaN", "2026-11-24", "a\nb"]
)  # fmt: skip
VALUES = JSON | LIKELY


def check(definition: ServiceDefinition, raw: object, **given_: Any) -> Json:
    return check_answers(definition, raw, **{"applicant": make_applicant(), "switches": {}, "on": TODAY, **given_})


def refuse(definition: ServiceDefinition, raw: object, **given_: Any) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        check(definition, raw, **given_)
    return {error.field: error.message for error in refused.value.errors}


@pytest.mark.parametrize("code", SERVICES)
def test_a_blind_fill_is_accepted(code: str) -> None:
    schema = answers_schema(SERVICES[code])

    clean = check(SERVICES[code], fill(schema))

    assert list_faults(schema, clean) == []
    assert check(SERVICES[code], clean) == clean


@pytest.mark.parametrize("code", SERVICES)
def test_every_question_left_open_is_told(code: str) -> None:
    required = {f"answers.{one.code}" for one in SERVICES[code].questions if one.required and not one.when}

    assert refuse(SERVICES[code], {}).keys() == required


@pytest.mark.parametrize("code", SERVICES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_no_answer_is_stored_that_its_own_schema_refuses(code: str, data: st.DataObject) -> None:
    definition, schema = SERVICES[code], answers_schema(SERVICES[code])
    names = [question.code for question in definition.questions]
    raw = {**fill(schema), **data.draw(st.dictionaries(st.sampled_from(names), VALUES, max_size=4))}

    with suppress(InputRefused):
        clean = check(definition, raw)
        assert list_faults(schema, clean) == []
        assert check(definition, clean) == clean


@given(VALUES)
def test_no_json_is_beyond_a_sentence(raw: Any) -> None:
    errors = refuse(SERVICES["SKD"], raw)

    assert all(message for message in errors.values())


def make_question(kind: Kind, **fields: Any) -> Question:
    column = Question("name", "Nama", Kind.NAME)
    born = Question("birth_date", "Lahir", Kind.DATE, past=True, required=False)
    given_ = {
        Kind.CHOICE: {"choices": (Choice("a", "Apel"), Choice("b", "Belimbing"))},
        Kind.TABLE: {"columns": (column, born)},
    }
    return Question("q", "Apa?", kind, **{**given_.get(kind, {}), **fields})


@pytest.mark.parametrize("kind", Kind)
@given(value=VALUES | st.lists(st.dictionaries(st.sampled_from(["name", "birth_date", "x"]), VALUES, max_size=3)))
@settings(deadline=None, max_examples=40)
def test_no_kind_keeps_what_its_schema_refuses(kind: Kind, value: Any) -> None:
    question = make_question(kind)

    with suppress(ValueRefused, InputRefused):
        clean = clean_answer(question, value, on=TODAY)
        assert list_faults(question_schema(question), clean) == []
        assert clean_answer(question, clean, on=TODAY) == clean


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [
        (Kind.TEXT, "  dua   kata ", "dua kata"),
        (Kind.LONG, "satu\r\ndua", "satu\ndua"),
        (Kind.NAME, "Nur'aini", "Nur'aini"),
        (Kind.ADDRESS, "Jl. Siaran #18", "Jl. Siaran #18"),
        (Kind.NUMBER, "3", 3),
        (Kind.MONEY, "Rp1.500.000", 1_500_000),
        (Kind.DATE, "12 Maret 1990", "1990-03-12"),
        (Kind.MONTH, "3 2021", "2021-03"),
        (Kind.TIME, "9.30", "09:30"),
        (Kind.YES_NO, "Ya", True),
        (Kind.YES_NO, "tidak", False),
        (Kind.CHOICE, "A", "a"),
        (Kind.CHOICE, "belimbing", "b"),
        (Kind.NIK, "1671 0852 0390 0004", "1671085203900004"),
        (Kind.KK, "1671081503210007", "1671081503210007"),
        (Kind.PHONE, "0812-7100-0143", "+6281271000143"),
        (Kind.RT_RW, "12/4", "012/004"),
        (Kind.TABLE, [{"name": "Arka", "birth_date": "2-6-2018"}], [{"name": "Arka", "birth_date": "2018-06-02"}]),
    ],
)
def test_each_kind_keeps_one_form(kind: Kind, written: object, kept: object) -> None:
    assert clean_answer(make_question(kind), written, on=TODAY) == kept


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [
        (Kind.CHOICE, "ceri", "Pilih salah satu: Apel, Belimbing."),
        (Kind.YES_NO, "mungkin", "Pilih satu jawaban: ya atau tidak."),
        (Kind.YES_NO, 1, "Pilih satu jawaban: ya atau tidak."),
        (Kind.NUMBER, "tiga", "Tulis angka saja, contoh 1."),
        (Kind.TABLE, {"name": "Arka"}, "Kirim daftar baris, setiap baris dengan kolomnya."),
        (Kind.TABLE, [{"name": ""}, {}], "Isi paling sedikit 1 baris."),
        (Kind.TABLE, [{"name": "A"}] * 21, "Paling banyak 20 baris. Kurangi barisnya."),
    ],
)
def test_each_kind_says_what_to_do(kind: Kind, written: object, told: str) -> None:
    with pytest.raises(ValueRefused) as refused:
        clean_answer(make_question(kind), written, on=TODAY)

    assert str(refused.value) == told


def test_a_cell_of_a_table_is_named_by_row_and_column() -> None:
    rows = [{"name": ""}, {"name": "Arka", "birth_date": "1-1-2030"}, {"birth_date": "1-1-2020", "age": 6}]
    definition = make_service(make_question(Kind.TABLE))

    assert refuse(definition, {"q": rows}).keys() == {
        "answers.q.1.birth_date",
        "answers.q.2.name",
        "answers.q.2.age",
    }


def make_service(*questions: Question) -> ServiceDefinition:
    given_: dict[str, Any] = dict.fromkeys(("code", "name", "short", "group", "summary", "level"), "")
    lists: dict[str, Any] = dict.fromkeys(("keywords", "legal_basis", "requirements", "chain"), ())
    return ServiceDefinition(**given_, **lists, promise=None, letter=None, pages=(Page("", questions),))  # type: ignore[arg-type]


def test_an_answer_to_a_question_that_does_not_apply_is_dropped() -> None:
    answers = {**fill(answers_schema(SERVICES["SKD"])), "domicile_address": "Jalan Lain 2"}

    assert "domicile_address" not in check(SERVICES["SKD"], answers)


def test_an_answer_brings_up_the_question_that_depends_on_it() -> None:
    answers = {**fill(answers_schema(SERVICES["SKD"])), "same_address": "tidak"}

    assert refuse(SERVICES["SKD"], answers).keys() == {"answers.domicile_address", "answers.domicile_rt_rw"}


def test_a_question_may_depend_on_the_applicant() -> None:
    asked = Question("q", "?", Kind.NAME, when=Condition("applicant.marital_status", ("KAWIN",)))

    assert refuse(make_service(asked), {}).keys() == {"answers.q"}
    assert check(make_service(asked), {}, applicant=make_applicant(marital_status="BELUM KAWIN")) == {}


def test_an_unknown_answer_is_refused_by_name() -> None:
    errors = refuse(SERVICES["SKBM"], {"purpose": "Kerja", "shoe_size": 43})

    assert errors == {
        "answers.shoe_size": "Isian ini tidak dikenal. Hapus, atau pakai salah satu: purpose.",
    }


def test_nobody_dies_before_being_born() -> None:
    answers = {**fill(answers_schema(SERVICES["SKK"])), "death_date": "1945-08-16"}

    assert refuse(SERVICES["SKK"], answers) == {
        "answers.death_date": "Tanggal ini lebih awal daripada “Tanggal lahir almarhum”. Periksa keduanya."
    }


@pytest.mark.parametrize("raw", [None, [], "x", 1])
def test_answers_that_are_no_object_are_told(raw: object) -> None:
    assert refuse(SERVICES["SKD"], raw).keys() == {"answers"}
