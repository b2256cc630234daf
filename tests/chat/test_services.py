"""Every service of the catalogue can be applied for in a chat, answered by its own examples."""

from dataclasses import replace

import pytest

from tests.chat.test_step import live, make_facts, services
from tests.make import make_applicant
from tuntas.catalog.shapes import example_of, example_text
from tuntas.chat.forms import list_questions, part
from tuntas.chat.showing_form import is_page_only
from tuntas.chat.state import Changed, DraftFacts, Event, Facts, Photo, Photos, Place, Said, State, Submit, read_state
from tuntas.chat.step import step
from tuntas.intake.answers import check_answers
from tuntas.intake.applicant import check_applicant
from tuntas.intake.delivery import check_delivery

MORE = {"education": "SLTA/SEDERAJAT", "email": "siti@contoh.id"}


def fill_page(facts: Facts) -> Facts:
    """What the secure page would add."""
    draft = facts.draft
    assert draft
    person = make_applicant(**{name: MORE[name] for name in draft.definition.applicant_fields})
    answers = part(draft, "answers") | {one.code: example_of(one) for one in list_questions(draft) if is_page_only(one)}
    return replace(facts, draft=replace(draft, content={**draft.content, "applicant": person, "answers": answers}))


def answer(draft: DraftFacts, state: State, number: int) -> Event:
    """The most ordinary reply to what was asked."""
    if state.at == Place.QUESTION and not state.shown:
        question = next(one for one in list_questions(draft) if one.code == state.question)
        return Said(example_text(question) or str(example_of(question)))
    if state.at == Place.PHOTOS:
        return Photos((Photo(upload=f"upload-{number}"),)) if number % 2 else Said("bawa")
    return Said("1")


@pytest.mark.parametrize("code", sorted(services()))
def test_every_service_passes_a_conversation(code: str) -> None:
    facts = make_facts()
    state, event = State(), Said("mau urus", found=(code,))
    for number in range(120):
        turn = step(state, event, facts)
        facts, state = live(facts, turn), read_state(turn.state.to_json())
        if Submit() in turn.effects:
            break
        if turn.say is None:
            event = Changed()
            continue
        assert len(turn.say.text) <= 4096
        if state.at == Place.PAGE:
            facts, event = fill_page(facts), Changed()
            continue
        event = answer(facts.draft, state, number) if facts.draft else Said("1")
    else:
        pytest.fail(f"{code} did not come to an end: {state.at}")

    assert facts.draft
    content = facts.draft.content
    applicant = check_applicant(
        content["applicant"], on=facts.on, also_required=facts.draft.definition.applicant_fields
    )
    check_answers(facts.draft.definition, content["answers"], applicant=applicant, switches={}, on=facts.on)
    check_delivery(content["delivery"])
