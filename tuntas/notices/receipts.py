"""What providers and people tell us later about a message: delivered, read, failed, or that it never went out."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import transaction

from tuntas.gateways.messages import Channel, Status
from tuntas.gateways.whatsapp_errors import is_loud
from tuntas.notices.announcing import queue
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.outcomes import OPEN, STATE_OF, charge_notice, lock, reroute
from tuntas.vault.keys import blind_index

_ORDER: Final = (
    Notice.State.WAITING,
    Notice.State.UNKNOWN,
    Notice.State.FAILED,
    Notice.State.SENT,
    Notice.State.DELIVERED,
    Notice.State.READ,
    Notice.State.TOLD,
)
_REACHED: Final = ("", *(status.value for status in Status if status != Status.FAILED))

log = structlog.get_logger("tuntas.notices")


@dataclass(frozen=True)
class Told:
    """What a receipt says besides how far the message came. `key` is what we gave the message when we sent it."""

    key: str = ""
    code: int = 0
    category: str = ""
    is_billed: bool = False


@transaction.atomic
def take_receipt(
    message_id: str, *, status: Status, channels: Collection[Channel], at: datetime, told: Told | None = None
) -> Notice | None:
    """Keeps a provider's receipt; none when no message has this id or key.

    Receipts repeat and overtake each other: a notice only ever moves forward, and a delivery beats a failure. A
    failure of the channel in use turns the notice to the person's next one. One that comes after the next channel was
    used is kept with its own attempt.
    """
    told = told or Told()
    attempt = _find_attempt(message_id, told.key)
    if attempt is None:
        return None
    notice = lock(attempt)
    _keep_reached(attempt, message_id, status=status, at=at)
    if told.is_billed:
        charge_notice(attempt, notice, category=told.category or "utility", parts=1, at=at)
    if status == Status.FAILED:
        _take_failure(notice, attempt, channels=channels, code=told.code)
    elif _ORDER.index(STATE_OF[status]) > _ORDER.index(Notice.State(notice.state)):
        notice.state, notice.sent_at, notice.error = STATE_OF[status], notice.sent_at or at, ""
        notice.save(update_fields=["state", "sent_at", "error"])
    return notice


def _find_attempt(message_id: str, key: str) -> Attempt | None:
    """By the provider's id, or by our key: the answer to our call may have been lost, or the worker was killed."""
    found = Attempt.objects.filter(message_id=blind_index("wamid", message_id)).first() if message_id else None
    if found or not key:
        return found
    try:
        return Attempt.objects.filter(notice_id=uuid.UUID(key), channel=Channel.WHATSAPP).first()
    except ValueError:
        return None


def _keep_reached(attempt: Attempt, message_id: str, *, status: Status, at: datetime) -> None:
    if message_id:
        attempt.message_id = blind_index("wamid", message_id)
    if status != Status.FAILED:
        if attempt.state in {Attempt.State.SENDING, Attempt.State.UNKNOWN}:
            attempt.state, attempt.ended_at = Attempt.State.TAKEN, at
        if _REACHED.index(status.value) > _REACHED.index(attempt.reached):
            attempt.reached, attempt.reached_at = status.value, at
    attempt.save(update_fields=["message_id", "state", "ended_at", "reached", "reached_at"])


def _take_failure(notice: Notice, attempt: Attempt, *, channels: Collection[Channel], code: int) -> None:
    if is_loud(code):
        log.error("notice.failed_later", notice=str(notice.pk), code=code)
    if attempt.reached in {Status.DELIVERED.value, Status.READ.value}:
        return
    attempt.state, attempt.error = Attempt.State.REFUSED, str(code) if code else "failed_later"
    attempt.save(update_fields=["state", "error"])
    if notice.state in (*OPEN, Notice.State.SENT) and notice.channel == attempt.channel:
        reroute(notice, channels=channels, code=attempt.error)
        if notice.state == Notice.State.WAITING:
            queue(notice)
