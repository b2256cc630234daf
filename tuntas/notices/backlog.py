"""The backlog: when hundreds of notices are due at once, as at the end of the night, they go out in small batches.

One commit claims a batch and one keeps what became of it, where `delivering` needs three for each notice. It keeps the
same promises: what a killed worker leaves behind is a doubt, never a double. Whatever is out of the ordinary (a second
try, a person who wants no messages, a full hour) is left to `delivering`, whose jobs stay until a batch is done.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tuntas.gateways.messages import Channel, Gateway, Sent
from tuntas.gateways.opening import open_gateways
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.gateways.sms import count_parts
from tuntas.jobs.models import Job
from tuntas.notices.announcing import wait_until
from tuntas.notices.delivering import make_message
from tuntas.notices.models import Attempt, Consent, Notice
from tuntas.notices.outcomes import OPEN, STATE_OF, charge_notice, keep_doubt, keep_down, turn_to_next
from tuntas.notices.reaching import channel_urls
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

BATCH: Final = 10  # so many are in doubt when a worker is killed
MANY: Final = 100  # fewer are left to their own jobs
_LEASE: Final = timedelta(minutes=2)
_LONGEST: Final = timedelta(seconds=40)  # of one run: the worker has other work too
_HOUR: Final = timedelta(hours=1)


def send_backlog(*, through: Mapping[Channel, Gateway], at: datetime) -> int:
    """Sends what is due, batch after batch; returns how many messages were taken."""
    sent = 0
    while batch := claim_batch(through, at=at):
        taken, goes_on = _send_batch(batch, through=through, at=at)
        sent += taken
        if not goes_on:
            break
    return sent


@transaction.atomic(durable=True)
def claim_batch(through: Mapping[Channel, Gateway], *, at: datetime) -> list[Attempt]:
    """The next notices with nothing odd about them, claimed: their attempts say SENDING, their jobs wait aside."""
    rows = _due(at).filter(channel__in=[channel.value for channel in through])
    skips = connection.features.has_select_for_update_skip_locked  # SQLite has one writer anyway
    locked = rows.select_for_update(skip_locked=skips, of=("self",))
    found = list(locked.select_related("event", "office", "case")[: 3 * BATCH])
    notices = _leave_odd(found, at=at)[:BATCH]
    attempts = [Attempt(notice=one, channel=one.channel, started_at=at, tries=1) for one in notices]
    Attempt.objects.bulk_create(attempts)
    _jobs_of(notices).update(run_at=at + _LEASE)
    return attempts


def _due(at: datetime) -> QuerySet[Notice]:
    rows = Notice.objects.filter(Q(not_before__isnull=True) | Q(not_before__lte=at), state=Notice.State.WAITING)
    return rows.exclude(Exists(Attempt.objects.filter(notice=OuterRef("pk")))).order_by("created_at")


def _leave_odd(notices: Sequence[Notice], *, at: datetime) -> list[Notice]:
    """Without those who must wait, want no messages or have a full hour; one for each person."""
    indexes = {one.reach_index for one in notices}
    stopped = set(Consent.objects.filter(index__in=indexes, stopped_at__isnull=False).values_list("index", flat=True))
    recent = Notice.objects.filter(reach_index__in=indexes, sent_at__gt=at - _HOUR).values_list("reach_index")
    counts = Counter(dict(recent.annotate(count=Count("pk")).order_by()))
    plain = {
        one.reach_index: one
        for one in reversed(notices)
        if one.reach_index not in stopped
        and counts[one.reach_index] < settings.NOTICE_HOURLY
        and wait_until(one, at=at) is None
    }
    return sorted(plain.values(), key=lambda one: one.created_at)


def _send_batch(batch: Sequence[Attempt], *, through: Mapping[Channel, Gateway], at: datetime) -> tuple[int, bool]:
    """Sends one after the other with no transaction open; returns how many were taken, and whether to go on."""
    taken: list[tuple[Attempt, Sent]] = []
    rest, goes_on = list(batch), True
    while rest and goes_on:
        attempt = rest.pop(0)
        try:
            taken.append((attempt, through[Channel(attempt.channel)].send(make_message(attempt.notice))))
        except GatewayUnknown:
            keep_doubt(attempt, at=at)
        except GatewayRefused as refusal:
            turn_to_next(attempt, channels=through, code=refusal.code or "refused", at=at)
            _jobs_of([attempt.notice]).update(run_at=at)
        except GatewayDown as down:
            # It may be away for everybody: what was not handed over yet is given back, and asked for again later.
            keep_down(attempt, at=at, is_pause=down.is_pause)
            _give_back(rest, attempt, at=at + timedelta(seconds=down.seconds or 60))
            goes_on = False
    _keep(taken, at=at)
    return len(taken), goes_on


@transaction.atomic
def _keep(taken: Sequence[tuple[Attempt, Sent]], *, at: datetime) -> None:
    """All outcomes of a batch; a receipt may have been quicker, then it knows more."""
    notices = {
        one.pk: one for one in Notice.objects.select_for_update().filter(pk__in=[a.notice_id for a, _s in taken])
    }
    for attempt, sent in taken:
        attempt.message_id, attempt.state, attempt.ended_at = blind_index("wamid", sent.message_id), "taken", at
        attempt.reached, attempt.reached_at = sent.status.value, at
        notice = notices[attempt.notice_id]
        if attempt.channel == Channel.SMS:
            charge_notice(attempt, attempt.notice, category="sms", parts=count_parts(attempt.notice.body), at=at)
        if notice.state in OPEN:
            notice.state, notice.sent_at, notice.error = STATE_OF[sent.status], at, ""
    quiet = Attempt.objects.filter(pk__in=[a.pk for a, _s in taken], reached="").values_list("pk", flat=True)
    unheard = set(quiet)
    rows = [attempt for attempt, _sent in taken if attempt.pk in unheard]
    Attempt.objects.bulk_update(rows, ["message_id", "state", "ended_at", "reached", "reached_at"])
    Notice.objects.bulk_update(list(notices.values()), ["state", "sent_at", "error"])
    _jobs_of([attempt.notice for attempt, _sent in taken]).delete()


@transaction.atomic
def _give_back(rest: Sequence[Attempt], tried: Attempt, *, at: datetime) -> None:
    Attempt.objects.filter(pk__in=[attempt.pk for attempt in rest]).delete()
    _jobs_of([attempt.notice for attempt in [tried, *rest]]).update(run_at=at)


def _jobs_of(notices: Sequence[Notice]) -> QuerySet[Job]:
    """The jobs of notices that no worker has begun yet."""
    keys = [f"notice:{one.pk}" for one in notices]
    return Job.objects.filter(dedupe_key__in=keys, state=Job.State.WAITING, attempts=0)


def mind_backlog(_payload: Json) -> None:
    """The cron job: works only when many are due, and for a while at most."""
    begun, through = timezone.now(), open_gateways(channel_urls())
    while (now := timezone.now()) - begun < _LONGEST and len(_due(now).values("pk")[: MANY + 1]) > MANY:
        batch = claim_batch(through, at=now)
        if not batch or not _send_batch(batch, through=through, at=now)[1]:
            return
