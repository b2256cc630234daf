"""The applicant's fields."""

from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import make_applicant
from tuntas.intake.applicant import FIELDS, check_applicant
from tuntas.intake.refusals import InputRefused

TODAY = date(2026, 11, 23)


def refuse(raw: object, **options: Any) -> dict[str, str]:
    with pytest.raises(InputRefused) as refused:
        check_applicant(raw, on=TODAY, **options)
    return {error.field: error.message for error in refused.value.errors}


def test_ani_is_taken_as_she_is() -> None:
    assert check_applicant(make_applicant(), on=TODAY) == make_applicant()


def test_what_people_write_is_kept_in_one_form() -> None:
    raw = make_applicant(
        nik="1671 0852 0490 0001",
        phone="0812-3456-7800",
        birth_date="12 April 1990",
        sex="Perempuan",
        religion="islam",
        marital_status=2,
        occupation="wiraswasta",
        nationality="wni",
        rt="3",
        rw=1,
        email=" ani@contoh.id ",
        education="",
    )

    assert check_applicant(raw, on=TODAY) == make_applicant(email="ani@contoh.id")


def test_everything_that_needs_work_is_told_at_once() -> None:
    errors = refuse({"nik": "123", "birth_date": "2030-01-01", "religion": "Jedi"})

    assert errors.keys() == {f"applicant.{name}" for name, field in FIELDS.items() if field.required}
    assert errors["applicant.nik"] == "Tulis NIK 16 angka, contoh 1671085203900004."
    assert errors["applicant.birth_date"] == "Tanggal ini belum terjadi. Tulis tanggal hari ini atau sebelumnya."
    assert errors["applicant.religion"] == "Pilih salah satu dari daftar, contoh ISLAM."


def test_a_service_may_need_more_of_the_applicant() -> None:
    assert refuse(make_applicant(), also_required=("education",)).keys() == {"applicant.education"}


def test_an_unknown_field_is_refused_by_name() -> None:
    errors = refuse(make_applicant(shoe_size=43))

    assert "name, nik, kk" in errors["applicant.shoe_size"]


@pytest.mark.parametrize("name", ["1671085203900004", "Siti Rahmawati", "x" * 5000, "", "nik\x00"])
def test_a_name_that_may_be_data_is_not_repeated(name: str) -> None:
    assert refuse(make_applicant(**{name: "x"})).keys() == {"applicant.?"}


@pytest.mark.parametrize("email", ["ani", "ani@", "ani@contoh", "ani@contoh.id\nBcc: x@y.id", "é@contoh.id", 5])
def test_what_is_no_email_is_told_with_an_example(email: object) -> None:
    assert "siti@contoh.id" in refuse(make_applicant(email=email))["applicant.email"]


@pytest.mark.parametrize("raw", [None, [], "Ani", 7])
def test_an_applicant_that_is_no_object_is_told(raw: object) -> None:
    assert refuse(raw).keys() == {"applicant"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(), part, max_size=3),
    max_leaves=6,
)
fields = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON))


@given(fields | JSON)
def test_no_applicant_is_beyond_a_sentence(raw: Any) -> None:
    sent = {**make_applicant(), **raw} if isinstance(raw, dict) else raw
    with suppress(InputRefused):
        clean = check_applicant(sent, on=TODAY)
        assert check_applicant(clean, on=TODAY) == clean


@given(st.text(min_size=4).filter(lambda text: text.strip() and not text.isascii()))
def test_no_sentence_repeats_what_was_written(text: str) -> None:
    messages = refuse(dict.fromkeys(FIELDS, text)).values()

    assert all(text not in message for message in messages)
