"""The addresses that our messages carry: short-lived where they lead to a draft, without secrets everywhere else."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from tuntas.chat.models import Conversation
from tuntas.chat.state import LINK, Say
from tuntas.intake.counter import make_code
from tuntas.intake.links import make_link


def fill_link(say: Say, conversation: Conversation, *, at: datetime) -> str:
    """The text of a message with its address in place, or the code that opens the draft at the counter."""
    if not say.link or LINK not in say.text:
        return say.text.replace(LINK, "")
    if say.link == "code":
        return say.text.replace(LINK, make_code(conversation.draft, at=at) if conversation.draft else "")
    return say.text.replace(LINK, settings.PUBLIC_URL + _path(say.link, conversation))


def _path(link: str, conversation: Conversation) -> str:
    kind, _colon, receipt = link.partition(":")
    if kind == "status":
        return reverse("resident:status", args=[receipt])
    if kind in {"privacy", "track"}:
        return reverse(f"resident:{kind}")
    if conversation.draft is None:
        return reverse("resident:home")
    page = "carry_on" if kind == "web" else "secure"
    return reverse(f"resident:{page}", args=[make_link(conversation.draft, page=page)])
