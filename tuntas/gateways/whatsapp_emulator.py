"""The Cloud API in our own hands: an httpx transport that answers like it, limits and refusals included."""

import json
import re
import secrets
from collections.abc import Sequence
from email import message_from_bytes
from email.policy import HTTP
from functools import cache
from typing import Any, Final

import httpx

from tuntas.gateways.simulated import AWAY, NOBODY, NOT_ON_WHATSAPP, SILENT
from tuntas.gateways.whatsapp_account import Account, read_account
from tuntas.gateways.whatsapp_api import CloudApi
from tuntas.gateways.whatsapp_outgoing import (
    BODY_LIMIT,
    BUTTON_TITLE,
    BUTTONS,
    ROW_HINT,
    ROW_ID,
    ROW_TITLE,
    ROWS,
    TEXT_LIMIT,
)
from tuntas.gateways.whatsapp_phonebook import Line, Person, Phonebook

WINDOW: Final = 24 * 3600  # seconds in which we may answer freely
URL_LIFE: Final = 300  # seconds a file's address lives
_VARIABLE: Final = re.compile(r"\{\{(\d+)\}\}")
_ENDINGS: Final = {NOT_ON_WHATSAPP: (400, 131026), NOBODY: (400, 131026), AWAY: (503, 131016)}


class _Refused(Exception):
    def __init__(self, code: int, *, status: int = 400) -> None:
        super().__init__(code)
        self.code = code
        self.status = status


class Emulator(httpx.BaseTransport):
    """One Cloud API. `troubles` are refused codes by recipient, or under "media" of uploads, each given out once, for
    tests."""

    def __init__(self, account: Account, book: Phonebook) -> None:
        self.account = account
        self.book = book
        self.troubles: dict[str, list[tuple[int, int]]] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answers one request."""
        try:
            self._check_token(request)
            return httpx.Response(200, json=self._answer(request))
        except _Refused as refused:
            body = {"error": {"message": f"(#{refused.code})", "code": refused.code, "type": "OAuthException"}}
            return httpx.Response(refused.status, json=body)
        except _Bytes as found:
            return httpx.Response(200, content=found.data, headers={"Content-Type": found.media_type})

    def _check_token(self, request: httpx.Request) -> None:
        if any(request.headers.get(name) != value for name, value in self.account.headers.items()):
            raise _Refused(190, status=401)

    def _answer(self, request: httpx.Request) -> dict[str, Any]:
        last = request.url.path.rsplit("/", 1)[-1]
        if request.method == "POST" and last == "messages":
            return self._take(json.loads(request.read()))
        if last == "message_templates":
            return self._keep_template(json.loads(request.read())) if request.method == "POST" else self._list()
        if request.method == "POST" and last == "media":
            self._stumble("media")
            data, media_type = _read_file(request)
            return {"id": self.book.add_media(data, media_type=media_type)}
        return self._show_media(request, last)

    def _list(self) -> dict[str, Any]:
        return {"data": self.book.list_templates()}

    def _keep_template(self, given: dict[str, Any]) -> dict[str, Any]:
        body = next((part["text"] for part in given.get("components", []) if part.get("type") == "BODY"), "")
        if not re.fullmatch(r"[a-z0-9_]{1,512}", given.get("name", "")) or not 0 < len(body) <= BODY_LIMIT:
            raise _Refused(100)
        language, category = given.get("language", ""), given.get("category", "")
        status = self.book.add_template(given["name"], language=language, category=category, body=body)
        return {"id": given["name"], "status": status, "category": category}

    def _show_media(self, request: httpx.Request, media_id: str) -> dict[str, Any]:
        found = self.book.find_media(media_id)
        if request.method != "GET" or found is None:
            raise _Refused(100)
        media_type, digest, data = found
        if "until" in request.url.params:
            if float(request.url.params["until"]) < self.book.now():
                raise _Refused(100, status=404)
            raise _Bytes(data, media_type)
        url = f"{self.account.root}/media/{media_id}?until={self.book.now() + URL_LIFE:.0f}"
        return {"id": media_id, "url": url, "mime_type": media_type, "sha256": digest, "file_size": len(data)}

    def _take(self, payload: dict[str, Any]) -> dict[str, Any]:
        """POST /messages: checks what the real one checks, then lays the message on the phone."""
        if payload.get("status") == "read":
            return {"success": True}
        person = self._recipient(payload)
        check_limits(payload)
        self._check_template(payload)
        if payload["type"] != "template" and self.book.last_word(person.id) < self.book.now() - WINDOW:
            raise _Refused(131047)
        message_id = f"wamid.{secrets.token_urlsafe(24)}"
        key = str(payload.get("biz_opaque_callback_data", ""))
        self.book.add_line(
            Line(message_id, person.id, payload, self.book.now(), status="accepted", key=key, is_ours=True)
        )
        contact = {"input": payload.get("to") or payload.get("recipient")}
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": message_id}]}

    def _check_template(self, payload: dict[str, Any]) -> None:
        """Refuses a template that was never handed in, or one with other variables, once there are any at all."""
        if payload["type"] != "template" or not self.book.list_templates():
            return
        part = payload["template"]
        body = self.book.find_template(part["name"], language=part.get("language", {}).get("code", ""))
        if body is None:
            raise _Refused(132001, status=404)
        if len(set(_VARIABLE.findall(body))) != len(list_params(part)):
            raise _Refused(132000)

    def _recipient(self, payload: dict[str, Any]) -> Person:
        address = str(payload.get("to") or payload.get("recipient") or "")
        self._stumble(address)
        for ending, (status, code) in _ENDINGS.items():
            if address.endswith(ending):
                raise _Refused(code, status=status)
        if address.endswith(SILENT):
            raise httpx.ReadTimeout("the emulated provider keeps silent")
        person = self.book.find_person(address)
        if person is None:
            raise _Refused(131026)
        return person

    def _stumble(self, over: str) -> None:
        if self.troubles.get(over):
            status, code = self.troubles[over].pop(0)
            raise _Refused(code, status=status)


class _Bytes(Exception):
    def __init__(self, data: bytes, media_type: str) -> None:
        super().__init__()
        self.data = data
        self.media_type = media_type


def check_limits(payload: dict[str, Any]) -> None:
    """Refuses with 131009 or 131008 what the real API refuses."""
    kind = payload.get("type")
    part = payload.get(str(kind))
    if payload.get("messaging_product") != "whatsapp" or not isinstance(part, dict):
        raise _Refused(131008)
    fits = {
        "text": _fits_text,
        "interactive": _fits_interactive,
        "document": _fits_document,
        "template": _fits_template,
    }
    if kind not in fits or not fits[str(kind)](part):
        raise _Refused(131009)


def _fits_text(part: dict[str, Any]) -> bool:
    return bool(str(part.get("body", "")).strip()) and len(part["body"]) <= TEXT_LIMIT


def _fits_document(part: dict[str, Any]) -> bool:
    return bool(part.get("id") or part.get("link")) and len(part.get("caption", "")) <= BODY_LIMIT


def _fits_template(part: dict[str, Any]) -> bool:
    return bool(part.get("name")) and all("\n" not in text for text in list_params(part))


def list_params(part: dict[str, Any]) -> list[str]:
    """The values of a template message's variables, in order."""
    return [str(one.get("text", "")) for block in part.get("components", []) for one in block.get("parameters", [])]


def fill_template(body: str, params: Sequence[str]) -> str:
    """The text that a phone shows: {{1}} is the first value."""
    return _VARIABLE.sub(lambda found: (*params, "")[min(int(found[1]) - 1, len(params))], body)


def _fits_interactive(part: dict[str, Any]) -> bool:
    body, action = part.get("body", {}).get("text", ""), part.get("action", {})
    if not 0 < len(body) <= BODY_LIMIT:
        return False
    if part.get("type") == "button":
        buttons = [one["reply"] for one in action["buttons"]]
        return 0 < len(buttons) <= BUTTONS and all(0 < len(one["title"]) <= BUTTON_TITLE for one in buttons)
    rows = [row for section in action["sections"] for row in section["rows"]]
    return 0 < len(rows) <= ROWS and len(action["button"]) <= BUTTON_TITLE and all(_fits_row(row) for row in rows)


def _fits_row(row: dict[str, str]) -> bool:
    return (
        0 < len(row["id"]) <= ROW_ID
        and 0 < len(row["title"]) <= ROW_TITLE
        and len(row.get("description", "")) <= ROW_HINT
    )


def _read_file(request: httpx.Request) -> tuple[bytes, str]:
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + request.read(), policy=HTTP)
    found = next(part for part in parts.walk() if part.get_filename())
    return bytes(found.get_payload(decode=True) or b""), found.get_content_type()


@cache
def open_emulator() -> Emulator:
    """The emulator that `simulator:` means, one in each process; its memory is shared through its file."""
    return Emulator(read_account(), Phonebook())


def open_api() -> CloudApi:
    """The Cloud API that the settings describe: the real one, or our own."""
    account = read_account()
    return CloudApi(account, open_emulator() if account.is_simulated else None)
