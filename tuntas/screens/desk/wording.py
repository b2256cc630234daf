"""What officers read where residents read other words: "Pemohon" for "Anda", the way a paper came and goes."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.cases.models import Case
from tuntas.cases.states import State, Verb
from tuntas.reports.status_views import CaseStatus, Line

CHANNELS: dict[str, str | Promise] = {
    "web": gettext_lazy("web"),
    "whatsapp": gettext_lazy("WhatsApp"),
    "counter": gettext_lazy("loket"),
    "app": gettext_lazy("aplikasi"),
    "outreach": gettext_lazy("jemput bola"),
    "api": gettext_lazy("aplikasi"),
}
DELIVERIES: dict[str, str | Promise] = {
    "download": gettext_lazy("Unduh sendiri"),
    "pickup": gettext_lazy("Ambil di loket"),
    "print_point": gettext_lazy("Cetak di desa"),
    "courier": gettext_lazy("Kurir"),
}


@dataclass(frozen=True)
class Stop:
    """One stop of the trail; `place` is a class: past, now, ahead."""

    title: str
    place: str


def say_channel(channel: str, *, helped: bool) -> str:
    """How an application came: "web", "loket", "dibantu"."""
    return _("dibantu") if helped and channel == "web" else str(CHANNELS.get(channel, channel))


def say_delivery(method: str) -> str:
    """How the document goes out."""
    return str(DELIVERIES.get(method, method))


def say_state(status: CaseStatus) -> str:
    """The word of a state for officers; "" leaves the resident's word."""
    return _("Menunggu perbaikan pemohon") if status.state == State.RETURNED else ""


def list_stops(status: CaseStatus) -> list[Stop]:
    """The way of the paper in short words: Pemohon, the desks, Penyerahan."""
    last = len(status.stations) - 1
    ends = {0: _("Pemohon"), last: _("Penyerahan")}
    return [Stop(ends.get(place, one.title), one.place) for place, one in enumerate(status.stations)]


def list_history(status: CaseStatus) -> list[Line]:
    """The history with the applicant by that name."""
    applicant = _("Anda")
    return [replace(line, by=_("Pemohon")) if line.by == applicant else line for line in status.history]


def list_notes(case: Case) -> list[str]:
    """What earlier desks wrote for the next ones: "Budi Santoso: ..."."""
    events = case.events.filter(verb=Verb.APPROVE).select_related("by").order_by("seq")
    return [f"{event.by.name}: {event.note}" for event in events if event.by and event.note]
