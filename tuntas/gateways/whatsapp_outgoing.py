"""What we say on WhatsApp, and the JSON that the Cloud API wants for it, within its limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from tuntas.gateways.refusals import GatewayRefused

# Limits of the Cloud API's reference on text, interactive list and reply-button messages.
TEXT_LIMIT: Final = 4096
BODY_LIMIT: Final = 1024
ROWS, ROW_TITLE, ROW_HINT, ROW_ID = 10, 24, 72, 200
BUTTONS, BUTTON_TITLE = 3, 20
BAD_PARAMETER: Final = "131009"

Payload = dict[str, Any]


@dataclass(frozen=True)
class Option:
    """One thing to tap. `id` comes back when it was tapped."""

    id: str
    title: str
    hint: str = ""


@dataclass(frozen=True)
class Document:
    """A PDF that was uploaded to the API before: its media id there."""

    media_id: str
    filename: str


@dataclass(frozen=True)
class Template:
    """An approved template by name, for messages outside the 24 hours after the person's last one."""

    name: str
    params: tuple[str, ...] = ()
    language: str = "id"


@dataclass(frozen=True)
class Wording:
    """A template as it is handed in for approval: its variables are {{1}}, {{2}} ..., each with an example."""

    name: str
    category: str  # UTILITY | AUTHENTICATION | MARKETING
    body: str
    examples: tuple[str, ...] = ()
    language: str = "id"

    def to_json(self) -> Payload:
        """The body for POST /message_templates."""
        text: Payload = {"type": "BODY", "text": self.body}
        if self.examples:
            text["example"] = {"body_text": [list(self.examples)]}
        return {"name": self.name, "language": self.language, "category": self.category, "components": [text]}


@dataclass(frozen=True)
class Outgoing:
    """One message. Options become buttons or a list where they fit; the text names their numbers in any case."""

    text: str = field(repr=False)
    options: tuple[Option, ...] = ()
    menu: str = ""  # the label of the button that opens a list
    document: Document | None = None
    template: Template | None = None
    reply_to: str = ""


@dataclass(frozen=True)
class Address:
    """Whom to write to: a phone number in E.164, or a business-scoped user id where WhatsApp tells no number."""

    phone: str = field(default="", repr=False)
    user_id: str = field(default="", repr=False)


def make_payload(message: Outgoing, *, to: Address, key: str) -> Payload:
    """The body for POST /messages. `key` comes back in statuses. Raises GatewayRefused for what cannot be sent."""
    payload: Payload = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "biz_opaque_callback_data": key,
    }
    payload |= {"to": to.phone.lstrip("+")} if to.phone else {"recipient": to.user_id}
    if message.reply_to:
        payload["context"] = {"message_id": message.reply_to}
    return payload | _content(message)


def _content(message: Outgoing) -> Payload:
    if message.template:
        return {"type": "template", "template": _template(message.template)}
    if message.document:
        return {"type": "document", "document": _document(message.document, caption=message.text)}
    if not message.text.strip() or len(message.text) > TEXT_LIMIT:
        raise GatewayRefused(_("Panjang pesan WhatsApp di luar batas."), code=BAD_PARAMETER)
    if message.options and len(message.text) <= BODY_LIMIT:
        return (
            {"type": "interactive", "interactive": _interactive(message)} if _fits(message.options) else _text(message)
        )
    return _text(message)


def _text(message: Outgoing) -> Payload:
    return {"type": "text", "text": {"body": message.text, "preview_url": False}}


def _fits(options: Sequence[Option]) -> bool:
    """Whether the options can be tapped at all: more than ten are answered by typing their number."""
    return len(options) <= ROWS and len({option.id for option in options}) == len(options)


def _interactive(message: Outgoing) -> Payload:
    body = {"text": message.text}
    if len(message.options) <= BUTTONS and all(len(option.title) <= BUTTON_TITLE for option in message.options):
        buttons = [
            {"type": "reply", "reply": {"id": option.id[:ROW_ID], "title": option.title}} for option in message.options
        ]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    rows = [_row(option) for option in message.options]
    label = (message.menu or _("Pilih"))[:BUTTON_TITLE]
    return {"type": "list", "body": body, "action": {"button": label, "sections": [{"title": label, "rows": rows}]}}


def _row(option: Option) -> Payload:
    title = option.title if len(option.title) <= ROW_TITLE else f"{option.title[: ROW_TITLE - 1]}…"
    row = {"id": option.id[:ROW_ID], "title": title}
    return row | ({"description": option.hint[:ROW_HINT]} if option.hint else {})


def _document(document: Document, *, caption: str) -> Payload:
    return {"id": document.media_id, "filename": document.filename, "caption": caption[:BODY_LIMIT]}


def _template(template: Template) -> Payload:
    made: Payload = {"name": template.name, "language": {"code": template.language}}
    if template.params:
        # A variable may hold neither line breaks nor runs of blanks.
        texts = [{"type": "text", "text": " ".join(value.split()) or "-"} for value in template.params]
        made["components"] = [{"type": "body", "parameters": texts}]
    return made


def to_json(message: Outgoing) -> Payload:
    """The message as an outbox keeps it."""
    made: Payload = {"text": message.text}
    if message.options:
        made["options"] = [[option.id, option.title, option.hint] for option in message.options]
        made["menu"] = message.menu
    if message.reply_to:
        made["reply_to"] = message.reply_to
    if message.template:
        made["template"] = [message.template.name, list(message.template.params), message.template.language]
    return made


def from_json(kept: Mapping[str, Any]) -> Outgoing:
    """The message that `to_json` wrote."""
    options = tuple(Option(*row) for row in kept.get("options", []))
    message = Outgoing(kept["text"], options, kept.get("menu", ""))
    name, params, language = kept.get("template") or ["", [], "id"]
    template = Template(name, tuple(params), language) if name else None
    return replace(message, reply_to=kept.get("reply_to", ""), template=template)
