"""What became of an attempt: taken, down, refused or unknown, and the way that the notice takes next."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import QuerySet

from tuntas.gateways.messages import Channel, Sent, Status
from tuntas.gateways.sms import count_parts
from tuntas.notices import consent, texts
from tuntas.notices.costs import charge
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.reaching import find_next_route, get_recipient
from tuntas.notices.wording import write
from tuntas.vault.keys import blind_index
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import update

STATE_OF: Final = {
    Status.ACCEPTED: Notice.State.SENT,
    Status.SENT: Notice.State.SENT,
    Status.DELIVERED: Notice.State.DELIVERED,
    Status.READ: Notice.State.READ,
}
# Until a provider took the message, what we learn about an attempt still decides the notice's way.
OPEN: Final = (Notice.State.WAITING, Notice.State.UNKNOWN)

log = structlog.get_logger(__name__)


@transaction.atomic
def keep_sent(attempt: Attempt, *, sent: Sent, at: datetime) -> None:
    """The provider has the message; its id is what later receipts name."""
    notice = lock(attempt)
    attempt.message_id = blind_index("wamid", sent.message_id)
    attempt.reached, attempt.reached_at = attempt.reached or sent.status.value, attempt.reached_at or at
    _end(attempt, Attempt.State.TAKEN, at=at)
    if attempt.channel == Channel.SMS:
        charge_notice(attempt, notice, category="sms", parts=count_parts(notice.body), at=at)
    if notice.state in OPEN:
        notice.state, notice.sent_at, notice.error = STATE_OF[sent.status], at, ""
        update(notice, "state", "sent_at", "error")


@transaction.atomic
def keep_doubt(attempt: Attempt, *, at: datetime) -> None:
    """Nobody knows whether the person has it: the notice waits for a receipt or a human, see `receipts`."""
    notice = lock(attempt)
    _end(attempt, Attempt.State.UNKNOWN, at=at)
    if notice.state == Notice.State.WAITING:
        notice.state, notice.error = Notice.State.UNKNOWN, "unknown"
        notice.save(update_fields=["state", "error"])
    log.warning("notice.unknown", notice=str(notice.pk), channel=attempt.channel)


@transaction.atomic
def keep_down(attempt: Attempt, *, at: datetime, is_pause: bool = False) -> None:
    """Nothing went out; the same channel gets another try. A pause that holds for everybody does not count as one."""
    notice = lock(attempt)
    attempt.tries -= 1 if is_pause else 0
    _end(attempt, Attempt.State.DOWN, at=at)
    if notice.state == Notice.State.UNKNOWN:
        notice.state, notice.error = Notice.State.WAITING, ""
        notice.save(update_fields=["state", "error"])


@transaction.atomic
def turn_to_next(attempt: Attempt, *, channels: Collection[Channel], code: str, at: datetime) -> None:
    """This channel will not do it: the notice is rewritten for the person's next one, or has FAILED."""
    notice = lock(attempt)
    attempt.error = code[:40]
    _end(attempt, Attempt.State.REFUSED, at=at)
    log.warning("notice.refused", notice=str(notice.pk), channel=attempt.channel, code=attempt.error)
    if notice.state in OPEN:
        reroute(notice, channels=channels, code=attempt.error)


def reroute(notice: Notice, *, channels: Collection[Channel], code: str) -> None:
    """Readdresses a locked notice to the way after its present one; none left means FAILED."""
    recipient = get_recipient(notice.case.application, person=notice.person)
    is_essential = texts.TEMPLATES[notice.template].is_essential
    allowed, _is_stopped = consent.list_allowed(
        channels, phone=recipient.phone, mail=recipient.mail, is_essential=is_essential
    )
    route = find_next_route(recipient, channels=allowed, after=notice.channel)
    notice.error = code
    if route is None:
        notice.state = Notice.State.FAILED
    else:
        words = write(notice.template, channel=route.channel, params=notice.params, language=notice.language)
        notice.state, notice.channel, notice.address = Notice.State.WAITING, route.channel, route.address
        notice.reach_index = consent.index_of(route.address)
        notice.subject, notice.body = words.subject, words.body
    notice.save(update_fields=["state", "channel", "address", "reach_index", "subject", "body", "error"])


def lock(attempt: Attempt) -> Notice:
    """The attempt's notice as it is now, held until the transaction ends."""
    return _notices.get(attempt.notice_id)


@prepared
def _notices(notice: UUID) -> QuerySet[Notice]:
    return Notice.objects.select_for_update().filter(pk=notice)


def _end(attempt: Attempt, state: Attempt.State, *, at: datetime) -> None:
    attempt.state, attempt.ended_at = state, at
    update(attempt, "state", "ended_at", "message_id", "error", "tries", "reached", "reached_at")


def charge_notice(attempt: Attempt, notice: Notice, *, category: str, parts: int, at: datetime) -> None:
    """Writes down what an attempt cost, once."""
    charge(
        f"notice:{attempt.pk}",
        channel=attempt.channel,
        category=category,
        parts=parts,
        office=notice.office_id,
        application=notice.case.application_id,
        at=at,
    )
