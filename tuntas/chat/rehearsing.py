"""Rehearsing: what the conversation would say of a service, told without anybody talking.

An administrator reads it before a change is published.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.chat.forms import PAGE_ONLY
from tuntas.chat.reading import read_office
from tuntas.chat.showing import show_service
from tuntas.chat.showing_form import ask_question, show_page, show_photos
from tuntas.chat.state import LINK, DraftFacts, Facts, Place, State, Turn
from tuntas.offices.models import Office


def rehearse(definition: ServiceDefinition, *, office: Office, at: datetime) -> list[str]:
    """Our messages in their order: the service, each question that a chat may ask, the secure page, the photos."""
    facts = _make_facts(definition, office, at=at)
    turns = [show_service(State(), facts, code=definition.code)]
    asked = [question for question in definition.questions if question.kind not in PAGE_ONLY]
    for number, question in enumerate(asked, 1):
        place = _("Pertanyaan %(n)d dari %(most)d") % {"n": number, "most": len(asked)}
        turns.append(ask_question(State(at=Place.QUESTION), question, place))
    turns += [show_page(State(), facts), show_photos(State(), facts)]
    return [_say(turn) for turn in turns if turn.say]


def _make_facts(definition: ServiceDefinition, office: Office, *, at: datetime) -> Facts:
    draft = DraftFacts(definition=definition, content={}, switches=dict(office.switches))
    return Facts(
        on=timezone.localtime(at).date(),
        services={definition.code: definition},
        offices=(),
        office=read_office(office, at=at),
        draft=draft,
        own=(),
        known="",
        days_away=0,
    )


def _say(turn: Turn) -> str:
    return turn.say.text.replace(LINK, _("(tautan aman)")) if turn.say else ""
