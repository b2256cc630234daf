"""The other half of the emulator: what people do on their phones, as the webhooks that WhatsApp would send."""

import json
import secrets
from typing import Any, Final

from tuntas.gateways.whatsapp_account import Account
from tuntas.gateways.whatsapp_phonebook import Line, Person, Phonebook

LADDER: Final = ("sent", "delivered", "read")


def say(book: Phonebook, person: Person, kind: str, body: dict[str, Any], *, quoted: str = "") -> dict[str, Any]:
    """The person sends one message; returns it as a webhook's `messages[]` holds it."""
    at = book.now()
    message: dict[str, Any] = {
        "id": f"wamid.{secrets.token_urlsafe(24)}",
        "timestamp": f"{at:.0f}",
        "type": kind,
        kind: body,
    }
    if quoted:
        message["context"] = {"id": quoted}
    book.add_line(Line(message["id"], person.id, message, at, is_ours=False))
    return message | _sender(person)


def say_text(book: Phonebook, person: Person, text: str, *, quoted: str = "") -> dict[str, Any]:
    """A typed text."""
    return say(book, person, "text", {"body": text}, quoted=quoted)


def tap(
    book: Phonebook, person: Person, option: str, title: str, *, quoted: str = "", is_list: bool = True
) -> dict[str, Any]:
    """A row of a list, or a button."""
    kind = "list_reply" if is_list else "button_reply"
    return say(book, person, "interactive", {"type": kind, kind: {"id": option, "title": title}}, quoted=quoted)


def send_file(
    book: Phonebook,
    person: Person,
    data: bytes,
    *,
    media_type: str,
    caption: str = "",
    filename: str = "",
    quoted: str = "",
) -> dict[str, Any]:
    """A photo, or any other file."""
    media_id = book.add_media(data, media_type=media_type)
    group = media_type.partition("/")[0]
    kind = group if group in {"image", "video", "audio"} else "document"
    body = {"id": media_id, "mime_type": media_type}
    body |= {"caption": caption} if caption else {}
    body |= {"filename": filename} if kind == "document" and filename else {}
    return say(book, person, kind, body, quoted=quoted)


def confirm(book: Phonebook, person: Person) -> list[dict[str, Any]]:
    """The phone is on and looked at: what had arrived is delivered and read now; returns the `statuses[]`."""
    statuses = []
    for line in book.list_unreported(person.id):
        for status in LADDER[LADDER.index(line.status) + 1 if line.status in LADDER else 0 :]:
            statuses.append(_status(line, person, status, at=book.now()))
        book.mark(line.id, LADDER[-1])
    return statuses


def make_webhook(
    account: Account,
    *,
    messages: list[dict[str, Any]] | None = None,
    statuses: list[dict[str, Any]] | None = None,
    people: list[Person] | None = None,
) -> bytes:
    """The body that WhatsApp posts, with its escaped characters."""
    value: dict[str, Any] = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": account.phone_id}}
    if messages:
        value["contacts"] = [_contact(one) for one in people or []]
        value["messages"] = messages
    if statuses:
        value["statuses"] = statuses
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}, ensure_ascii=True).encode()


def _sender(person: Person) -> dict[str, str]:
    return {"from_user_id": person.id} | ({"from": person.phone.lstrip("+")} if person.phone else {})


def _contact(person: Person) -> dict[str, Any]:
    known: dict[str, Any] = {"profile": {"name": person.name}, "user_id": person.id}
    return known | ({"wa_id": person.phone.lstrip("+")} if person.phone else {})


def _status(line: Line, person: Person, status: str, *, at: float) -> dict[str, Any]:
    told: dict[str, Any] = {"id": line.id, "status": status, "timestamp": f"{at:.0f}", "recipient_user_id": person.id}
    if line.key:
        told["biz_opaque_callback_data"] = line.key
    if status == "sent":
        category = "utility" if line.content.get("type") == "template" else "service"
        told["pricing"] = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": category}
    return told
