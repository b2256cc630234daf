"""Announces what happened: one notice per event, topic and person, queued in the caller's transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from tuntas.cases.models import Event
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel
from tuntas.jobs.queue import enqueue
from tuntas.notices import consent, texts
from tuntas.notices.languages import language_for
from tuntas.notices.models import Notice
from tuntas.notices.quiet import wake_at
from tuntas.notices.reaching import OFFICER, Recipient, list_channels, list_endorsers, list_recipients, list_routes
from tuntas.notices.wording import params_of, template_of, write
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert

NO_ADDRESS = "no_address"
OPTED_OUT = "opted_out"
_JUST_NOW: Final = timedelta(hours=1)  # after that an answer is news like any other


@transaction.atomic(savepoint=False)
def announce(event: Event) -> list[Notice]:
    """Writes and queues the notices of an event and returns the new ones; announcing it again makes none.

    Who has neither a phone nor a mail address gets a FAILED notice: the office sees whom no message reached.
    """
    recipients = list_recipients(event.case.application)
    if event.verb == Verb.SUBMIT:
        for one in recipients:
            consent.note_opt_in(one.phone, source=event.case.application.channel, at=event.at)
    return _tell(event, [*recipients, *list_endorsers(event)], topic="", template="")


@transaction.atomic(savepoint=False)
def remind(event: Event, *, topic: str, template: str) -> list[Notice]:
    """Reminds the people of an event under a topic, once for each topic; returns the new notices."""
    return _tell(event, list_recipients(event.case.application), topic=topic, template=template)


@dataclass(frozen=True)
class _Plan:
    """What is to be told to whom."""

    event: Event
    recipient: Recipient
    topic: str
    template: str


def _tell(event: Event, recipients: list[Recipient], *, topic: str, template: str) -> list[Notice]:
    told = set(_told.all(event.pk, topic))
    notices = []
    for recipient in recipients:
        chosen = template or template_of(event, person=recipient.person)
        if chosen and recipient.person not in told:
            told.add(recipient.person)
            if notice := _keep(_Plan(event, recipient, topic, chosen)):
                notices.append(notice)
    return notices


@prepared
def _told(event: UUID, topic: str) -> QuerySet[Notice, str]:
    return Notice.objects.filter(event=event, topic=topic).values_list("person", flat=True)


def _keep(plan: _Plan) -> Notice | None:
    """The notice, kept and queued; none when somebody else kept it at the same moment."""
    notice = Notice(event=plan.event, person=plan.recipient.person, topic=plan.topic, **_content(plan))
    insert([notice], ignore_conflicts=True)
    if not _kept.all(notice.pk):
        return None
    if notice.state == Notice.State.WAITING:
        queue(notice, at=notice.not_before)
    return notice


@prepared
def _kept(notice: UUID) -> QuerySet[Notice, UUID]:
    return Notice.objects.filter(pk=notice).values_list("pk", flat=True)


def _content(plan: _Plan) -> dict[str, Any]:
    event, recipient = plan.event, plan.recipient
    language = language_for(event.case.office, phone=recipient.phone)
    params = params_of(event, name=recipient.name, person=recipient.person, language=language)
    channels, is_stopped = consent.list_allowed(
        list_channels(),
        phone=recipient.phone,
        mail=recipient.mail,
        is_essential=texts.TEMPLATES[plan.template].is_essential,
    )
    route = next(iter(list_routes(recipient, channels=channels)), None)
    words = write(plan.template, channel=route.channel if route else Channel.SMS, params=params, language=language)
    is_answer = event.actor == recipient.person and not plan.topic
    return {
        "case": event.case,
        "office": event.case.office,
        "template": plan.template,
        "language": language,
        "is_answer": is_answer,
        "params": params,
        "channel": route.channel if route else "",
        "address": route.address if route else "",
        "reach_index": consent.index_of(route.address) if route else "",
        "subject": words.subject,
        "body": words.body,
        "state": Notice.State.WAITING if route else Notice.State.FAILED,
        "not_before": None if is_answer or plan.topic else wake_at(event.at, office=event.case.office),
        "error": "" if route else OPTED_OUT if is_stopped else NO_ADDRESS,
    }


def wait_until(notice: Notice, *, at: datetime) -> datetime | None:
    """The end of the quiet hours in which this notice may not go out; none when it may go out now."""
    if notice.is_answer and at < notice.event.at + _JUST_NOW:
        return None
    if notice.person.startswith(OFFICER) and notice.channel == Channel.MAIL:
        return None
    return wake_at(at, office=notice.office)


def queue(notice: Notice, *, at: datetime | None = None) -> None:
    """Queues the delivery of a notice; the payload names nobody."""
    enqueue("deliver_notice", payload={"notice": str(notice.pk)}, at=at, dedupe_key=f"notice:{notice.pk}")
