"""Numbers and addresses that behave badly on purpose, so that demonstrations and tests meet every outcome.

The shipped fakes keep nothing: what they "sent" is the notice itself, which the outbox page shows. Whatever process
asks, the same ending gives the same outcome.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown

NOT_ON_WHATSAPP = "0000001"
NOBODY = "0000002"
AWAY = "0000003"
SILENT = "0000004"


def check_outcome(message: Message) -> None:
    """Raises what the ending of the address stands for; a mail address counts with its part before the @."""
    name = message.to.partition("@")[0]
    if name.endswith(NOBODY):
        raise GatewayRefused(_("Alamat ini tidak dapat menerima pesan."), code="unreachable")
    if name.endswith(AWAY):
        raise GatewayDown(_("Penyedia pesan sedang tidak dapat dihubungi."))
    if name.endswith(SILENT):
        raise GatewayUnknown(_("Penyedia pesan tidak menjawab."))


@dataclass(frozen=True)
class OutboxGateway:
    """`outbox:` the message stays on this computer, where the outbox page shows it: delivered at once."""

    drops_doubles: bool = True

    def send(self, message: Message) -> Sent:
        """Accepts everything but the endings above."""
        check_outcome(message)
        return Sent(f"outbox-{message.key}", Status.DELIVERED)
