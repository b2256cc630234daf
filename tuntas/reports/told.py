"""Told: which messages a case led to, how far each came, and whom the office has to ring up."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.access import whole_offices
from tuntas.cases.models import Application, Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import Verb
from tuntas.notices.calling import CallTask, list_tasks
from tuntas.notices.models import Notice
from tuntas.notices.reaching import HELPER, OFFICER, get_recipient
from tuntas.notices.showing import CHANNELS, Way, find_best, list_ways, mask_address
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Officer


@dataclass(frozen=True)
class Told:
    """One message to one person, for the officers of the case."""

    about: str
    who: str
    state: str
    word: str
    at: datetime
    waits_until: datetime | None
    ways: list[Way]

    @property
    def needs_call(self) -> bool:
        """No message brought it."""
        return self.state == Notice.State.FAILED


def list_told(case: Case) -> list[Told]:
    """The messages of a case, newest first, with masked addresses."""
    rows = case.notices.select_related("event", "case__application").prefetch_related("attempts")
    return [_told(notice, case.application) for notice in rows.order_by("-created_at", "-id")[:30]]


def _told(notice: Notice, application: Application) -> Told:
    is_waiting = notice.state == Notice.State.WAITING
    return Told(
        about=_about(notice),
        who=_who(notice.person),
        state=notice.state,
        word=str(Notice.State(notice.state).label),
        at=notice.created_at,
        waits_until=notice.not_before if is_waiting else None,
        ways=list_ways(notice, get_recipient(application, person=notice.person).addresses),
    )


def _about(notice: Notice) -> str:
    label = str(Verb(notice.event.verb).label)
    return _("Pengingat: %(about)s") % {"about": label} if notice.topic else label


def _who(person: str) -> str:
    if person.startswith(OFFICER):
        return _("Ketua RT")
    return _("Pendamping") if person == HELPER else _("Pemohon")


def read_last(application: Application, *, at: datetime) -> str:
    """One sentence on the newest message to the applicant; "" where there was none."""
    rows = Notice.objects.filter(case__application=application, person="applicant").prefetch_related("attempts")
    notice = rows.order_by("-created_at", "-id").first()
    if notice is None:
        return ""
    best = find_best(notice.attempts.all())
    channel = best.channel if best and best.reached else notice.channel
    address = get_recipient(application, person=notice.person).addresses.get(channel, "")
    given = {"channel": str(CHANNELS.get(channel, "")), "address": mask_address(address)}
    return _sentence(notice, at=at) % given


def _sentence(notice: Notice, *, at: datetime) -> str:
    if notice.state == Notice.State.WAITING and notice.not_before and notice.not_before > at:
        clock = timezone.localtime(notice.not_before).strftime("%H.%M")
        return _("Kami kirim %%(channel)s ke %%(address)s pukul %(clock)s.") % {"clock": clock}
    if not notice.channel:
        return _("Kami tidak punya nomor Anda. Lihat kabar di halaman ini.")
    sentences = {
        Notice.State.WAITING: _("Kami sedang mengirim %(channel)s ke %(address)s."),
        Notice.State.SENT: _("Kami kirim %(channel)s ke %(address)s."),
        Notice.State.DELIVERED: _("Kami kirim %(channel)s ke %(address)s, sudah sampai."),
        Notice.State.READ: _("Kami kirim %(channel)s ke %(address)s, sudah dibaca."),
        Notice.State.UNKNOWN: _("Kami kirim %(channel)s ke %(address)s, belum pasti sampai."),
        Notice.State.TOLD: _("Kami sudah memberi tahu Anda lewat telepon."),
        Notice.State.FAILED: _("Pesan kami ke %(address)s tidak sampai. Tanyakan kepada kantor."),
    }
    return sentences[Notice.State(notice.state)]


def list_calls(officer: Officer, *, at: datetime) -> list[CallTask]:
    """Whom the officer's offices should ring up."""
    return list_tasks(_offices_of(officer, at=at), at=at)


def get_call(officer: Officer, *, case_id: uuid.UUID, person: str, at: datetime) -> CallTask:
    """One task by a case of its application. Raises CaseUnknown, also for one of another office."""
    offices = _offices_of(officer, at=at)
    case = Case.objects.filter(pk=case_id).only("application_id").first() if offices else None
    tasks = list_tasks(offices, at=at, application=case.application_id) if case else []
    found = next((task for task in tasks if task.person == person), None)
    if found is None:
        raise CaseUnknown(_("Tidak ada telepon yang menunggu untuk permohonan ini."))
    return found


def _offices_of(officer: Officer, *, at: datetime) -> list[uuid.UUID]:
    return whole_offices(list_posts(officer, on=timezone.localtime(at).date()))
