"""Announces what happened: one notice per event and person, queued in the caller's transaction."""

from datetime import datetime

from django.db import transaction

from tuntas.cases.models import Event
from tuntas.gateways.messages import Channel
from tuntas.jobs.queue import enqueue
from tuntas.notices.models import Notice
from tuntas.notices.reaching import Recipient, channel_urls, list_recipients, list_routes
from tuntas.notices.wording import params_of, template_of, write

NO_ADDRESS = "no_address"


@transaction.atomic
def announce(event: Event, *, also: str = "") -> list[Notice]:
    """Writes and queues the notices of an event and returns the new ones; announcing it again makes none.

    `also` is a sentence that follows the reason, about other documents that share the event.
    Who has neither a phone nor a mail address gets a FAILED notice: the office sees whom no message reached.
    """
    notices = []
    for recipient in list_recipients(event.case.application):
        template = template_of(event, person=recipient.person)
        notice = _keep(event, recipient=recipient, template=template, also=also) if template else None
        if notice:
            notices.append(notice)
    return notices


def _keep(event: Event, *, recipient: Recipient, template: str, also: str) -> Notice | None:
    """The new notice, none when it was there already."""
    notice, is_new = Notice.objects.get_or_create(
        event=event,
        person=recipient.person,
        defaults=_content(event, recipient=recipient, template=template, also=also),
    )
    if is_new and notice.state == Notice.State.WAITING:
        queue(notice, at=_earliest(event))
    return notice if is_new else None


def _content(event: Event, *, recipient: Recipient, template: str, also: str) -> dict[str, object]:
    params = params_of(event, name=recipient.name, is_helper=recipient.person == "helper")
    params["reason"] = f"{params['reason']} {also}".strip()
    channels = [channel for channel, url in channel_urls().items() if url]
    route = next(iter(list_routes(recipient, channels=channels)), None)
    words = write(template, channel=route.channel if route else Channel.SMS, params=params)
    return {
        "case": event.case,
        "office": event.case.office,
        "template": template,
        "params": params,
        "channel": route.channel if route else "",
        "address": route.address if route else "",
        "subject": words.subject,
        "body": words.body,
        "state": Notice.State.WAITING if route else Notice.State.FAILED,
        "error": "" if route else NO_ADDRESS,
    }


def _earliest(_event: Event) -> datetime | None:
    """When the message may go out; none means at once. Quiet hours in the office's time zone belong here."""
    return None


def queue(notice: Notice, *, at: datetime | None = None) -> None:
    """Queues the delivery of a notice; the payload names nobody."""
    enqueue("deliver_notice", payload={"notice": str(notice.pk)}, at=at, dedupe_key=f"notice:{notice.pk}")
