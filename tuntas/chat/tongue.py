"""In which language a conversation goes on: "bahasa palembang" chooses one, the rest is the office's or Indonesian."""

from typing import Final

from django.utils.translation import override

from tuntas.chat.models import Conversation
from tuntas.chat.words import normalise
from tuntas.notices import consent
from tuntas.notices.languages import language_for, list_installed, name_of

INDONESIAN: Final = "id"


def speaking(conversation: Conversation) -> override:
    """While this lasts, texts come in the language of the conversation; commands and numbers are always the same."""
    language = language_for(conversation.office, phone=_phone_of(conversation))
    return override(language or INDONESIAN)


def hear_language(conversation: Conversation, text: str) -> bool:
    """Keeps the language that "bahasa ..." names, if it is one of ours; whether it was."""
    word, _blank, wanted = normalise(text).partition(" ")
    if word not in {"bahasa", "baso", "basa"} or not wanted or not _phone_of(conversation):
        return False
    code = next((code for code in list_installed() if wanted in _names(code)), "")
    code = INDONESIAN if wanted == "indonesia" else code
    if code:
        consent.speak(_phone_of(conversation), language=code)
    return bool(code)


def _names(code: str) -> set[str]:
    """What people may call a language: its code, and the last word of its own name."""
    own = normalise(name_of(code))
    return {code, own, own.rpartition(" ")[2]}


def _phone_of(conversation: Conversation) -> str:
    return str(conversation.person.get("phone", ""))
