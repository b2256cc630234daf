"""The journey of a paper as stations of `ui/path.html`: before it is sent, and while it is under way."""

from dataclasses import replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuntas.cases.states import LOST, State
from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import ChainStep, ServiceDefinition
from tuntas.offices.models import Office, Post
from tuntas.offices.roles import Role
from tuntas.reports.status_views import CaseStatus
from tuntas.reports.status_views import Station as Reported
from tuntas.screens.shared import wording
from tuntas.screens.shared.path import DUTY_ICONS, Station

DUTIES: dict[str, str | Promise] = {
    "endorse": gettext_lazy("memberi pengantar"),
    "check": gettext_lazy("memeriksa syarat"),
    "survey": gettext_lazy("meninjau lapangan"),
    "initial": gettext_lazy("meneliti isi, memberi paraf"),
    "countersign": gettext_lazy("mengetahui"),
    "attach": gettext_lazy("melampirkan dokumen"),
    "sign": gettext_lazy("menandatangani"),
}


def describe_journey(definition: ServiceDefinition, *, office: Office | None) -> list[Station]:
    """The chain of a service from the resident's hand and back, with the titles that the chosen office uses."""
    switches = office.switches if office else {}
    posts = list(Post.objects.filter(office=office)) if office else []
    own = {"own", office.level} if office else set()
    steps = [step for step in definition.chain if _applies(step, switches)]
    stops = [_describe(step, posts=posts if step.office in own else []) for step in steps]
    sent = Station("now", "home", _("Anda mengirim"), _("dari rumah, lewat ponsel"))
    return [sent, *stops, Station("goal", "seal", _("Surat di tangan Anda"), _("baru kami sebut tuntas"))]


def _applies(step: ChainStep, switches: dict[str, object]) -> bool:
    return step.when is None or holds(step.when, applicant={}, answers={}, switches=switches)


def _describe(step: ChainStep, *, posts: list[Post]) -> Station:
    mine = [post for post in posts if post.role == step.role]
    exact = [post for post in mine if post.section == step.section] or mine
    title = exact[0].title if exact and step.role != Role.RT_HEAD else _general_title(step)
    return Station("", DUTY_ICONS[step.duty], title, str(DUTIES[step.duty]))


def _general_title(step: ChainStep) -> str:
    if step.role == Role.SECTION_HEAD and step.section:
        return _("Kasi %(section)s") % {"section": step.section.capitalize()}
    if step.role == Role.HEAD and step.office in {"own", "village"}:
        return _("Lurah atau kepala desa")
    return str(Role(step.role).label)


def follow_journey(case: CaseStatus, *, now: datetime) -> list[Station]:
    """The stations of a running case, in the words of a status page."""
    if case.state in LOST:
        gone = [_past(station, case) for station in case.stations if station.place == "past"]
        return [*gone, _stop(case)]
    return [station for reported in case.stations for station in _follow(reported, case=case, now=now)]


def _follow(station: Reported, *, case: CaseStatus, now: datetime) -> list[Station]:
    if station.is_goal:
        return [_goal(station)]
    if station.place == "past":
        return [_past(station, case)]
    ahead = Station("", "list", _title(station, case), "")
    if station.place == "ahead" or case.state == State.WAITING:
        return [ahead]
    if case.state == State.RETURNED:
        mine = Station("now", "home", _("Kembali ke Anda"), _("menunggu perbaikan dari Anda"))
        return [mine, replace(ahead, text=_("memeriksa lagi"))]
    return [_current(station, case=case, now=now)]


def _past(station: Reported, case: CaseStatus) -> Station:
    return Station("past", "check", _title(station, case), wording.moment(station.at))


def _current(station: Reported, *, case: CaseStatus, now: datetime) -> Station:
    if station.is_late:
        return Station("now late", "eye", _title(station, case), _("lewat janji, sedang kami kejar"))
    text = _("selesai sebelum %(time)s") % {"time": wording.near(case.due_at, now=now)} if case.due_at else ""
    return Station("now", "eye", _title(station, case), text)


def _stop(case: CaseStatus) -> Station:
    icon = "ban" if case.state == State.REJECTED else "x"
    return Station(
        "now late", icon, str(case.state.label), wording.moment(case.history[-1].at if case.history else None)
    )


def _title(station: Reported, case: CaseStatus) -> str:
    return station.title if station.office == case.office else f"{station.title}, {station.office}"


def _goal(station: Reported) -> Station:
    if station.place == "past":
        return Station("past", "seal", _("Tuntas, surat di tangan Anda"), wording.moment(station.at))
    text = _("siap Anda ambil") if station.place == "now" else _("baru kami sebut tuntas")
    return Station("goal", "seal", station.title, text)
