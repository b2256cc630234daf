"""The Cloud API by its verbs: send a message, upload a PDF, fetch what somebody photographed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

import httpx
import structlog
from django.utils.translation import gettext as _

from tuntas.gateways.http import make_client, read_wait
from tuntas.gateways.messages import Message, Sent, Status
from tuntas.gateways.refusals import GatewayDown, GatewayPaused, GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_account import Account
from tuntas.gateways.whatsapp_errors import Answer, answer_to, is_loud
from tuntas.gateways.whatsapp_outgoing import Address, Outgoing, Wording, make_payload

MEDIA_LIMIT: Final = 25 * 1024 * 1024
MEDIA_TYPES: Final = ("image/", "application/pdf")

log = structlog.get_logger("tuntas.gateways")


class ApiPaused(GatewayPaused):
    """The whole number must keep silent for `seconds`: too much was sent, or the account needs an operator."""


class ApiBusy(GatewayDown):
    """This person gets messages too fast, or WhatsApp stumbled: the same message again after `seconds`."""

    def __init__(self, message: str, *, code: str = "", seconds: int = 10) -> None:
        super().__init__(message, code=code, seconds=seconds)


class WindowClosed(GatewayRefused):
    """More than 24 hours since the person wrote: only an approved template passes."""


class MediaGone(Exception):
    """The file cannot be fetched any more: its id is older than seven days or was never ours."""


class MediaUnfit(Exception):
    """The file is larger than we take, of a kind that we do not read, or not what its checksum says."""


@dataclass(frozen=True)
class CloudApi:
    """One number of the Cloud API, or of a solution provider that speaks its dialect.

    The API knows no idempotency key, so an unanswered request is GatewayUnknown until a status brings its key back.
    """

    account: Account
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    drops_doubles: bool = False

    def send(self, message: Message) -> Sent:
        """The `Gateway` protocol of the notices. Raises GatewayDown, GatewayRefused, GatewayUnknown."""
        content = Outgoing(message.text, template=message.template)
        return self.send_to(Address(phone=message.to), content, key=message.key)

    def send_to(self, to: Address, message: Outgoing, *, key: str) -> Sent:
        """Sends one message. Raises WindowClosed, ApiBusy, ApiPaused, GatewayRefused or GatewayUnknown."""
        payload = make_payload(message, to=to, key=key)
        answer = self._call("POST", self.account.address("messages"), json=payload)
        rows = answer.get("messages")
        message_id = rows[0].get("id") if isinstance(rows, list) and rows and isinstance(rows[0], Mapping) else None
        if not message_id:
            raise GatewayUnknown(_("Penyedia pesan tidak menjawab dengan nomor pesan."))
        return Sent(str(message_id), Status.ACCEPTED)

    def upload(self, data: bytes, *, media_type: str, filename: str) -> str:
        """Hands a file to the API and returns its media id there. Raises as `send_to`."""
        files = {"file": (filename, data, media_type)}
        form = {"messaging_product": "whatsapp", "type": media_type}
        return str(self._call("POST", self.account.address("media"), data=form, files=files).get("id", ""))

    def list_templates(self) -> dict[tuple[str, str], str]:
        """The account's templates: {(name, language): "APPROVED", "PENDING", "REJECTED" ...}. Raises as `send_to`."""
        rows = self._call("GET", self.account.template_address, params={"limit": 500}).get("data", [])
        return {(str(row["name"]), str(row["language"])): str(row["status"]) for row in rows}

    def submit_template(self, template: Wording) -> str:
        """Hands a template in for approval and returns what becomes of it at once. Raises as `send_to`."""
        return str(self._call("POST", self.account.template_address, json=template.to_json()).get("status", "PENDING"))

    def fetch(self, media_id: str) -> bytes:
        """The bytes of a file that somebody sent. Its address lives five minutes, so it is asked for each time.

        Raises MediaGone, MediaUnfit, GatewayDown.
        """
        if not media_id.isascii() or not media_id.replace("-", "").replace("_", "").isalnum():
            raise MediaGone("id")
        try:
            about = self._call("GET", f"{self.account.root}/{media_id}")
        except GatewayRefused as refusal:
            raise MediaGone(refusal.code) from refusal
        except GatewayUnknown as unknown:
            raise GatewayDown(str(unknown)) from unknown
        _check_media(about, hosts=(*self.account.media_hosts, urlsplit(self.account.root).hostname or ""))
        data = self._download(str(about["url"]))
        if about.get("sha256") and hashlib.sha256(data).hexdigest() != about["sha256"]:
            raise MediaUnfit("sha256")
        return data

    def _call(self, method: str, url: str, **content: Any) -> dict[str, Any]:
        try:
            answer = self._client.request(method, url, headers=self.account.headers, **content)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise ApiBusy(_("WhatsApp sedang tidak dapat dihubungi.")) from error
        except httpx.HTTPError as error:
            raise GatewayUnknown(_("WhatsApp tidak menjawab.")) from error
        body = _json(answer)
        if answer.is_success and "error" not in body:
            return body
        raise _error(answer, body)

    def _download(self, url: str) -> bytes:
        data = bytearray()
        try:
            with self._client.stream("GET", url, headers=self.account.headers) as answer:
                if answer.status_code in {401, 403, 404, 410}:
                    raise ApiBusy(_("Alamat berkas sudah kedaluwarsa."), seconds=5)
                if not answer.is_success:
                    raise ApiBusy(_("Berkas belum dapat diambil."))
                for piece in answer.iter_bytes():
                    data += piece
                    if len(data) > MEDIA_LIMIT:
                        raise MediaUnfit("size")
        except httpx.HTTPError as error:
            raise ApiBusy(_("Berkas belum dapat diambil.")) from error
        return bytes(data)

    @property
    def _client(self) -> httpx.Client:
        return make_client(self.transport)


def _check_media(about: Mapping[str, Any], *, hosts: tuple[str, ...]) -> None:
    size, kind = about.get("file_size"), str(about.get("mime_type", ""))
    url = urlsplit(str(about.get("url", "")))
    if isinstance(size, int) and size > MEDIA_LIMIT:
        raise MediaUnfit("size")
    if not kind.startswith(MEDIA_TYPES):
        raise MediaUnfit("type")
    if url.scheme != "https" or url.hostname not in hosts:
        raise MediaUnfit("host")  # our token goes nowhere but to the provider


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _error(answer: httpx.Response, body: Mapping[str, Any]) -> Exception:
    """The refusal that an error answer stands for. Titles and details stay here: they may quote the message."""
    raw = body.get("error")
    found = raw.get("code") if isinstance(raw, Mapping) else None
    code = found if isinstance(found, int) else -1
    if is_loud(code, http_status=answer.status_code):
        log.error("whatsapp.error", code=code, status=answer.status_code)
    text = str(code)
    match answer_to(code, http_status=answer.status_code):
        case Answer.TEMPLATE:
            return WindowClosed(_("Sudah lebih dari 24 jam sejak pesan terakhir."), code=text)
        case Answer.WAIT:
            return ApiBusy(_("WhatsApp meminta kami menunggu."), code=text, seconds=read_wait(answer, usual=10))
        case Answer.PAUSE:
            return ApiPaused(
                _("WhatsApp membatasi nomor ini."),
                code=text,
                seconds=read_wait(answer, usual=300 if code == 131048 else 60),
            )
        case Answer.STOP:
            return ApiPaused(_("Akun WhatsApp perlu diperiksa pengelola."), code=text, seconds=900)
    return GatewayRefused(_("WhatsApp tidak menerima pesan ini."), code=text)
