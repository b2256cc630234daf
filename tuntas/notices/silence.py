"""Falls back when WhatsApp stays silent: no delivery within some hours means the person's next channel.

Only WhatsApp tells of deliveries. A message whose outcome nobody knows is treated alike: had it gone out, a receipt
would have named our key by then. A receipt that comes later still counts.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from tuntas.gateways.messages import Channel
from tuntas.notices import texts
from tuntas.notices.announcing import queue
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.outcomes import reroute
from tuntas.notices.quiet import wake_at
from tuntas.notices.reaching import list_channels
from tuntas.vault.fields import Json

SILENT: Final = "silent"
_MEMORY: Final = timedelta(days=14)
_AT_ONCE: Final = 500  # in one run; the rest waits for the next


def find_silent(at: datetime) -> Iterator[Notice]:
    """Notices that WhatsApp took, or may have taken, and never said were delivered; the oldest first."""
    limit = at - timedelta(hours=settings.NOTICE_SILENCE)
    essential = [key for key, one in texts.TEMPLATES.items() if one.is_essential]
    rows = Notice.objects.filter(channel=Channel.WHATSAPP, template__in=essential).select_related("office")
    taken = rows.filter(state=Notice.State.SENT, sent_at__lt=limit, sent_at__gt=at - _MEMORY)
    yield from taken.order_by("sent_at")[:_AT_ONCE]
    doubted = Attempt.objects.filter(state=Attempt.State.UNKNOWN, channel=Channel.WHATSAPP, ended_at__lt=limit)
    yield from rows.filter(state=Notice.State.UNKNOWN, attempts__in=doubted).order_by("created_at")[:_AT_ONCE]


def fall_back_silent(at: datetime) -> int:
    """Turns silent notices to the next channel, or to the telephone where none is left. Returns how many."""
    silent = [notice for notice in find_silent(at) if wake_at(at, office=notice.office) is None]
    return sum(_fall_back(notice) for notice in silent)


@transaction.atomic
def _fall_back(notice: Notice) -> bool:
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if locked.state not in {Notice.State.SENT, Notice.State.UNKNOWN} or locked.channel != Channel.WHATSAPP:
        return False
    reroute(locked, channels=list_channels(), code=SILENT)
    if locked.state == Notice.State.WAITING:
        queue(locked)
    return True


def mind_silence(_payload: Json) -> None:
    """The cron job around `fall_back_silent`."""
    fall_back_silent(timezone.now())
