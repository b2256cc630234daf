"""The WhatsApp account of this installation: where the API is, how it wants to be called, and our secrets."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings

SIMULATOR: Final = "simulator:"
MEDIA_HOSTS: Final = ("lookaside.fbsbx.com", "graph.facebook.com")


@dataclass(frozen=True)
class Account:
    """`path` and `auth` are templates, because solution providers differ: with or without {phone_id} in the path,
    "Authorization: Bearer {token}" or "D360-API-KEY: {token}". Several app secrets are for the days of a rotation.
    """

    base_url: str
    phone_id: str
    token: str = field(repr=False)
    secrets: tuple[str, ...] = field(repr=False)
    verify_token: str = field(repr=False)
    path: str = "{phone_id}/messages"
    auth: str = "Authorization: Bearer {token}"
    media_hosts: tuple[str, ...] = MEDIA_HOSTS
    business_id: str = ""

    @property
    def is_simulated(self) -> bool:
        """True where the other end is our own emulator."""
        return self.base_url.startswith(SIMULATOR)

    @property
    def root(self) -> str:
        """The address before the path; the emulator has one of its own, which leads nowhere."""
        return "https://simulator.invalid/v25.0" if self.is_simulated else self.base_url.rstrip("/")

    @property
    def headers(self) -> dict[str, str]:
        """The header that proves who calls."""
        name, _colon, value = self.auth.partition(":")
        return {name.strip(): value.strip().format(token=self.token)}

    @property
    def template_address(self) -> str:
        """Where templates are listed and handed in: they belong to the business account, not to the number."""
        return f"{self.root}/{self.business_id}/message_templates"

    def address(self, what: str) -> str:
        """Where "messages" or "media" are posted to."""
        return f"{self.root}/{self.path.format(phone_id=self.phone_id).removesuffix('messages')}{what}"


def read_account() -> Account:
    """The account that the settings describe; a simulated one gets secrets of its own, derived from SECRET_KEY."""
    url = settings.WHATSAPP_URL or SIMULATOR
    if url.startswith(SIMULATOR):
        secrets = (_derive("secret"),)
        return Account(
            SIMULATOR, "100000000000001", _derive("token"), secrets, _derive("verify"), business_id="100000000000002"
        )
    return Account(
        base_url=url,
        phone_id=settings.WHATSAPP_PHONE_ID,
        token=settings.WHATSAPP_TOKEN,
        secrets=tuple(part.strip() for part in settings.WHATSAPP_APP_SECRET.split(",") if part.strip()),
        verify_token=settings.WHATSAPP_VERIFY_TOKEN,
        path=settings.WHATSAPP_PATH,
        auth=settings.WHATSAPP_AUTH,
        media_hosts=tuple(part.strip() for part in settings.WHATSAPP_MEDIA_HOSTS.split(",") if part.strip()),
        business_id=settings.WHATSAPP_BUSINESS_ID,
    )


def _derive(purpose: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"whatsapp-{purpose}".encode(), hashlib.sha256).hexdigest()
