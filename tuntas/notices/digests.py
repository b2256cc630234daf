"""Digests: an officer gets one mail in the morning and one after noon on what waits, and none when nothing does."""

from datetime import date, datetime, time, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.gateways.messages import Channel, Gateway, Message
from tuntas.gateways.opening import open_gateway
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.notices import consent
from tuntas.notices.desks import Load, count_load, may_hear
from tuntas.notices.models import Digest
from tuntas.notices.stopping import officer_stop_link
from tuntas.offices.models import Assignment, Office, Officer
from tuntas.offices.worktime import Calendar, HoursUnclear, calendar_of
from tuntas.vault.fields import Json

_AFTER_NOON: Final = time(13)
_WIDTH: Final = timedelta(hours=2)  # a worker that was away for longer leaves the slot out

log = structlog.get_logger("tuntas.notices")


def find_slot(at: datetime, calendar: Calendar) -> str:
    """ "morning" in the first two hours of an office's day, "noon" from 13.00; "" otherwise and on days off."""
    spans = calendar.spans(calendar.day_of(at))
    if not spans or at >= spans[-1][1]:
        return ""
    noon = datetime.combine(calendar.day_of(at), _AFTER_NOON, calendar.zone)
    if spans[0][0] <= at < spans[0][0] + _WIDTH:
        return "morning"
    return "noon" if noon <= at < noon + _WIDTH else ""


def send_digests(at: datetime, *, through: Gateway) -> int:
    """Sends what is due to every officer who works on a queue; again in the same slot sends none. Returns how many."""
    sent = 0
    for office in Office.objects.filter(is_open=True):
        try:
            calendar = calendar_of(office)
        except HoursUnclear:
            continue  # the administrator's own pages say so
        if slot := find_slot(at, calendar):
            on = calendar.day_of(at)
            staff = _staff(office, at)
            sent += sum(_send(one, office, slot=slot, on=on, at=at, through=through) for one in staff)
    return sent


def _staff(office: Office, at: datetime) -> list[Officer]:
    held = Assignment.objects.valid_on(timezone.localtime(at).date()).filter(post__office=office)
    rows = held.exclude(officer__email="").select_related("officer", "post").order_by("officer")
    return list({row.officer_id: row.officer for row in rows if may_hear(row.post)}.values())


def _send(officer: Officer, office: Office, *, slot: str, on: date, at: datetime, through: Gateway) -> bool:
    """Claims the slot, then sends: a worker that dies in between leaves one digest out rather than sending two."""
    load = count_load(officer, at=at)
    if load.is_empty or consent.is_stopped(consent.index_of(officer.email)):
        return False
    digest, is_new = Digest.objects.get_or_create(
        officer=officer, on=on, slot=slot, defaults={"waiting": load.waiting, "sent_at": at}
    )
    if not is_new:
        return False
    try:
        through.send(_message(digest, officer, office, load))
    except (GatewayDown, GatewayRefused, GatewayUnknown) as error:
        log.warning("digest.not_sent", digest=digest.pk, error=type(error).__name__)
        return False
    return True


def _message(digest: Digest, officer: Officer, office: Office, load: Load) -> Message:
    subject = _("%(n)d berkas menunggu di meja Anda") % {"n": load.waiting} if load.waiting else _("Pekerjaan Anda")
    body = "\n".join([*load.say(), "", _("Buka meja Anda:"), f"{settings.PUBLIC_URL}/meja/"])
    return Message(
        key=f"digest-{digest.pk}",
        to=officer.email,
        text=body,
        subject=subject,
        html=render_to_string("notices/mail.html", {"notice": {"subject": subject, "body": body}}),
        sender_name=office.name,
        unsubscribe=officer_stop_link(officer),
    )


def send_due_digests(_payload: Json) -> None:
    """The cron job around `send_digests`; without mail there are none."""
    if settings.MAIL_URL:
        send_digests(timezone.now(), through=open_gateway(Channel.MAIL, settings.MAIL_URL))
