"""WhatsApp for notices: the simulated phone of a demonstration, and the Cloud API behind the same interface."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.refusals import GatewayRefused
from tuntas.gateways.simulated import NOT_ON_WHATSAPP, check_outcome
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_api import CloudApi

BODY_LIMIT: Final = 4096  # characters of a text body
UNDELIVERABLE: Final = "131026"  # no WhatsApp, an old app, or terms not accepted
BAD_PARAMETER: Final = "131009"


def check_body(text: str) -> None:
    """Raises GatewayRefused for a text that the Cloud API would not take."""
    if not text.strip() or len(text) > BODY_LIMIT:
        raise GatewayRefused(_("Panjang pesan WhatsApp di luar batas."), code=BAD_PARAMETER)


@dataclass(frozen=True)
class SimulatedPhone:
    """`simulator:` a phone in the browser. It takes a message as the real thing does: sent first, delivered later."""

    drops_doubles: bool = True

    def send(self, message: Message) -> Sent:
        """The message's id has the shape of a wamid, and one number ending is not on WhatsApp."""
        check_body(message.text)
        check_outcome(message)
        if message.to.endswith(NOT_ON_WHATSAPP):
            raise GatewayRefused(_("Nomor ini tidak memakai WhatsApp."), code=UNDELIVERABLE)
        return Sent(f"wamid.simulator.{message.key}", Status.SENT)


def open_cloud_api(url: str) -> CloudApi:
    """The Cloud API of the settings, of which the URL is one. Raises ImproperlyConfigured for one with a password."""
    if "@" in urlsplit(url).netloc:
        raise ImproperlyConfigured(
            "TUNTAS_WHATSAPP_URL holds a name or password; put the key into TUNTAS_WHATSAPP_TOKEN"
        )
    return CloudApi(read_account())
