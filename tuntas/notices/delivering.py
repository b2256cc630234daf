"""Delivers notices: the claim is committed, then the provider is asked, then the outcome is kept."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from tuntas.gateways.messages import Channel, Gateway, Message
from tuntas.gateways.opening import open_gateways
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.outcomes import keep_doubt, keep_down, keep_sent, reroute, turn_to_next
from tuntas.notices.reaching import channel_urls
from tuntas.vault.fields import Json

_TRIES: Final = 3  # on a channel that is down, before the next one gets its turn


def deliver(payload: Json) -> None:
    """The job: {"notice": id}. Safe to repeat; raises GatewayDown so that the worker tries again later."""
    send(uuid.UUID(payload["notice"]), through=open_gateways(channel_urls()), at=timezone.now())


def send(notice_id: uuid.UUID, *, through: Mapping[Channel, Gateway], at: datetime) -> None:
    """Tries the person's channels in order until one takes the message; no transaction is open meanwhile.

    An outcome that nobody knows ends it: the notice is UNKNOWN, see `receipts`. Raises GatewayDown.
    """
    while attempt := _claim(notice_id, through=through, at=at):
        try:
            sent = through[Channel(attempt.channel)].send(_message(attempt.notice))
        except GatewayUnknown:
            keep_doubt(attempt, at=at)
        except GatewayRefused as refusal:
            turn_to_next(attempt, channels=through, code=refusal.code or "refused", at=at)
        except GatewayDown:
            if attempt.tries < _TRIES:
                keep_down(attempt, at=at)
                raise
            turn_to_next(attempt, channels=through, code="down", at=at)
        else:
            keep_sent(attempt, sent=sent, at=at)


@transaction.atomic(durable=True)
def _claim(notice_id: uuid.UUID, *, through: Mapping[Channel, Gateway], at: datetime) -> Attempt | None:
    """The attempt that this worker may make now; none when the notice needs nothing more."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id, state=Notice.State.WAITING).first()
    if notice and notice.channel not in through:
        reroute(notice, channels=through, code="channel_off")
    if notice is None or notice.state != Notice.State.WAITING:
        return None
    attempt, is_new = Attempt.objects.get_or_create(notice=notice, channel=notice.channel, defaults={"started_at": at})
    is_doubtful = not is_new and attempt.state == Attempt.State.SENDING
    if is_doubtful and not through[Channel(notice.channel)].drops_doubles:
        # Somebody began and never said how it ended: asking again could reach the person twice.
        keep_doubt(attempt, at=at)
        return None
    attempt.state, attempt.tries, attempt.started_at = Attempt.State.SENDING, attempt.tries + 1, at
    attempt.save(update_fields=["state", "tries", "started_at"])
    return attempt


def _message(notice: Notice) -> Message:
    is_mail = notice.channel == Channel.MAIL
    return Message(
        key=str(notice.pk),
        to=notice.address,
        text=notice.body,
        subject=notice.subject,
        html=render_to_string("notices/mail.html", {"notice": notice}) if is_mail else "",
        sender_name=notice.office.name,
        reply_to=notice.office.email,
    )
