"""What every message gateway takes and gives, whichever channel it serves."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from tuntas.gateways.whatsapp_outgoing import Template


class Channel(StrEnum):
    """A way to reach a person, in the order in which they are tried."""

    WHATSAPP = "whatsapp"
    SMS = "sms"
    MAIL = "mail"


class Status(StrEnum):
    """How far a message is known to have come, in this order; FAILED may follow ACCEPTED or SENT."""

    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True)
class Message:
    """One message to one address. `key` is the same for every try, so that a provider can drop a double.

    `to` is a number in E.164 or a mail address; `subject`, `html`, `reply_to` and `unsubscribe` (an https address that
    takes a POST, RFC 8058) are for mail only. `template` says the same as `text` to people who did not write to us on
    WhatsApp within the last 24 hours. Whoever prints a message sees its key alone.
    """

    key: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    subject: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    sender_name: str = ""
    reply_to: str = ""
    unsubscribe: str = field(default="", repr=False)
    template: Template | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Sent:
    """The provider took the message: its own id, under which later receipts come, and how far the message is."""

    message_id: str
    status: Status


class Gateway(Protocol):
    """One provider of one channel."""

    @property
    def drops_doubles(self) -> bool:
        """True when sending the same key again reaches the person once."""
        ...

    def send(self, message: Message) -> Sent:
        """Hands the message over. Raises GatewayDown, GatewayRefused or GatewayUnknown."""
        ...
