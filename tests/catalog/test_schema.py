"""The schema of a service's answers: what machines read instead of the form."""

import json

import pytest

from tests.catalog.files import read_services
from tests.catalog.machine import fill, list_faults
from tuntas.catalog.definition import Kind, ServiceDefinition
from tuntas.catalog.schema import answers_schema, question_schema

SERVICES = {definition.code: definition for definition in read_services()}


@pytest.fixture(params=SERVICES)
def service(request: pytest.FixtureRequest) -> ServiceDefinition:
    return SERVICES[request.param]


def test_a_blind_fill_fits_the_schema(service: ServiceDefinition) -> None:
    schema = answers_schema(service)

    assert list_faults(schema, fill(schema)) == []


def test_every_example_fits_its_question(service: ServiceDefinition) -> None:
    for question in service.questions:
        schema = question_schema(question)
        assert list_faults(schema, schema["examples"][0]) == [], question.code


def test_the_schema_is_json_and_stands_alone(service: ServiceDefinition) -> None:
    text = json.dumps(answers_schema(service))

    assert "$ref" not in text
    assert json.loads(text)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_a_question_that_depends_on_an_answer_is_demanded_with_it() -> None:
    schema = answers_schema(SERVICES["SKD"])
    answers = fill(schema)

    assert "domicile_address" not in schema["required"]
    assert list_faults(schema, {**answers, "same_address": False}) == [
        "$: domicile_address is missing",
        "$: domicile_rt_rw is missing",
    ]


def test_an_answer_nobody_asked_for_breaks_the_schema() -> None:
    schema = answers_schema(SERVICES["SKD"])

    assert list_faults(schema, {**fill(schema), "shoe_size": 43}) == ["$: something unknown"]


def test_every_kind_of_question_has_a_schema() -> None:
    used = {question.kind for service in SERVICES.values() for question in service.questions}

    assert used >= set(Kind) - {Kind.LONG, Kind.KK, Kind.PHONE}
