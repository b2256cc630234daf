"""Asks people what they thought of the service, once, when everything is in their hands and they may be written to."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Application
from tuntas.cases.states import CLOSED, State
from tuntas.chat.answering import reply
from tuntas.chat.models import Conversation
from tuntas.chat.places import FILLING
from tuntas.chat.reading import read_facts
from tuntas.chat.state import read_state
from tuntas.chat.surveying import show_survey
from tuntas.chat.talking import is_window_open
from tuntas.flow.rate import note_asked
from tuntas.vault.fields import Json

LATEST: Final = timedelta(days=1)  # after the last document was handed over
_AT_ONCE: Final = 200


def ask_surveys(_payload: Json) -> None:
    """The job that comes round: asks about what was handed over today. Safe to repeat."""
    at = timezone.now()
    for application in list_unasked(at=at):
        _ask(application, at=at)


def list_unasked(*, at: datetime) -> list[Application]:
    """Applications that came to their end today with a document in a hand, and were not asked about yet."""
    delivered = Application.objects.filter(cases__state=State.DELIVERED, cases__closed_at__gt=at - LATEST)
    open_ones = [state for state in State if state not in CLOSED]
    rows = delivered.filter(rating__isnull=True).exclude(cases__state__in=open_ones).exclude(phone_index="")
    return list(rows.distinct().order_by("id")[:_AT_ONCE])


@transaction.atomic
def _ask(application: Application, *, at: datetime) -> None:
    """Only where the person wrote to us within 24 hours, and is not in the middle of something."""
    rows = Conversation.objects.select_for_update()
    found = rows.filter(phone_index=application.phone_index, mode=Conversation.Mode.BOT).first()
    if found is None or not is_window_open(found, at=at):
        return
    state = read_state(found.state)
    if state.at in FILLING or not note_asked(application, channel="whatsapp", at=at):
        return
    facts = read_facts(found, state, at=at, with_own=False)
    turn = show_survey(replace(state, surveyed=application.receipt), facts)
    found.state = turn.state.to_json()
    found.save(update_fields=["state"])
    if turn.say:
        reply(found, turn.say, at=at)
