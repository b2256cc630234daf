"""The simulated phones: what people type and photograph becomes a signed webhook, what the office answers is read back.

The phones talk to an emulator of WhatsApp, which lives outside of the product's database; the webhook is posted to our
own address in this process, through everything that a request from outside would pass.
"""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import httpx
from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.urls import reverse
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from tuntas.cases.models import ApplicationFile
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import fill_template, list_params, open_emulator
from tuntas.gateways.whatsapp_phonebook import Line, Person
from tuntas.gateways.whatsapp_senders import confirm, make_webhook, say_text, send_file, tap
from tuntas.gateways.whatsapp_signature import HEADER, sign
from tuntas.intake.uploads import page_image

FIRST: Final = (("Siti", "+6281271000143"), ("Maimunah", "+6281355500178"), ("Rizal", ""))
NAMES: Final = ("Yanti", "Hendra", "Lestari", "Anwar", "Dewi Sartika", "Bambang", "Rukmini", "Togar")
MOST_PHONES: Final = 8
_BOLD: Final = re.compile(r"\*([^*\n]{1,200})\*")
_TICKS: Final = {"accepted": "✓", "sent": "✓", "delivered": "✓✓", "read": "✓✓"}


@dataclass(frozen=True)
class Bubble:
    """One message on a phone."""

    is_mine: bool
    html: SafeString
    at: datetime
    ticks: str = ""
    picture: str = ""
    document: str = ""
    filename: str = ""


@dataclass(frozen=True)
class Option:
    id: str
    title: str


@dataclass(frozen=True)
class Handset:
    """One phone: its messages, and what can be tapped now."""

    person: Person
    bubbles: Sequence[Bubble]
    options: Sequence[Option]
    quoted: str = ""


def list_handsets() -> list[Handset]:
    """Our own three phones first, then those that got something last."""
    book = open_emulator().book
    if not any(phone and book.find_person(phone) for _name, phone in FIRST):
        for name, phone in FIRST:
            book.add_person(name, phone=phone)
    mine = [one for one in book.list_people() if (one.name, one.phone) in FIRST]
    shown = {one.id: one for one in [*mine[: len(FIRST)], *book.list_recent(limit=MOST_PHONES), *book.list_people()]}
    return [read_handset(person) for person in list(shown.values())[:MOST_PHONES]]


def find_person(person_id: str) -> Person | None:
    """The holder of a phone."""
    return open_emulator().book.find_person(person_id)


def add_handset() -> Person:
    """One more phone, with a number of its own."""
    book = open_emulator().book
    people = book.list_people()
    number = f"+62812000{10000 + 7 * len(people):05}"
    return book.add_person(NAMES[len(people) % len(NAMES)], phone=number)


def read_handset(person: Person) -> Handset:
    """A phone that somebody looks at: what has arrived counts as read from now on."""
    lines = open_emulator().book.list_lines(person.id, limit=60)
    if any(line.is_ours and line.status != "read" for line in lines):
        post_webhook(make_webhook(read_account(), statuses=confirm(open_emulator().book, person)))
    options = next((found for line in reversed(lines) if line.is_ours and (found := _options(line.content))), [])
    return Handset(person, [_bubble(line) for line in lines], options)


def type_text(person: Person, text: str) -> None:
    """Sends a text from a phone."""
    book = open_emulator().book
    post_webhook(make_webhook(read_account(), messages=[say_text(book, person, text)], people=[person]))


def tap_option(person: Person, option: str, title: str) -> None:
    """Taps a row or a button."""
    message = tap(open_emulator().book, person, option, title)
    post_webhook(make_webhook(read_account(), messages=[message], people=[person]))


def title_of(person: Person, option: str) -> str:
    """The title of what was tapped, for a browser that sends its id alone."""
    return next((one.title for one in read_handset(person).options if one.id == option), option)


def send_files(person: Person, files: Sequence[tuple[bytes, str]], *, caption: str = "") -> None:
    """Photographs: each a message of its own, as phones send them."""
    book = open_emulator().book
    messages = [send_file(book, person, data, media_type=kind, caption=caption) for data, kind in files]
    post_webhook(make_webhook(read_account(), messages=messages, people=[person]))


def list_samples() -> list[tuple[str, str]]:
    """Papers of the demo world that may be "photographed": (id, requirement)."""
    rows = ApplicationFile.objects.filter(is_current=True, upload__media_type="image/jpeg").order_by(
        "requirement", "id"
    )
    newest = {requirement: str(pk) for requirement, pk in rows.values_list("requirement", "upload_id")[:400]}
    return [(pk, requirement) for requirement, pk in newest.items()][:12]


def read_sample(upload_id: str) -> bytes | None:
    """The photo of such a paper."""
    try:
        row = ApplicationFile.objects.select_related("upload").filter(upload_id=uuid.UUID(upload_id)).first()
    except ValueError:
        return None
    return page_image(row.upload) if row else None


def post_webhook(body: bytes) -> int:
    """Posts a signed webhook to our own address; returns the status, as WhatsApp would see it."""
    headers = {HEADER: sign(body, secret=read_account().secrets[0]), "Content-Type": "application/json"}
    return _client().post(settings.PUBLIC_URL + reverse("whatsapp"), content=body, headers=headers).status_code


@cache
def _client() -> httpx.Client:
    return httpx.Client(transport=httpx.WSGITransport(app=get_internal_wsgi_application()))


def _bubble(line: Line) -> Bubble:
    kind = str(line.content.get("type"))
    part: dict[str, Any] = line.content.get(kind) or {}
    media = str(part.get("id", "")) if kind in {"image", "document"} else ""
    is_picture = media and (kind == "image" or str(part.get("mime_type", "")).startswith("image/"))
    address = reverse("demo:media", args=[media]) if media else ""
    return Bubble(
        is_mine=not line.is_ours,
        html=_dress(_words(kind, part)),
        at=datetime.fromtimestamp(line.at, tz=UTC),
        ticks=_TICKS.get(line.status, "") if line.is_ours else "",
        picture=address if is_picture else "",
        document="" if is_picture else address,
        filename=str(part.get("filename", "PDF")),
    )


def _words(kind: str, part: dict[str, Any]) -> str:
    if kind == "interactive" and "body" in part:
        return str(part["body"]["text"])
    if kind == "interactive":
        return str(part.get(str(part.get("type")), {}).get("title", ""))
    if kind == "template":
        body = open_emulator().book.find_template(str(part["name"]), language=part["language"]["code"])
        return fill_template(body, list_params(part)) if body else str(part["name"])
    return str(part.get("body") or part.get("caption") or part.get("name") or "")


def _dress(text: str) -> SafeString:
    """Escaped first, then what WhatsApp itself shows in bold, and links."""
    return mark_safe(_BOLD.sub(r"<b>\1</b>", urlize(text, autoescape=True)))  # noqa: S308


def _options(content: dict[str, Any]) -> list[Option]:
    if content.get("type") != "interactive":
        return []
    action = content["interactive"]["action"]
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    rows = rows or [button["reply"] for button in action.get("buttons", [])]
    return [Option(row["id"], row["title"]) for row in rows]
