"""What providers and people tell us later about a message: delivered, read, failed, or that it never went out."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction

from tuntas.gateways.messages import Channel, Status
from tuntas.notices.announcing import queue
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.outcomes import OPEN, STATE_OF, lock, reroute

_ORDER: Final = (
    Notice.State.WAITING,
    Notice.State.UNKNOWN,
    Notice.State.FAILED,
    Notice.State.SENT,
    Notice.State.DELIVERED,
    Notice.State.READ,
)


@transaction.atomic
def take_receipt(message_id: str, *, status: Status, channels: Collection[Channel], at: datetime) -> Notice | None:
    """Keeps a provider's receipt; none when no message has this id.

    Receipts repeat and overtake each other: a notice only ever moves forward, and a delivery beats a failure. A
    failure of the channel in use turns the notice to the person's next one.
    """
    attempt = Attempt.objects.filter(message_id=message_id).exclude(message_id="").first()
    if attempt is None:
        return None
    notice = lock(attempt)
    if status == Status.FAILED:
        _take_failure(notice, attempt, channels=channels)
    elif _ORDER.index(STATE_OF[status]) > _ORDER.index(Notice.State(notice.state)):
        notice.state, notice.sent_at = STATE_OF[status], notice.sent_at or at
        notice.save(update_fields=["state", "sent_at"])
    return notice


def _take_failure(notice: Notice, attempt: Attempt, *, channels: Collection[Channel]) -> None:
    attempt.state = Attempt.State.REFUSED
    attempt.save(update_fields=["state"])
    if notice.state in (*OPEN, Notice.State.SENT) and notice.channel == attempt.channel:
        reroute(notice, channels=channels, code="failed_later")
        if notice.state == Notice.State.WAITING:
            queue(notice)


@transaction.atomic
def settle(notice: Notice, *, reached: bool, at: datetime) -> Notice:
    """Decides an UNKNOWN notice once somebody knows: it reached the person, or it never went out and is sent again."""
    notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != Notice.State.UNKNOWN:
        return notice
    notice.error = ""
    if reached:
        notice.state, notice.sent_at = Notice.State.SENT, at
    else:
        notice.state = Notice.State.WAITING
        notice.attempts.filter(channel=notice.channel).update(state=Attempt.State.DOWN)
        queue(notice)
    notice.save(update_fields=["state", "sent_at", "error"])
    return notice
