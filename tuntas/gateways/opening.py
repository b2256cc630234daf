"""Which gateway a setting's URL means: the only place that knows the schemes."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from tuntas.gateways.mail import read_smtp_url
from tuntas.gateways.messages import Channel, Gateway
from tuntas.gateways.simulated import OutboxGateway
from tuntas.gateways.sms import OutboxSms
from tuntas.gateways.sms_http import open_sms
from tuntas.gateways.whatsapp import SimulatedPhone, open_cloud_api

Opener: TypeAlias = Callable[[str], Gateway]

SCHEMES: Final[Mapping[Channel, Mapping[str, Opener]]] = {
    Channel.WHATSAPP: {"simulator": lambda _url: SimulatedPhone(), "https": open_cloud_api},
    Channel.SMS: {"outbox": lambda _url: OutboxSms(), "https": open_sms},
    Channel.MAIL: {"outbox": lambda _url: OutboxGateway(), "smtp": read_smtp_url, "smtps": read_smtp_url},
}
_FAKES: Final = frozenset({"outbox", "simulator"})


def open_gateway(channel: Channel, url: str) -> Gateway:
    """The gateway that a URL means. Raises ImproperlyConfigured without the URL: it may hold a password."""
    known = SCHEMES[channel]
    scheme = urlsplit(url).scheme
    if scheme not in known:
        choices = ", ".join(f"{name}:" for name in known)
        raise ImproperlyConfigured(
            f"TUNTAS_{channel.name}_URL begins with {scheme or 'nothing'}:, which no gateway answers to; use {choices}"
        )
    return known[scheme](url)


def open_gateways(urls: Mapping[Channel, str]) -> dict[Channel, Gateway]:
    """The gateways in the order in which people are tried; an empty URL means that the office has no such channel."""
    return {channel: open_gateway(channel, urls[channel]) for channel in Channel if urls.get(channel)}


def is_fake(url: str) -> bool:
    """True for a URL whose messages never leave this computer: fine for a demonstration, not for a real office."""
    return urlsplit(url).scheme in _FAKES
