"""Status: everything a resident may see of their application, in the words they read."""

from dataclasses import replace
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext as _

from tuntas.cases.deadlines import RUNNING, is_overdue
from tuntas.cases.models import Application, ApplicationFile, Case, Event, Step, Verdict
from tuntas.cases.paper import form_of, leave_out_replaced, list_old_papers, name_of, service_of
from tuntas.cases.states import ISSUED, MOVES, State, Verb
from tuntas.catalog.conditions import list_forms
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import get_definition
from tuntas.catalog.reasons import REASONS
from tuntas.handover.issuing import list_current
from tuntas.letters.intent import get_holder
from tuntas.letters.models import Letter
from tuntas.letters.reading import verify_url
from tuntas.reports.showing import applicant_labels
from tuntas.reports.status_views import ApplicationStatus, Ask, CaseStatus, IssuedView, LetterView, Line, Station


class _Place(TypedDict, total=False):
    output: str
    holder: str
    waits_for: tuple[str, ...]
    hand_in: tuple[str, ...]


def read_status(application: Application, *, at: datetime) -> ApplicationStatus:
    """What the holder of receipt and PIN sees."""
    rows = (
        application.cases.select_related("office", "desk__office")
        .prefetch_related("steps__office", "events__by", "verdicts", "letters__number", "issued")
        .order_by("opened_at", "id")
    )
    current = leave_out_replaced(rows)
    return ApplicationStatus(
        receipt=application.receipt,
        office=application.office.name,
        submitted_at=application.submitted_at,
        delivery=application.delivery_method,
        cases=[read_case(case, at=at) for case in current],
        replaced=[read_case(case, at=at) for case in rows if case not in current],
        **_read_package(application),
    )


def _read_package(application: Application) -> dict[str, str]:
    if application.package_version_id is None:
        return {}
    package = get_definition(application.package_version_id)
    return {"package": package.code, "package_name": package.name}


def read_case(case: Case, *, at: datetime) -> CaseStatus:
    """The status of one case."""
    definition = service_of(case)
    state = State(case.state)
    letter = _find_letter(case)
    return CaseStatus(
        id=str(case.pk),
        service=case.service_code,
        name=case.label or definition.name,
        short=name_of(case),
        state=state,
        word=_word(case, letter),
        turn=case.turn,
        desk=case.desk.title if case.desk else "",
        office=case.desk.office.name if case.desk else case.office.name,
        due_at=case.due_at if state in RUNNING else None,
        is_late=is_overdue(case, at=at),
        stations=_stations(case, at=at),
        history=[_line(event) for event in sorted(case.events.all(), key=lambda event: event.seq)],
        asks=_asks(case, form_of(case)) if state == State.RETURNED else [],
        letter=_letter_view(letter, definition) if letter else None,
        can_withdraw=state in MOVES[Verb.WITHDRAW].sources,
        issued=_list_issued(case) if state in ISSUED else [],
        forms=list_forms(definition, applicant=case.applicant, answers=case.answers),
        **_read_place(case),
    )


def _read_place(case: Case) -> _Place:
    """Where a document stands in its package."""
    if not case.output:
        return {}
    own = str(case.application.applicant.get("name", ""))
    holder = get_holder(case)
    return {
        "output": case.output,
        "holder": holder if holder != own else "",
        "waits_for": tuple(case.waits_for),
        "hand_in": tuple(one.name for one in list_old_papers(case)),
    }


def _find_letter(case: Case) -> Letter | None:
    """The sealed letter out of those fetched with the case: one query for all cases, not one each."""
    return next((one for one in case.letters.all() if one.sealed_at and not one.voided_at), None)


def _list_issued(case: Case) -> list[IssuedView]:
    rows = list_current(case.issued.all())
    return [IssuedView(str(row.pk), row.code, row.name, has_file=row.blob_id is not None) for row in rows]


def _word(case: Case, letter: Letter | None) -> str:
    if case.state == State.IN_REVIEW and case.desk:
        return _("Sedang diperiksa, di meja %(desk)s") % {"desk": case.desk.title}
    if case.state == State.RETURNED:
        return _("Perlu Anda perbaiki")
    if letter and letter.revoked_at:
        return _("Surat dicabut")
    return str(State(case.state).label)


def _stations(case: Case, *, at: datetime) -> list[Station]:
    steps: list[Step] = sorted(case.steps.all(), key=lambda step: step.order)
    sent = Station(_("Permohonan diterima"), case.office.name, "past", at=case.opened_at)
    current = next((step for step in steps if step.decided_at is None), None)
    late = is_overdue(case, at=at)
    stops = [
        Station(
            title=step.title,
            office=step.office.name,
            place="past" if step.decided_at else ("now" if step == current and not case.is_closed else "ahead"),
            at=step.decided_at,
            is_late=late and step == current,
        )
        for step in steps
    ]
    return [sent, *stops, _goal(case)]


def _goal(case: Case) -> Station:
    place = {State.DELIVERED: "past", State.READY: "now", State.SIGNING: "now"}.get(State(case.state), "ahead")
    return Station(_("Surat sampai di tangan Anda"), case.office.name, place, at=case.closed_at, is_goal=True)


_EXPLAINED = frozenset({Verb.SEND_BACK, Verb.REJECT, Verb.WITHDRAW, Verb.END, Verb.RECALL, Verb.REVOKE})


def _line(event: Event) -> Line:
    officer = event.by.name if event.by and event.verb != Verb.SUBMIT else ""
    who = {"applicant": _("Anda"), "helper": _("Pendamping"), "system": _("Sistem")}.get(event.actor, officer)
    shown = event.note if event.verb in _EXPLAINED else ""
    return Line(at=event.at, verb=event.verb, text=str(Verb(event.verb).label), by=who, note=shown)


def _asks(case: Case, definition: ServiceDefinition) -> list[Ask]:
    rows = sorted((row for row in case.verdicts.all() if row.is_open), key=lambda row: (row.at, str(row.pk)))
    asks = [_ask(row, definition) for row in rows]
    return asks + list_followed(definition, {ask.item for ask in asks})


def list_followed(definition: ServiceDefinition, items: set[str]) -> list[Ask]:
    """Questions that hang on an answer which is asked for again: another answer there may bring them up."""
    sentence = _("Isi bila berlaku untuk jawaban Anda yang baru.")
    return [
        Ask(f"answers.{one.code}", "answer", one.code, one.name, sentence, "", replace(one, required=False))
        for one in definition.questions
        if one.when and one.when.field in items and f"answers.{one.code}" not in items
    ]


def _ask(verdict: Verdict, definition: ServiceDefinition) -> Ask:
    kind, _dot, code = verdict.item.rpartition(".")
    question = next((q for q in definition.questions if kind == "answers" and q.code == code), None)
    requirement = next((r for r in definition.requirements if not kind and r.code == code), None)
    name = question.name if question else requirement.name if requirement else applicant_labels().get(code, code)
    sentence = f"{REASONS[verdict.reason].sentence.format(item=name)} {verdict.note}".strip()
    kinds = {"answers": "answer", "applicant": "applicant"}
    return Ask(verdict.item, kinds.get(kind, "file"), code, name, sentence, verdict.reason, question, requirement)


def _letter_view(letter: Letter, definition: ServiceDefinition) -> LetterView:
    return LetterView(
        number=letter.number.text,
        title=definition.letter.title if definition.letter else definition.name,
        issued_on=letter.issued_on.isoformat(),
        valid_until=letter.valid_until.isoformat() if letter.valid_until else "",
        verify_url=verify_url(letter),
        is_revoked=letter.revoked_at is not None,
    )


def list_current_files(application: Application) -> list[ApplicationFile]:
    """The files that count now, in the order they came."""
    return list(application.files.filter(is_current=True).select_related("upload").order_by("added_at", "id"))


def list_own_files(case: Case) -> list[ApplicationFile]:
    """The files that this document needs: all of a service, of a package those of its own requirements."""
    rows = list_current_files(case.application)
    codes = {requirement.code for requirement in service_of(case).requirements}
    return [row for row in rows if not case.output or row.requirement in codes]
