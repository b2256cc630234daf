"""What may be shown of a message: the masked address, and how far it came, in words for residents and officers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.gateways.messages import Channel, Status
from tuntas.notices.models import Attempt, Notice

CHANNELS: Final[dict[str, str | Promise]] = {
    Channel.WHATSAPP: "WhatsApp",
    Channel.SMS: "SMS",
    Channel.MAIL: _("surel"),
}
_STEPS: Final[dict[str, str | Promise]] = {
    Status.ACCEPTED: _("dikirim"),
    Status.SENT: _("dikirim"),
    Status.DELIVERED: _("sudah sampai"),
    Status.READ: _("sudah dibaca"),
}
_STATES: Final[dict[str, str | Promise]] = {
    Attempt.State.SENDING: _("sedang dikirim"),
    Attempt.State.TAKEN: _("dikirim"),
    Attempt.State.DOWN: _("dicoba lagi"),
    Attempt.State.REFUSED: _("tidak sampai"),
    Attempt.State.UNKNOWN: _("belum pasti sampai"),
}
_RANK: Final = ["", Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.READ]


@dataclass(frozen=True)
class Way:
    """One channel's try: "WhatsApp", "0812 **** 8800", "sudah dibaca"."""

    channel: str
    address: str
    word: str
    at: datetime


def mask_address(address: str) -> str:
    """ "0812 **** 8800" of a number, "a***@contoh.id" of a mail address."""
    name, sign, host = address.partition("@")
    if sign:
        return f"{name[:1]}***@{host}"
    try:
        shown = phonenumbers.format_number(phonenumbers.parse(address, "ID"), phonenumbers.PhoneNumberFormat.NATIONAL)
    except phonenumbers.NumberParseException:
        shown = address
    digits = "".join(sign for sign in shown if sign.isdecimal())
    return f"{digits[:4]} **** {digits[-4:]}" if len(digits) > 9 else "****"


def list_ways(notice: Notice, addresses: dict[str, str]) -> list[Way]:
    """Every channel's try of a notice in order. `addresses` are the person's by channel; attempts come prefetched."""
    order = [channel.value for channel in Channel]
    attempts = sorted(notice.attempts.all(), key=lambda one: order.index(one.channel))
    return [_way(one, addresses.get(one.channel, "")) for one in attempts]


def _way(attempt: Attempt, address: str) -> Way:
    is_reached = attempt.reached in {Status.DELIVERED, Status.READ} or attempt.state == Attempt.State.TAKEN
    word = _STEPS.get(attempt.reached, "") if is_reached else ""
    shown = str(word or _STATES[attempt.state])
    at = attempt.reached_at or attempt.ended_at or attempt.started_at
    return Way(str(CHANNELS[attempt.channel]), mask_address(address), shown, at)


def find_best(attempts: Iterable[Attempt]) -> Attempt | None:
    """The try that came furthest; of equals the last channel."""
    return max(attempts, key=lambda one: (_RANK.index(one.reached), one.started_at), default=None)
