"""Withdrawing."""

import pytest
from django.test import Client

from tests.make import Cast
from tests.screens.resident.papers import prove, send_one
from tests.tables import load_catalogue
from tuntas.cases.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_opening_the_question_changes_nothing(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    prove(client, case.application)

    answer = client.get(f"/p/{case.application.receipt}/batalkan/")

    case.refresh_from_db()
    assert "Batalkan permohonan ini?" in answer.content.decode()
    assert case.state == State.IN_REVIEW


def test_the_answer_withdraws_with_its_reason(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    prove(client, case.application)

    answer = client.post(f"/p/{case.application.receipt}/batalkan/", {"alasan": "Sudah tidak perlu"}, follow=True)

    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    assert "Permohonan sudah dibatalkan" in answer.content.decode()
    assert case.events.last().note == "Sudah tidak perlu"


def test_what_is_done_cannot_be_withdrawn(client: Client, cast: Cast) -> None:
    case = send_one(cast, state=State.DELIVERED)
    prove(client, case.application)

    answer = client.post(f"/p/{case.application.receipt}/batalkan/", follow=True)

    case.refresh_from_db()
    assert case.state == State.DELIVERED
    assert "tidak dapat dibatalkan" in answer.content.decode()
