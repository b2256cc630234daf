"""Splits webhooks into messages, each counted once, and passes receipts on to whoever sent the message."""

import uuid
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import Application
from tuntas.chat.carrying import hand_over_carried
from tuntas.chat.models import Conversation, Inbound, Message, Reply
from tuntas.chat.people import get_conversation
from tuntas.gateways.messages import Channel, Status
from tuntas.gateways.whatsapp_incoming import Incoming, Receipt, read_messages, read_receipts
from tuntas.jobs.queue import enqueue
from tuntas.notices.costs import charge
from tuntas.notices.reaching import list_channels
from tuntas.notices.receipts import Told, take_receipt
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

FETCHED: Final = frozenset({"image", "document"})
KEPT: Final = timedelta(days=30)
_ORDER: Final = (
    Reply.State.WAITING, Reply.State.SENDING, Reply.State.FAILED, Reply.State.ACCEPTED, Reply.State.SENT,
    Reply.State.DELIVERED, Reply.State.READ,
)  # fmt: skip
_CAME: Final = frozenset({Reply.State.DELIVERED, Reply.State.READ})
_STATE_OF: Final = {
    Status.ACCEPTED: Reply.State.ACCEPTED,
    Status.SENT: Reply.State.SENT,
    Status.DELIVERED: Reply.State.DELIVERED,
    Status.READ: Reply.State.READ,
    Status.FAILED: Reply.State.FAILED,
}


def split_inbound(payload: Json) -> None:
    """The job: {"inbound": id}. Safe to repeat: a message that was seen before is left alone."""
    inbound = Inbound.objects.filter(pk=payload["inbound"]).first()
    if inbound is None or inbound.split_at:
        return
    for message in read_messages(inbound.payload):
        keep_message(message, at=inbound.received_at)
    for receipt in read_receipts(inbound.payload):
        keep_receipt(receipt, at=inbound.received_at)
    inbound.split_at = timezone.now()
    inbound.save(update_fields=["split_at"])


@transaction.atomic
def keep_message(incoming: Incoming, *, at: datetime) -> None:
    """One message in a transaction of its own, so that an odd one does not take the others with it."""
    index = blind_index("wamid", incoming.id)
    if Message.objects.filter(wamid_index=index).exists():
        return
    conversation = get_conversation(incoming)
    if conversation is None:
        return
    is_file = incoming.kind in FETCHED and bool(incoming.media_id) and takes_photos(conversation)
    message = Message(
        conversation=conversation,
        wamid_index=index,
        content=asdict(incoming),
        state=Message.State.FETCHING if is_file else Message.State.READY,
        sent_at=incoming.sent_at,
        received_at=at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
    if is_file:
        enqueue("fetch_media", payload={"message": str(message.pk)}, queue="media", dedupe_key=f"media:{message.pk}")
    else:
        queue_answer(conversation)


def takes_photos(conversation: Conversation) -> bool:
    """Whether the office lets people send photos of their papers in the chat."""
    return bool(conversation.office and conversation.office.switches.get("chat_photos"))


def queue_answer(conversation: Conversation, *, at: datetime | None = None) -> None:
    """Queues the answer to whatever is unanswered then."""
    pk = str(conversation.pk)
    enqueue("answer_chat", payload={"conversation": pk}, at=at, dedupe_key=f"chat:{pk}")


@transaction.atomic
def keep_receipt(receipt: Receipt, *, at: datetime) -> None:
    """A receipt of a reply or of a notice; they repeat and overtake each other, so a reply only moves forward."""
    reply = _find_reply(receipt)
    if reply is None:
        told = Told(receipt.key, receipt.code, receipt.category, receipt.is_billed)
        take_receipt(receipt.message_id, status=receipt.status, channels=list_channels(), at=at, told=told)
        return
    if receipt.is_billed:
        _charge(reply, receipt, at=at)
    had_come, state = reply.state in _CAME, _STATE_OF[receipt.status]
    if _ORDER.index(state) > _ORDER.index(Reply.State(reply.state)) or _is_late_failure(reply, state):
        reply.state = state
    reply.error = str(receipt.code) if receipt.code else reply.error
    reply.is_billed = reply.is_billed or receipt.is_billed
    reply.wamid_index = blind_index("wamid", receipt.message_id)
    reply.save(update_fields=["state", "error", "is_billed", "wamid_index"])
    if reply.state in _CAME and not had_come:
        hand_over_carried(reply, at=at)


def _charge(reply: Reply, receipt: Receipt, *, at: datetime) -> None:
    """What a reply cost, for the office and, once there is one, the application that the conversation is about."""
    conversation = reply.conversation
    sent = Application.objects.filter(receipt=str(conversation.state.get("receipt", ""))).first()
    charge(
        f"reply:{reply.pk}",
        channel=Channel.WHATSAPP,
        category=receipt.category or "service",
        office=conversation.office_id,
        application=sent.pk if sent else None,
        at=at,
    )


def _is_late_failure(reply: Reply, state: str) -> bool:
    return state == Reply.State.FAILED and reply.state in {Reply.State.ACCEPTED, Reply.State.SENT}


def _find_reply(receipt: Receipt) -> Reply | None:
    """By what WhatsApp calls the message, or by the key that we gave it: the answer to our call may have been lost."""
    rows = Reply.objects.select_for_update()
    found = rows.filter(wamid_index=blind_index("wamid", receipt.message_id)).first()
    if found or not receipt.key:
        return found
    try:
        return rows.filter(pk=uuid.UUID(receipt.key)).first()
    except ValueError:
        return None


def forget_old_chats(at: datetime) -> int:
    """Deletes webhooks, handled messages and sent replies after thirty days; returns how many.

    UU 27/2022: personal data is kept no longer than needed.
    """
    old = at - KEPT
    deleted = Inbound.objects.filter(received_at__lt=old).delete()[0]
    deleted += Message.objects.filter(received_at__lt=old, state=Message.State.HANDLED).delete()[0]
    return deleted + Reply.objects.filter(created_at__lt=old).delete()[0]
