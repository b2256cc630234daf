"""Reads the world for one turn: the office, its services, the draft, and what this person has sent before."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application
from tuntas.cases.states import ISSUED
from tuntas.catalog.definition import CHAT_MENU
from tuntas.catalog.finding import definition_of, list_catalog
from tuntas.chat.models import Conversation
from tuntas.chat.state import DraftFacts, Facts, OfficeFacts, Own, State
from tuntas.intake.drafts import follow_current
from tuntas.intake.models import Draft
from tuntas.offices.models import Office
from tuntas.offices.switches import list_closed
from tuntas.reports.showing import show_date
from tuntas.reports.status import read_status
from tuntas.reports.status_views import CaseStatus

MOST_OWN = 3


def read_facts(conversation: Conversation, state: State, *, at: datetime, with_own: bool) -> Facts:
    """Everything that a step may need to know; a draft of an older version is brought to the current one."""
    office = conversation.office
    closed = list_closed(office) if office else frozenset()
    return Facts(
        on=timezone.localtime(at).date(),
        services={one.code: one for one in list_catalog() if one.code not in closed},
        offices=() if office else _list_offices(),
        office=read_office(office, at=at) if office else None,
        draft=_read_draft(conversation.draft, office) if conversation.draft else None,
        own=_list_own(conversation, state, at=at) if with_own else (),
        known=_describe(conversation.known),
        days_away=_days_away(conversation, at=at),
    )


def _list_offices() -> tuple[tuple[str, str], ...]:
    rows = Office.objects.filter(level=Office.Level.VILLAGE, is_open=True).order_by("name")
    return tuple(rows.values_list("code", "name"))


def read_office(office: Office, *, at: datetime) -> OfficeFacts:
    """What the conversation knows of the office it speaks for."""
    today = office.hours.get(str(timezone.localtime(at).weekday()))
    hours = _("hari ini %(from)s–%(until)s") % {"from": today[0], "until": today[-1]} if today else ""
    menu = office.switches.get(CHAT_MENU)
    return OfficeFacts(
        code=office.code,
        name=office.name,
        hours=hours.replace(":", "."),
        phone=office.phone,
        switches=office.switches,
        menu=tuple(str(code) for code in menu) if isinstance(menu, list) else (),
        takes_photos=bool(office.switches.get("chat_photos")),
        sends_letters=bool(office.switches.get("chat_letters")),
    )


def _read_draft(draft: Draft, office: Office | None) -> DraftFacts:
    follow_current(draft)
    return DraftFacts(
        definition=definition_of(draft.service_version),
        content=draft.content,
        switches=office.switches if office else {},
        receipt=draft.receipt,
    )


def _list_own(conversation: Conversation, state: State, *, at: datetime) -> tuple[Own, ...]:
    """What was sent from this conversation, or names its number."""
    mine = Q(receipt__in=state.receipts)
    if conversation.phone_index:
        mine |= Q(phone_index=conversation.phone_index)
    rows = Application.objects.filter(mine).select_related("office").order_by("-submitted_at")[:MOST_OWN]
    return tuple(_read_own(row, at=at, from_here=row.receipt in state.receipts) for row in rows)


def _read_own(application: Application, *, at: datetime, from_here: bool) -> Own:
    report = read_status(application, at=at)
    return Own(
        receipt=report.receipt,
        line="\n".join(_line(case, now=at) for case in report.cases),
        asks=tuple(report.asks),
        letters=tuple(paper for case in report.cases for paper in _list_papers(case)),
        is_returned=bool(report.asks),
        from_here=from_here,
    )


def _list_papers(case: CaseStatus) -> list[tuple[str, str]]:
    """What is ready as a file: our own sealed letter by its case, what another system printed by case and document."""
    if case.state not in ISSUED:
        return []
    sealed = [(case.id, case.short)] if case.letter is not None and not case.letter.is_revoked else []
    return sealed + [(f"{case.id}/{one.id}", one.name) for one in case.issued if one.has_file]


def _line(case: CaseStatus, *, now: datetime) -> str:
    until = _(" Selesai sebelum %(time)s.") % {"time": near(case.due_at, now=now)} if case.due_at else ""
    return f"{case.short}: {case.word}.{until}"


def near(value: datetime | None, *, now: datetime) -> str:
    """ "hari ini, 11.30", or "23 November 2026, 08.02"."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    clock = f"{local:%H.%M}"
    if local.date() == timezone.localtime(now).date():
        return _("hari ini, %(time)s") % {"time": clock}
    return f"{show_date(local.date().isoformat())}, {clock}"


def _describe(known: dict[str, object]) -> str:
    """Enough to recognise oneself, not enough for a stranger who has the phone now."""
    first, *others = str(known.get("name", "")).split() or [""]
    if not first:
        return ""
    initials = " ".join(f"{name[0]}." for name in others[:2])
    return _("%(name)s, NIK …%(end)s") % {"name": f"{first} {initials}".strip(), "end": str(known.get("nik", ""))[-4:]}


def _days_away(conversation: Conversation, *, at: datetime) -> float:
    last = conversation.last_inbound_at
    return (at - last).total_seconds() / 86400 if last else 0.0
