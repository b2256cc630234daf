"""Sends replies in their order, once each: claimed first, then WhatsApp is asked, then the outcome is kept.

A claim that nobody finished is left alone for two minutes: WhatsApp's own receipt names our key if it had the message.
Only without one is the reply sent again. That WhatsApp has a message says nothing of the phone it is for: a letter that
goes along is handed over when a receipt tells that it came there, see `splitting`.
"""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tuntas.cases.refusals import CaseUnknown
from tuntas.chat.carrying import read_carried
from tuntas.chat.models import Conversation, Inbound, Pause, Reply
from tuntas.chat.people import address_of
from tuntas.gateways.messages import Sent
from tuntas.gateways.refusals import GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_api import ApiBusy, ApiPaused, CloudApi, WindowClosed
from tuntas.gateways.whatsapp_emulator import open_api
from tuntas.gateways.whatsapp_outgoing import Document, Outgoing, Template, from_json, to_json
from tuntas.jobs.queue import enqueue
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

BURST_TIME: Final = timedelta(seconds=30)  # to one person: one in six seconds, in bursts
PER_SECOND: Final = 70  # from one number, a little below WhatsApp's 80
MOST_TRIES: Final = 8
BACK_SOON: Final = "pesan_tertunda"  # the template for an answer that came too late for the 24 hours

log = structlog.get_logger("tuntas.chat")


def queue_sending(conversation: Conversation, *, at: datetime | None = None) -> None:
    """Queues the sending of what is unsent."""
    pk = str(conversation.pk)
    enqueue("send_replies", payload={"conversation": pk}, at=at, dedupe_key=f"replies:{pk}")


def send_replies(payload: Json) -> None:
    """The job: {"conversation": id}. Sends until nothing is left or something says wait."""
    api = open_api()
    while reply := _claim(uuid.UUID(payload["conversation"]), api.account.phone_id, at=timezone.now()):
        _send(reply, through=api)


@transaction.atomic(durable=True)
def _claim(conversation_id: uuid.UUID, number: str, *, at: datetime) -> Reply | None:
    """The oldest unsent reply, now ours to send; None when nothing may go out at this moment."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    unsent = conversation.replies.filter(state__in=[Reply.State.WAITING, Reply.State.SENDING]).order_by("id")
    reply = unsent.first()
    if reply is None:
        return None
    if until := _wait_until(conversation, reply, number, at=at):
        queue_sending(conversation, at=until)
        return None
    reply.state, reply.claimed_at, reply.tries = Reply.State.SENDING, at, reply.tries + 1
    if reply.tries > MOST_TRIES:
        reply.state, reply.error = Reply.State.FAILED, reply.error or "tries"
        queue_sending(conversation)
    reply.save(update_fields=["state", "claimed_at", "tries", "error"])
    return reply if reply.state == Reply.State.SENDING else None


def _wait_until(conversation: Conversation, reply: Reply, number: str, *, at: datetime) -> datetime | None:
    """When it may go out, unless that is now: the number's pause, a doubtful claim, the person's and our own pace."""
    pause = Pause.objects.filter(number=number, until__gt=at).first()
    if pause:
        return pause.until
    if reply.state == Reply.State.SENDING and reply.claimed_at and (until := _doubtful_until(reply.claimed_at, at=at)):
        return until
    recent = conversation.replies.filter(claimed_at__gt=at - BURST_TIME).exclude(pk=reply.pk)
    if recent.count() >= settings.WHATSAPP_BURST:
        return at + BURST_TIME / settings.WHATSAPP_BURST
    second = timedelta(seconds=1)
    return at + second if Reply.objects.filter(claimed_at__gt=at - second).count() >= PER_SECOND else None


def _doubtful_until(claimed_at: datetime, *, at: datetime) -> datetime | None:
    """When to look again at a claim without an outcome: not before the receipts that came since have been read."""
    if claimed_at > at - _doubt():
        return claimed_at + _doubt()
    since = max(claimed_at, at - timedelta(hours=1))  # a webhook that cannot be split must not hold it for ever
    is_unread = Inbound.objects.filter(split_at=None, received_at__gte=since).exists()
    return at + timedelta(seconds=2) if is_unread else None


def _doubt() -> timedelta:
    """How long a claim without an outcome is left alone: WhatsApp's receipts take seconds."""
    return timedelta(seconds=settings.WHATSAPP_DOUBT)


def _send(reply: Reply, *, through: CloudApi) -> None:
    """Asks WhatsApp, with no transaction open, and keeps what it said."""
    try:
        sent = _ask(reply, through)
    except ApiPaused as paused:
        log.error("whatsapp.paused", code=paused.code, seconds=paused.seconds)  # noqa: TRY400 -- no trace: it may hold words
        _pause(through.account.phone_id, paused)
        _put_back(reply, paused.code, seconds=paused.seconds)
    except ApiBusy as busy:
        _put_back(reply, busy.code, seconds=busy.seconds)
    except GatewayRefused as refused:
        _keep(reply, state=Reply.State.FAILED, error=refused.code)
        log.warning("reply.refused", reply=str(reply.pk), code=refused.code)
    except CaseUnknown:
        _keep(reply, state=Reply.State.FAILED, error="no_letter")
    except GatewayUnknown:
        queue_sending(reply.conversation, at=timezone.now() + _doubt())
    else:
        _keep(reply, state=Reply.State.ACCEPTED, wamid=sent.message_id)


def _ask(reply: Reply, api: CloudApi) -> Sent:
    to, key = address_of(reply.conversation), str(reply.pk)
    message = _with_letter(reply, from_json(reply.content), api)
    try:
        return api.send_to(to, message, key=key)
    except WindowClosed:
        return api.send_to(to, _invite_instead(reply), key=key)


def _with_letter(reply: Reply, message: Outgoing, api: CloudApi) -> Outgoing:
    """A letter goes along as a file. Raises CaseUnknown."""
    letter = read_carried(reply)
    if letter is None:
        return message
    data, filename = letter
    media_id = api.upload(data, media_type="application/pdf", filename=filename)
    return replace(message, document=Document(media_id, filename))


def _invite_instead(reply: Reply) -> Outgoing:
    """The template that may still go, kept before it goes: else its receipt would be taken for one of the letter."""
    office = reply.conversation.office
    invitation = Outgoing("", template=Template(BACK_SOON, (office.name if office else "Tuntas",)))
    reply.content = to_json(invitation)
    reply.save(update_fields=["content"])
    return invitation


@transaction.atomic
def _keep(reply: Reply, *, state: str, error: str = "", wamid: str = "") -> None:
    """A receipt may have been quicker than this: then it knows more."""
    locked = Reply.objects.select_for_update().get(pk=reply.pk)
    if wamid:
        locked.wamid_index = blind_index("wamid", wamid)
    if locked.state == Reply.State.SENDING:
        locked.state, locked.error = state, error[:40]
    locked.save(update_fields=["state", "error", "wamid_index"])


@transaction.atomic
def _put_back(reply: Reply, code: str, *, seconds: int) -> None:
    rows = Reply.objects.filter(pk=reply.pk, state=Reply.State.SENDING)
    rows.update(state=Reply.State.WAITING, error=code[:40], claimed_at=None)
    queue_sending(reply.conversation, at=timezone.now() + timedelta(seconds=seconds))


def _pause(number: str, paused: ApiPaused) -> None:
    until = timezone.now() + timedelta(seconds=paused.seconds)
    Pause.objects.update_or_create(number=number, defaults={"until": until, "code": paused.code[:20]})
