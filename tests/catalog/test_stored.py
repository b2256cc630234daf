"""A stored definition comes back as it was, also when an older or a newer release stored it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalog.files import read_services
from tuntas.catalog.definition import Kind, Question, ServiceDefinition
from tuntas.catalog.stored import from_json, to_json

# Tables nest questions; one level is what definitions allow.
plain_questions = st.builds(Question, columns=st.just(()), kind=st.sampled_from(Kind))
questions = st.builds(Question, columns=st.lists(plain_questions, max_size=2).map(tuple), kind=st.sampled_from(Kind))
st.register_type_strategy(Question, questions)


@given(st.builds(ServiceDefinition))
@settings(max_examples=40, deadline=None)
def test_any_definition_survives_the_way_through_json(definition: ServiceDefinition) -> None:
    assert from_json(to_json(definition)) == definition


def test_the_shipped_definitions_survive_the_way_through_json() -> None:
    for definition in read_services():
        assert from_json(to_json(definition)) == definition


def test_what_has_its_default_is_not_stored() -> None:
    stored = to_json(read_services()[0])

    assert "hints" not in stored
    assert "required" not in stored["requirements"][1]
    assert stored["requirements"][0]["required"] is False


def test_a_key_of_a_newer_release_is_passed_over() -> None:
    definition = read_services()[0]

    assert from_json({**to_json(definition), "invented_later": 1}) == definition
