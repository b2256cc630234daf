"""The form of an application when what comes in cannot be kept."""

from typing import Any

import pytest
from django.test import Client

from tests.make import Cast
from tests.screens.desk.papers import client_of
from tests.screens.desk.walk_in import begin as begin_at_counter
from tests.tables import load_catalogue
from tuntas.intake.drafts import find_draft, mark_sent
from tuntas.intake.models import Draft
from tuntas.screens.resident.applying.drafts import cookie_name
from tuntas.screens.shared.place import COOKIE as PLACE

pytestmark = pytest.mark.django_db

FORM, FAR_TOO_LONG = "/ajukan/skd/", {"who": "self", "answers.purpose": "a" * 300_000}
SENTENCE = "Isian ini terlalu panjang. Pendekkan tulisannya."


@pytest.fixture
def browser(cast: Cast) -> Client:
    """A browser with the form open."""
    load_catalogue()
    client = Client()
    client.cookies[PLACE] = cast.office.code
    client.get(FORM)
    return client


def draft_of(client: Client) -> Draft:
    draft = find_draft(client.cookies[cookie_name("SKD")].value)
    assert draft is not None
    return draft


@pytest.mark.parametrize("more", [{}, {"do": "keep"}])
def test_what_is_far_too_long_is_told_in_words(browser: Client, more: dict[str, str]) -> None:
    answer = browser.post(FORM, FAR_TOO_LONG | more)

    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
    assert draft_of(browser).content == {}


def test_the_script_is_told_too_that_nothing_was_kept(browser: Client) -> None:
    answer = browser.post(f"{FORM}simpan/", FAR_TOO_LONG)

    assert (answer.status_code, answer.json()["errors"][""]) == (200, SENTENCE)


def test_a_form_that_was_sent_keeps_nothing_more(browser: Client) -> None:
    mark_sent(draft_of(browser), "2611-7K3F-9QXM", pin="482913")

    answer = browser.post(f"{FORM}simpan/", {"who": "self", "applicant.name": "Ani"})

    assert answer.status_code == 409
    assert draft_of(browser).content == {"pin": "482913"}


@pytest.mark.parametrize("more", [{}, {"do": "keep"}])
def test_the_counter_is_told_in_words_as_well(browser: Client, cast: Cast, more: dict[str, Any]) -> None:
    counter = client_of(cast.budi)
    draft = begin_at_counter(counter)

    answer = counter.post(f"/meja/loket/{draft.pk}/", FAR_TOO_LONG | more)

    assert answer.status_code == 422
    assert SENTENCE in answer.content.decode()
