"""The outbox of a demonstration: what each simulated phone and each mailbox received."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuntas.gateways.messages import Channel
from tuntas.notices.models import Notice

LIMIT: Final = 80  # messages on the page
_IN_HAND: Final = 4  # messages on one phone

CHANNELS: Final[dict[Channel, str | Promise]] = {
    Channel.WHATSAPP: "WhatsApp",
    Channel.SMS: "SMS",
    Channel.MAIL: _("Surel"),
}


@dataclass(frozen=True)
class Phone:
    """One simulated phone: the newest messages of one number, oldest on top as a phone shows them."""

    number: str
    owner: str
    notices: Sequence[Notice]

    @property
    def latest(self) -> Notice:
        return self.notices[-1]


@dataclass(frozen=True)
class Outbox:
    """Phones and mails, the ones with the newest message first; `unreached` are notices that found no way at all."""

    phones: Sequence[Phone]
    mails: Sequence[Notice]
    unreached: Sequence[Notice]

    @property
    def is_empty(self) -> bool:
        return not (self.phones or self.mails or self.unreached)


def read_outbox(only: str) -> Outbox:
    """The newest messages, of one channel or, for an unknown or empty one, of all."""
    notices = list(_newest(only)[:LIMIT])
    return Outbox(
        phones=_phones([notice for notice in notices if notice.channel in (Channel.WHATSAPP, Channel.SMS)]),
        mails=[notice for notice in notices if notice.channel == Channel.MAIL],
        unreached=[notice for notice in notices if not notice.channel],
    )


def _newest(only: str) -> QuerySet[Notice]:
    notices = Notice.objects.select_related("event", "case__application", "office").order_by("-event__at", "-id")
    return notices.filter(channel=only) if only in CHANNELS else notices


def _phones(notices: Sequence[Notice]) -> list[Phone]:
    by_number: dict[str, list[Notice]] = {}
    for notice in notices:
        by_number.setdefault(notice.address, []).append(notice)
    return [_phone(number, received[:_IN_HAND]) for number, received in by_number.items()]


def _phone(number: str, newest_first: Sequence[Notice]) -> Phone:
    owner = str(newest_first[0].params.get("name", ""))
    return Phone(number=number, owner=owner, notices=list(reversed(newest_first)))
