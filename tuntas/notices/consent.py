"""Consent: who gave us a number, and who wants to hear no more. STOP in the chat holds for every kind of message."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from tuntas.gateways.messages import Channel
from tuntas.notices.models import Consent
from tuntas.vault.keys import blind_index
from tuntas.vault.prepared import prepared

_PHONE = frozenset({Channel.WHATSAPP, Channel.SMS})


def index_of(address: str) -> str:
    """The blind index of a phone number or a mail address; empty for none."""
    if not address:
        return ""
    return blind_index("mail", address.casefold()) if "@" in address else blind_index("phone", address)


def note_opt_in(address: str, *, source: str, at: datetime) -> None:
    """Keeps when and by which channel somebody gave us this number first. Giving it again does not undo a STOP."""
    if address and not _known.all(index_of(address)):
        Consent.objects.get_or_create(index=index_of(address), defaults={"opted_in_at": at, "source": source[:12]})


@prepared
def _known(index: str) -> QuerySet[Consent, str]:
    return Consent.objects.filter(index=index).values_list("index", flat=True)


def stop(address: str, *, source: str, at: datetime) -> None:
    """No more messages to this number or address."""
    given = {"stopped_at": at, "stopped_by": source[:12]}
    if address:
        Consent.objects.update_or_create(index=index_of(address), defaults=given)


def resume(address: str, *, source: str, at: datetime) -> None:
    """Messages again, because they asked for it."""
    given = {"stopped_at": None, "stopped_by": "", "opted_in_at": at, "source": source[:12]}
    if address:
        Consent.objects.update_or_create(index=index_of(address), defaults=given)


def is_stopped(index: str) -> bool:
    """Whether the holder of this address, by its blind index, wants no messages."""
    return bool(index) and bool(_stopped.all([index]))


def language_of(address: str) -> str:
    """The language that the holder of this address chose; empty: none."""
    found = Consent.objects.filter(index=index_of(address)).first() if address else None
    return found.language if found else ""


def speak(address: str, *, language: str) -> None:
    """Keeps the language that somebody wants to be written to in; empty for their office's."""
    if address:
        Consent.objects.update_or_create(index=index_of(address), defaults={"language": language[:12]})


def list_allowed(
    channels: Collection[Channel], *, phone: str, mail: str, is_essential: bool
) -> tuple[list[Channel], bool]:
    """The channels that may still be used, and whether a wish of the person took some away.

    Who said STOP gets neither WhatsApp nor SMS. A decision about their paper still comes by mail, unless they gave
    none; reminders never.
    """
    stopped = set(_stopped.all(sorted({index_of(phone), index_of(mail)} - {""})))
    closed = set(_PHONE) if phone and index_of(phone) in stopped else set()
    if not is_essential and stopped:
        closed = set(Channel)
    allowed = [channel for channel in channels if channel not in closed]
    return allowed, bool(closed)


@prepared
def _stopped(indexes: list[str]) -> QuerySet[Consent, str]:
    return Consent.objects.filter(index__in=indexes, stopped_at__isnull=False).values_list("index", flat=True)
