"""What a webhook brings: a lenient reader that never gives up a batch for the sake of one odd item."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from tuntas.gateways.messages import Status

MEDIA: Final = frozenset({"image", "document", "video", "audio", "sticker"})
HIDDEN: Final = "[nomor disembunyikan]"
_DIGITS: Final = re.compile(r"(?:\d[\W_]{0,3}){15,}\d")
# Ids may be digits too; what a person writes never stands under these names.
_IDS: Final = frozenset(
    [
        "id",
        "wa_id",
        "from",
        "to",
        "user_id",
        "from_user_id",
        "parent_user_id",
        "recipient_id",
        "recipient_user_id",
        "timestamp",
        "sha256",
        "mime_type",
        "phone_number_id",
        "display_phone_number",
        "type",
        "status",
        "biz_opaque_callback_data",
        "url",
        "expiration_timestamp",
    ]
)
_STATUSES: Final = {status.value: status for status in Status}


@dataclass(frozen=True)
class Incoming:
    """One message of a person. `kind` is the API's type; what cannot be read comes as "unsupported"."""

    id: str
    number: str  # the id of our number that it came to
    phone: str = field(default="", repr=False)  # E.164; empty for who shows only a user name
    user_id: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    kind: str = "text"
    text: str = field(default="", repr=False)  # what was typed, a caption, the title of what was tapped
    choice: str = ""  # the id of what was tapped
    media_id: str = ""
    media_type: str = ""
    quoted: str = ""  # the message it answers
    sent_at: int = 0  # unix seconds, by the sender's clock at WhatsApp


@dataclass(frozen=True)
class Receipt:
    """How far one of our messages came. `key` is what we gave it when we sent it."""

    message_id: str
    status: Status
    key: str = ""
    code: int = 0
    category: str = ""
    is_billed: bool = False


def redact(text: str) -> str:
    """The text without numbers of sixteen digits and more, however they are grouped: those are NIK and KK."""
    return _DIGITS.sub(HIDDEN, text)


def redact_payload(payload: object, *, name: str = "") -> Any:
    """The same payload without such numbers in anything that a person wrote; ids stay as they are."""
    if isinstance(payload, Mapping):
        return {redact(str(key)): redact_payload(value, name=str(key)) for key, value in payload.items()}
    if isinstance(payload, list):
        return [redact_payload(value, name=name) for value in payload]
    if isinstance(payload, str) and not (name in _IDS and len(payload) <= 200):
        return redact(payload)
    if isinstance(payload, int) and abs(payload) >= 10**15 and name not in _IDS:
        return HIDDEN
    return payload


def read_body(body: bytes) -> dict[str, Any]:
    """The payload, redacted; what is no JSON object is kept under "unknown", so that nothing is lost."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return {"unknown": redact(body.decode("utf-8", errors="replace"))}
    clean = redact_payload(payload)
    return clean if isinstance(clean, dict) else {"unknown": clean}


def read_messages(payload: Mapping[str, Any]) -> list[Incoming]:
    """Every message of every entry and change, in the order they stand."""
    return [
        _read_message(item, value)
        for value in _values(payload)
        for item in _list(value, "messages")
        if isinstance(item.get("id"), str) and item["id"]
    ]


def read_receipts(payload: Mapping[str, Any]) -> list[Receipt]:
    """Every status that we know what to do with."""
    found = [_read_receipt(item) for value in _values(payload) for item in _list(value, "statuses")]
    return [receipt for receipt in found if receipt]


def _values(payload: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for entry in _list(payload, "entry"):
        for change in _list(entry, "changes"):
            yield _part(change, "value")


def _list(part: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = part.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _part(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = part.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(part: Mapping[str, Any], *names: str) -> str:
    return next((str(part[name]) for name in names if isinstance(part.get(name), str | int) and part[name] != ""), "")


def _read_message(item: Mapping[str, Any], value: Mapping[str, Any]) -> Incoming:
    kind = _text(item, "type") or "unsupported"
    body = _part(item, kind)
    contact = _contact_of(item, _list(value, "contacts"))
    phone = _text(item, "from") or _text(contact, "wa_id")
    sent_at = _text(item, "timestamp")
    return Incoming(
        id=_text(item, "id"),
        number=_text(_part(value, "metadata"), "phone_number_id"),
        phone=f"+{phone}" if phone.isascii() and phone.isdecimal() and len(phone) <= 15 else "",
        user_id=_text(item, "from_user_id", "user_id") or _text(contact, "user_id"),
        name=_text(_part(contact, "profile"), "name")[:80],
        kind=kind,
        text=_words(kind, body),
        choice=_choice(kind, body),
        media_id=_text(body, "id") if kind in MEDIA else "",
        media_type=_text(body, "mime_type") if kind in MEDIA else "",
        quoted=_text(_part(item, "context"), "id"),
        sent_at=int(sent_at) if sent_at.isascii() and sent_at.isdecimal() and len(sent_at) < 12 else 0,
    )


def _contact_of(item: Mapping[str, Any], contacts: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    names = {_text(item, "from"), _text(item, "from_user_id", "user_id")} - {""}
    fitting = [one for one in contacts if {_text(one, "wa_id"), _text(one, "user_id")} & names]
    return fitting[0] if fitting else contacts[0] if len(contacts) == 1 else {}


def _words(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "interactive":
        return _text(_part(body, _text(body, "type")), "title", "response_json")
    return _text(body, {"text": "body", "button": "text"}.get(kind, "caption"))


def _choice(kind: str, body: Mapping[str, Any]) -> str:
    if kind == "interactive":
        return _text(_part(body, _text(body, "type")), "id")
    return _text(body, "payload") if kind == "button" else ""


def _read_receipt(item: Mapping[str, Any]) -> Receipt | None:
    status = _STATUSES.get(_text(item, "status"))
    if status is None or not _text(item, "id"):
        return None
    errors, pricing = _list(item, "errors"), _part(item, "pricing")
    code = errors[0].get("code") if errors else 0
    return Receipt(
        message_id=_text(item, "id"),
        status=status,
        key=_text(item, "biz_opaque_callback_data"),
        code=code if isinstance(code, int) else 0,
        category=_text(pricing, "category"),
        is_billed=pricing.get("billable") is True,
    )
