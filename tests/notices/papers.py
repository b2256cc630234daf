"""What the stories of the notices begin with: a case, an event on it, and channels that do as they are told."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.make import MONDAY, Cast, make_applicant, make_application, make_case
from tuntas.cases.models import Case, Event
from tuntas.cases.states import State, Verb
from tuntas.gateways.messages import Channel, Message, Sent, Status
from tuntas.notices.announcing import announce
from tuntas.notices.models import Notice

HELPER = {"name": "Gita", "relation": "RT", "phone": "+6281277778888", "consent": True}


@dataclass
class Talker:
    """A channel that remembers what it was given and then does as it is told: answers, refuses, falls silent, dies."""

    does: Callable[[], object] = lambda: None
    drops_doubles: bool = False
    status: Status = Status.ACCEPTED
    heard: list[Message] = field(default_factory=list)
    gave: list[str] = field(default_factory=list)  # the provider's ids

    def send(self, message: Message) -> Sent:
        self.heard.append(message)
        self.does()
        self.gave.append(f"provider-{uuid.uuid4()}")
        return Sent(self.gave[-1], self.status)


def raising(error: BaseException) -> Callable[[], object]:
    """Something to do: this error, every time."""

    def fail() -> object:
        raise error

    return fail


def make_channels(**talkers: Talker) -> dict[Channel, Talker]:
    """Three channels that take everything, except those given."""
    return {channel: talkers.get(channel.value, Talker()) for channel in Channel}


def make_event(case: Case, verb: Verb, *, note: str = "", at: datetime = MONDAY) -> Event:
    """One more event of a case; rows only, no rule was asked."""
    seq = case.events.count() + 1
    return Event.objects.create(case=case, seq=seq, verb=verb, target=case.state, actor="officer", note=note, at=at)


def make_told_case(
    cast: Cast, *, helper: dict[str, Any] | None = None, method: str = "download", **person: Any
) -> Case:
    """Ani's SKD, with a mail address besides her phone."""
    applicant = make_applicant(**{"email": "ani@contoh.id", **person})
    application = make_application(cast.office, applicant=applicant, helper=helper or {}, delivery_method=method)
    return make_case(cast.office, application=application, state=State.IN_REVIEW)


def tell(case: Case, verb: Verb = Verb.FINISH, **fields: Any) -> Notice:
    """The applicant's notice of a new event."""
    return announce(make_event(case, verb, **fields))[0]
