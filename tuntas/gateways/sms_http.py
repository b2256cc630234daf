"""SMS through any provider with an HTTP interface: address, header, fields and the place of its id are settings."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from tuntas.gateways.http import make_client, read_wait
from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.refusals import GatewayDown, GatewayPaused, GatewayRefused, GatewayUnknown
from tuntas.gateways.sms import check_length

_ACCOUNT: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN})
_LATER: Final = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})

log = structlog.get_logger("tuntas.gateways")


@dataclass(frozen=True)
class SmsGateway:
    """One provider. `fields` are what it wants to be told, with {to}, {text} and {key} in their values.

    `id_path` leads to its message id in the answer, "data.0.id"; without one our own key serves. `drops_doubles` is for
    a provider that takes a key and sends it once.
    """

    url: str
    header: str = field(repr=False)
    fields: tuple[tuple[str, str], ...]
    id_path: str = ""
    is_form: bool = False
    with_plus: bool = True
    drops_doubles: bool = False
    transport: httpx.BaseTransport | None = field(default=None, repr=False)

    def send(self, message: Message) -> Sent:
        """Hands one SMS over. Raises GatewayDown, GatewayPaused, GatewayRefused or GatewayUnknown."""
        check_length(message.text)
        answer = self._post(self._fill(message), key=message.key)
        if not answer.is_success:
            raise self._refusal(answer)
        return Sent(self._read_id(answer) or f"sms-{message.key}", Status.ACCEPTED)

    def _fill(self, message: Message) -> dict[str, str]:
        number = message.to if self.with_plus else message.to.lstrip("+")
        values = {"{to}": number, "{text}": message.text, "{key}": message.key}
        return {name: values.get(value, value) for name, value in self.fields}

    def _post(self, body: Mapping[str, str], *, key: str) -> httpx.Response:
        name, _colon, value = self.header.partition(":")
        headers = {"Idempotency-Key": key} | ({name.strip(): value.strip()} if value.strip() else {})
        content: dict[str, Any] = {"data": body} if self.is_form else {"json": body}
        try:
            return make_client(self.transport).post(self.url, headers=headers, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise GatewayDown(_("Penyedia SMS tidak dapat dihubungi.")) from error
        except httpx.HTTPError as error:
            raise self._doubt() from error

    def _doubt(self) -> Exception:
        """No answer to what went out: harmless to repeat where doubles are dropped."""
        if self.drops_doubles:
            return GatewayDown(_("Penyedia SMS tidak menjawab."))
        return GatewayUnknown(_("Penyedia SMS tidak menjawab."))

    def _refusal(self, answer: httpx.Response) -> Exception:
        """What an error asks for. The body of the answer stays here: it may quote the message."""
        code, wait = str(answer.status_code), read_wait(answer, usual=60)
        if answer.status_code in _ACCOUNT:
            log.error("sms.account", status=answer.status_code)
            return GatewayPaused(_("Akun SMS perlu diperiksa pengelola."), code=code, seconds=900)
        if answer.status_code in _LATER:
            return GatewayDown(_("Penyedia SMS meminta kami menunggu."), code=code, seconds=wait)
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or answer.status_code == HTTPStatus.REQUEST_TIMEOUT:
            return self._doubt()
        return GatewayRefused(_("Penyedia SMS tidak menerima pesan ini."), code=code)

    def _read_id(self, answer: httpx.Response) -> str:
        try:
            found: object = answer.json()
            for step in self.id_path.split(".") if self.id_path else []:
                found = found[int(step)] if isinstance(found, list) else found[step]  # type: ignore[index]
        except (ValueError, LookupError, TypeError):
            return ""
        return str(found) if isinstance(found, str | int) else ""


def open_sms(url: str) -> SmsGateway:
    """The provider of the settings, of which the URL is one. Raises ImproperlyConfigured without quoting a secret."""
    if "@" in urlsplit(url).netloc:
        raise ImproperlyConfigured("TUNTAS_SMS_URL holds a name or password; put the key into TUNTAS_SMS_TOKEN")
    return SmsGateway(
        url=url,
        header=settings.SMS_AUTH.replace("{token}", settings.SMS_TOKEN),
        fields=_read_fields(settings.SMS_FIELDS),
        id_path=settings.SMS_ID_PATH,
        is_form=settings.SMS_FORM,
        with_plus=settings.SMS_PLUS,
        drops_doubles=settings.SMS_DROPS_DOUBLES,
    )


def _read_fields(given: str) -> tuple[tuple[str, str], ...]:
    try:
        fields = json.loads(given)
        pairs = tuple((str(name), str(value)) for name, value in fields.items())
    except (ValueError, AttributeError) as error:
        raise ImproperlyConfigured("TUNTAS_SMS_FIELDS is no JSON object of texts") from error
    if not {"{to}", "{text}"} <= {value for _name, value in pairs}:
        raise ImproperlyConfigured("TUNTAS_SMS_FIELDS must have a field {to} and a field {text}")
    return pairs
