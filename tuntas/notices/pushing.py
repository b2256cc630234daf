"""Pushing: an officer's browser rings when something new is on the desk. A convenience; the digest carries the duty."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from urllib.parse import urlsplit

import structlog
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from tuntas.gateways.refusals import GatewayDown, GatewayRefused
from tuntas.gateways.web_push import SubscriptionGone, Target, load_key, make_key, public_of, push
from tuntas.notices.desks import count_load, count_news
from tuntas.notices.models import Subscription
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer
from tuntas.offices.worktime import HoursUnclear, is_open
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index, read_or_make

MOST: Final = 5  # browsers of one officer
PAUSE: Final = timedelta(minutes=15)
Push: TypeAlias = Callable[[Target, bytes], None]

log = structlog.get_logger("tuntas.notices")


class BrowserRefused(Exception):
    """What a browser gave is no subscription of a push service that we know."""


def get_key() -> EllipticCurvePrivateKey:
    """The key that proves us to push services: keys/push.key, made at first use with mode 0600."""
    return load_key(read_or_make("push.key", content=make_key()))


def public_key() -> str:
    """What a browser must know to subscribe."""
    return public_of(get_key())


def subscribe(officer: Officer, given: Json, *, at: datetime) -> Subscription:
    """Keeps a browser, `{"endpoint", "keys": {"p256dh", "auth"}}`; the same one again is one. Raises BrowserRefused."""
    target = _read_target(given)
    row, _is_new = Subscription.objects.update_or_create(
        index=blind_index("push", target["endpoint"]),
        defaults={"officer": officer, "target": target, "created_at": at},
    )
    old = officer.subscriptions.order_by("-created_at", "-id").values_list("pk", flat=True)[MOST:]
    Subscription.objects.filter(pk__in=list(old)).delete()
    return row


def _read_target(given: Json) -> Json:
    keys = given.get("keys")
    found = {"endpoint": given.get("endpoint"), **(keys if isinstance(keys, dict) else {})}
    target = {name: str(found.get(name) or "") for name in ("endpoint", "p256dh", "auth")}
    hosts = tuple(host.strip() for host in settings.PUSH_HOSTS.split(",") if host.strip())
    host = urlsplit(target["endpoint"]).hostname or ""
    # Our server posts there: an address of somebody's choice could reach into the office's own network.
    if not any(host == one or host.endswith(f".{one}") for one in hosts):
        raise BrowserRefused
    try:
        Target(**target)
    except ValueError as error:
        raise BrowserRefused from error
    return target


def unsubscribe(officer: Officer) -> int:
    """Forgets all browsers of an officer; returns how many."""
    return officer.subscriptions.all().delete()[0]


def nudge_all(at: datetime, *, through: Push) -> int:
    """Tells browsers whose officers have something new, in working hours and not too often. Returns how many."""
    due = Subscription.objects.filter(Q(told_at__isnull=True) | Q(told_at__lte=at - PAUSE))
    rows = due.filter(officer__is_active=True).select_related("officer").order_by("officer", "id")
    return sum(_nudge(row, at=at, through=through) for row in rows)


def _nudge(row: Subscription, *, at: datetime, through: Push) -> bool:
    since = row.told_at or row.created_at
    if not _is_at_work(row.officer, at=at) or not count_news(row.officer, since=since, at=at):
        return False
    claimed = Subscription.objects.filter(pk=row.pk, told_at=row.told_at).update(told_at=at)
    return bool(claimed) and _push(row, at=at, through=through)


def _push(row: Subscription, *, at: datetime, through: Push) -> bool:
    """The payload holds numbers only: it is shown on a screen that anybody may see."""
    load = count_load(row.officer, at=at)
    payload = {"title": "Tuntas", "body": " ".join(load.say()), "url": "/meja/"}
    try:
        through(Target(**row.target), json.dumps(payload).encode())
    except SubscriptionGone:
        row.delete()
    except (GatewayDown, GatewayRefused) as error:
        log.info("push.not_sent", subscription=str(row.pk), code=getattr(error, "code", ""))
    else:
        return True
    return False


def _is_at_work(officer: Officer, *, at: datetime) -> bool:
    posts = list_posts(officer, on=timezone.localtime(at).date())
    try:
        return any(is_open(at, office=office) for office in {post.office for post in posts})
    except HoursUnclear:
        return False


def nudge_officers(_payload: Json) -> None:
    """The cron job around `nudge_all`; without a subscription it costs one query."""
    if Subscription.objects.exists():
        key = get_key()
        nudge_all(
            timezone.now(),
            through=lambda target, payload: push(target, payload, key=key, contact=settings.PUBLIC_URL),
        )
