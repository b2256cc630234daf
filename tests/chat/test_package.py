"""A death package on a simulated phone: three documents of two offices, and only the secure page outside the chat."""

from typing import Any

import pytest
from django.test import Client

from tests.chat.phones import Phone, draw_paper, make_phone, person_form
from tests.flow.packages import by_output, finish_all
from tests.flow.region import Regency, make_regency
from tests.tables import load_catalogue
from tuntas.cases.models import Application
from tuntas.cases.states import State as CaseState
from tuntas.catalog.conditions import list_asked
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_service
from tuntas.catalog.shapes import example_of, example_text
from tuntas.chat.forms import PAGE_ONLY
from tuntas.chat.models import Conversation
from tuntas.chat.state import Place, State, read_state

pytestmark = pytest.mark.django_db(transaction=True)
# No letter yet, so the kelurahan writes one; a member of the family card, nobody else's papers change.
WANTED = {"letter_from": "none", "died_at": "home", "spouse": "none", "family_after": "member", "dependant": "none"}


@pytest.fixture
def regency() -> Regency:
    load_catalogue()
    return make_regency(chat_photos=True, chat_letters=True)


def state_now() -> State:
    return read_state(Conversation.objects.get().state)


def answer_question(siti: Phone, state: State, package: ServiceDefinition) -> None:
    question = next(one for one in package.questions if one.code == state.question)
    wanted = WANTED.get(question.code, example_of(question))
    if state.shown:
        meaning = {True: "ya", False: "tidak"}[wanted] if isinstance(wanted, bool) else str(wanted)
        assert meaning in state.shown, (question.code, wanted, state.shown)
        siti.type(str(state.shown.index(meaning) + 1))
    else:
        siti.type(example_text(question) or str(wanted))


def fill_page(siti: Phone, package: ServiceDefinition) -> None:
    """The secure page: the person, and every number that no chat may ask."""
    content = Conversation.objects.get().draft.content
    asked = list_asked(package, applicant={}, answers=content["answers"], switches={})
    numbers = {f"answers.{one.code}": str(example_of(one)) for one in asked if one.kind in PAGE_ONLY}
    answer = Client().post(siti.open_link(), person_form(**numbers))
    assert answer.status_code == 200
    siti.work()


def walk(siti: Phone, package: ServiceDefinition) -> None:
    """Answers whatever is asked until the application is sent."""
    for number in range(100):
        state = state_now()
        if state.at == Place.DONE:
            return
        if state.at == Place.QUESTION:
            answer_question(siti, state, package)
        elif state.at == Place.PAGE:
            fill_page(siti, package)
        elif state.at == Place.PHOTOS:
            siti.photograph(draw_paper(number))
        else:
            siti.type("1")
    pytest.fail(f"stopped at {state_now().at}")


def list_documents(siti: Phone) -> list[dict[str, Any]]:
    return [line for line in siti.lines() if line["type"] == "document"]


def test_a_death_package_of_three_documents_runs_from_hello_to_the_letters(regency: Regency) -> None:
    siti, package = make_phone(), get_service("MATI")[1]

    siti.type("Assalamualaikum")
    siti.type("ayah saya meninggal, urus paket kematian")
    siti.tap("Paket Kematian") if state_now().at == Place.GUESS else None
    siti.tap("Mulai di sini")
    walk(siti, package)

    application = Application.objects.get()
    assert sorted(by_output(application)) == ["akta", "kk", "skk"]
    assert (application.channel, application.office) == ("whatsapp", regency.village)
    assert finish_all(application, regency) == ["skk", "akta", "kk"]
    siti.work()

    said = siti.type("surat")
    assert "Surat yang mana?" in said
    for number in (1, 2, 3):
        siti.type(str(number))
    siti.look()

    files = [siti.emulator.book.find_media(line["document"]["id"]) for line in list_documents(siti)]
    assert len(files) == 3
    assert all(found and found[2].startswith(b"%PDF") for found in files)
    assert {case.state for case in by_output(application).values()} == {CaseState.DELIVERED}
    assert "1671085203900004" not in "".join(siti.heard())


def test_packages_stand_first_among_the_other_services(regency: Regency) -> None:
    siti = make_phone()
    siti.type("halo")

    said = siti.type("9")

    first = [line for line in said.splitlines() if line[:1].isdigit()][:10]
    assert all("Paket" in line for line in first)


def test_an_office_may_put_a_package_into_its_menu(regency: Regency) -> None:
    regency.village.switches["chat_menu"] = ["MATI", "SKD"]
    regency.village.save()

    said = make_phone().type("halo")

    assert "1. Paket Kematian" in said
    assert "2. SK Domisili" in said
