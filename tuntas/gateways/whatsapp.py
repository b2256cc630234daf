"""WhatsApp for notices: the Cloud API, and the simulated phones of a demonstration behind the same interface."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.simulated import AWAY, NOBODY, NOT_ON_WHATSAPP, SILENT
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_api import CloudApi
from tuntas.gateways.whatsapp_emulator import open_emulator

_ODD: Final = (NOT_ON_WHATSAPP, NOBODY, AWAY, SILENT)


@dataclass(frozen=True)
class SimulatedPhone:
    """`simulator:` the phones in the browser, through the Cloud API's own protocol and its emulator.

    Whoever is written to gets a phone on the table, so that a visitor sees what their own number would receive. The
    emulator drops doubles by our key, which the real one cannot.
    """

    drops_doubles: bool = True

    def send(self, message: Message) -> Sent:
        """Lays the message on the phone. Raises as the real API does, for the endings of `simulated`."""
        emulator = open_emulator()
        before = emulator.book.find_line(message.key)
        if before:
            return Sent(before.id, Status.ACCEPTED)
        if not message.to.endswith(_ODD) and emulator.book.find_person(message.to) is None:
            emulator.book.add_person(f"…{message.to[-4:]}", phone=message.to)
        return CloudApi(emulator.account, emulator).send(message)


def open_cloud_api(url: str) -> CloudApi:
    """The Cloud API of the settings, of which the URL is one. Raises ImproperlyConfigured for one with a password."""
    if "@" in urlsplit(url).netloc:
        raise ImproperlyConfigured(
            "TUNTAS_WHATSAPP_URL holds a name or password; put the key into TUNTAS_WHATSAPP_TOKEN"
        )
    return CloudApi(read_account())
