"""SMS: how long a text is on the air, and the fake; a real provider is in `sms_http`."""

from dataclasses import dataclass
from math import ceil
from typing import Final

from django.utils.translation import gettext as _

from tuntas.gateways.messages import Message, Sent
from tuntas.gateways.refusals import GatewayRefused
from tuntas.gateways.simulated import OutboxGateway

# 3GPP TS 23.038: the basic alphabet costs one septet a character, its extension table two; all else makes it UCS-2.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
PARTS_LIMIT: Final = 4


def count_parts(text: str) -> int:
    """How many SMS a text costs: 160 septets, or 153 each when split; 70 or 67 UTF-16 units once a character is odd."""
    if all(character in _BASIC or character in _EXTENDED for character in text):
        length, single, split = sum(2 if character in _EXTENDED else 1 for character in text), 160, 153
    else:
        length, single, split = len(text.encode("utf-16-be")) // 2, 70, 67
    return 1 if length <= single else ceil(length / split)


def check_length(text: str) -> None:
    """Raises GatewayRefused for what a network would refuse: nothing to say, or more than a chain of parts carries."""
    if not text.strip() or count_parts(text) > PARTS_LIMIT:
        raise GatewayRefused(_("Panjang SMS di luar batas."), code="length")


@dataclass(frozen=True)
class OutboxSms:
    """`outbox:` an SMS that the outbox page shows."""

    drops_doubles: bool = True

    def send(self, message: Message) -> Sent:
        """Refuses what a network would refuse."""
        check_length(message.text)
        return OutboxGateway().send(message)
