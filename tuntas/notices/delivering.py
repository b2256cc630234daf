"""Delivers notices: the claim is committed, then the provider is asked, then the outcome is kept."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from tuntas.gateways.messages import Channel, Gateway, Message
from tuntas.gateways.opening import open_gateways
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.notices import consent, texts
from tuntas.notices.announcing import OPTED_OUT, queue, wait_until
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.outcomes import keep_doubt, keep_down, keep_sent, reroute, turn_to_next
from tuntas.notices.reaching import channel_urls
from tuntas.notices.stopping import stop_link
from tuntas.notices.wording import fill_template
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert

_TRIES: Final = 3  # on a channel that is down, before the next one gets its turn
_PATIENCE: Final = timedelta(hours=2)  # with a channel that asks everybody to wait
_HOUR: Final = timedelta(hours=1)


def deliver(payload: Json) -> None:
    """The job: {"notice": id}. Safe to repeat; raises GatewayDown so that the worker tries again later."""
    send(uuid.UUID(payload["notice"]), through=open_gateways(channel_urls()), at=timezone.now())


def send(notice_id: uuid.UUID, *, through: Mapping[Channel, Gateway], at: datetime) -> None:
    """Tries the person's channels in order until one takes the message; no transaction is open meanwhile.

    An outcome that nobody knows ends it: the notice is UNKNOWN, see `receipts`. Raises GatewayDown.
    """
    while attempt := _claim(notice_id, through=through, at=at):
        try:
            sent = through[Channel(attempt.channel)].send(make_message(attempt.notice))
        except GatewayUnknown:
            keep_doubt(attempt, at=at)
            return
        except GatewayRefused as refusal:
            turn_to_next(attempt, channels=through, code=refusal.code or "refused", at=at)
        except GatewayDown as down:
            if _may_wait(attempt, down, at=at):
                keep_down(attempt, at=at, is_pause=down.is_pause)
                _wait(attempt, down, at=at)
                return
            turn_to_next(attempt, channels=through, code=down.code or "down", at=at)
        else:
            keep_sent(attempt, sent=sent, at=at)
            return


def _may_wait(attempt: Attempt, down: GatewayDown, *, at: datetime) -> bool:
    """A channel that asks everybody to be silent is waited for by the clock, one that stumbles by number of tries."""
    if down.is_pause:
        since = attempt.notice.not_before or attempt.notice.event.at
        return at - since < _PATIENCE
    return attempt.tries < _TRIES


def _wait(attempt: Attempt, down: GatewayDown, *, at: datetime) -> None:
    """Queues the next try at the time that the other side named, later each time for one that only stumbles.

    Without a time the worker's own pauses serve.
    """
    if not down.seconds:
        raise down
    growing = 1 if down.is_pause else 5 ** (attempt.tries - 1)
    queue(attempt.notice, at=at + timedelta(seconds=down.seconds * growing))


@transaction.atomic(durable=True)
def _claim(notice_id: uuid.UUID, *, through: Mapping[Channel, Gateway], at: datetime) -> Attempt | None:
    """The attempt that this worker may make now; none when the notice needs nothing more, or must wait."""
    notice = _waiting.first(notice_id)
    if notice is None or _is_put_off(notice, at=at):
        return None
    if notice.channel not in through:
        reroute(notice, channels=through, code="channel_off")
    elif notice.channel != Channel.MAIL and consent.is_stopped(notice.reach_index):
        reroute(notice, channels=set(through) & {Channel.MAIL}, code=OPTED_OUT)
    if notice.state != Notice.State.WAITING:
        return None
    return _begin(notice, through=through, at=at)


@prepared
def _waiting(notice: uuid.UUID) -> QuerySet[Notice]:
    rows = Notice.objects.select_for_update(of=("self",)).select_related("event", "office")
    return rows.filter(pk=notice, state=Notice.State.WAITING)


def _begin(notice: Notice, *, through: Mapping[Channel, Gateway], at: datetime) -> Attempt | None:
    attempt = _attempts.first(notice.pk, notice.channel)
    if attempt is None:
        attempt = Attempt(notice=notice, channel=notice.channel, started_at=at, tries=1)
        insert([attempt])
        return attempt
    is_doubtful = attempt.state == Attempt.State.SENDING
    if is_doubtful and not through[Channel(notice.channel)].drops_doubles:
        # Somebody began and never said how it ended: asking again could reach the person twice.
        attempt.notice = notice
        keep_doubt(attempt, at=at)
        return None
    attempt.notice = notice
    attempt.state, attempt.tries, attempt.started_at = Attempt.State.SENDING, attempt.tries + 1, at
    attempt.save(update_fields=["state", "tries", "started_at"])
    return attempt


@prepared
def _attempts(notice: uuid.UUID, channel: str) -> QuerySet[Attempt]:
    return Attempt.objects.filter(notice=notice, channel=channel)


def _is_put_off(notice: Notice, *, at: datetime) -> bool:
    """Whether the notice must wait for the morning, or for the end of the person's full hour; it is queued then."""
    until = wait_until(notice, at=at) or _full_until(notice, at=at)
    if until is None:
        return False
    notice.not_before = until
    notice.save(update_fields=["not_before"])
    queue(notice, at=until)
    return True


def _full_until(notice: Notice, *, at: datetime) -> datetime | None:
    """When this person may get another message, unless that is now: an office in a muddle must not flood anybody."""
    times = _recent.all(notice.reach_index, at - _HOUR, at)[: settings.NOTICE_HOURLY] if notice.reach_index else []
    is_full = len(times) >= settings.NOTICE_HOURLY
    return times[-1] + _HOUR if is_full and times[-1] else None


@prepared
def _recent(reach_index: str, after: datetime, until: datetime) -> QuerySet[Notice, datetime | None]:
    sent = Notice.objects.filter(reach_index=reach_index, sent_at__gt=after, sent_at__lte=until)
    return sent.order_by("-sent_at").values_list("sent_at", flat=True)


def make_message(notice: Notice) -> Message:
    """The notice as a gateway takes it."""
    is_mail = notice.channel == Channel.MAIL
    is_chat = notice.channel == Channel.WHATSAPP
    return Message(
        key=str(notice.pk),
        to=notice.address,
        text=notice.body,
        subject=notice.subject,
        html=render_to_string("notices/mail.html", {"notice": notice}) if is_mail else "",
        sender_name=notice.office.name,
        reply_to=notice.office.email,
        unsubscribe=stop_link(notice) if is_mail and not _is_essential(notice) else "",
        template=fill_template(notice.template, params=notice.params, language=notice.language) if is_chat else None,
    )


def _is_essential(notice: Notice) -> bool:
    return texts.TEMPLATES[notice.template].is_essential
