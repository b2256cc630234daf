"""Status: everything a resident may see of their application, in the words they read."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypedDict

from django.utils.translation import gettext as _

from tuntas.cases.deadlines import is_overdue
from tuntas.cases.models import Application, ApplicationFile, Case, Event, Step, Verdict
from tuntas.cases.paper import form_of, list_old_papers, name_of, service_of
from tuntas.cases.states import CLOSED, State, Turn, Verb
from tuntas.catalog.conditions import list_forms
from tuntas.catalog.definition import Question, Requirement, ServiceDefinition
from tuntas.catalog.reasons import REASONS
from tuntas.handover.issuing import list_current
from tuntas.letters.intent import get_holder
from tuntas.letters.models import Letter
from tuntas.letters.reading import verify_url
from tuntas.reports.showing import applicant_labels


@dataclass(frozen=True)
class Station:
    """One stop of the journey. `place` is past, now, ahead; `goal` marks the last one."""

    title: str
    office: str
    place: str
    at: datetime | None = None
    is_goal: bool = False
    is_late: bool = False


@dataclass(frozen=True)
class Line:
    """One line of the history, newest last."""

    at: datetime
    verb: str
    text: str
    by: str
    note: str = ""


@dataclass(frozen=True)
class Ask:
    """One thing the applicant must mend. `kind` is file, answer or applicant; `code` is the field within it."""

    item: str
    kind: str
    code: str
    name: str
    sentence: str
    reason: str
    question: Question | None = None
    requirement: Requirement | None = None


@dataclass(frozen=True)
class LetterView:
    number: str
    title: str
    issued_on: str
    valid_until: str
    verify_url: str
    is_revoked: bool


@dataclass(frozen=True)
class IssuedView:
    """A document of another system: to download, or, without `has_file`, a card for the counter or the courier."""

    id: str
    code: str
    name: str
    has_file: bool


@dataclass(frozen=True)
class CaseStatus:
    """One document: where it is, whose turn, until when, what to do."""

    id: str
    service: str
    name: str
    short: str
    state: State
    word: str
    turn: Turn
    desk: str
    office: str
    due_at: datetime | None
    is_late: bool
    stations: list[Station]
    history: list[Line]
    asks: list[Ask] = field(default_factory=list)
    letter: LetterView | None = None
    can_withdraw: bool = False
    issued: list[IssuedView] = field(default_factory=list)
    forms: tuple[str, ...] = ()  # national forms that can be printed from the answers
    output: str = ""  # of a package: "ktp", or "ktp.2" of several
    holder: str = ""  # of a package: whose document this is, where it is not the applicant's
    waits_for: tuple[str, ...] = ()  # the outputs that must be ready before this one begins
    hand_in: tuple[str, ...] = ()  # old documents to give back when this one is handed over


@dataclass(frozen=True)
class ApplicationStatus:
    receipt: str
    office: str
    submitted_at: datetime
    delivery: str
    cases: list[CaseStatus]

    @property
    def state(self) -> str:
        """The state of the whole: RETURNED if any case waits for the applicant, the common state, else IN_REVIEW."""
        states = {case.state for case in self.cases}
        if State.RETURNED in states:
            return State.RETURNED
        if len(states) == 1:
            return states.pop()
        open_states = states - CLOSED
        return State.IN_REVIEW if len(open_states) != 1 else open_states.pop()

    @property
    def asks(self) -> list[Ask]:
        """Everything to mend, each item once."""
        return list({ask.item: ask for case in self.cases for ask in case.asks}.values())

    @property
    def is_finished(self) -> bool:
        return all(case.state in CLOSED for case in self.cases)


class _Place(TypedDict, total=False):
    output: str
    holder: str
    waits_for: tuple[str, ...]
    hand_in: tuple[str, ...]


def read_status(application: Application, *, at: datetime) -> ApplicationStatus:
    """What the holder of receipt and PIN sees."""
    cases = (
        application.cases.select_related("office", "desk__office", "service_version", "application__package_version")
        .prefetch_related("steps__office", "events__by", "verdicts", "letters__number", "issued")
        .order_by("opened_at", "id")
    )
    return ApplicationStatus(
        receipt=application.receipt,
        office=application.office.name,
        submitted_at=application.submitted_at,
        delivery=application.delivery_method,
        cases=[read_case(case, at=at) for case in cases],
    )


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
        due_at=case.due_at if state in {State.IN_REVIEW, State.SIGNING} else None,
        is_late=is_overdue(case, at=at),
        stations=_stations(case, at=at),
        history=[_line(event) for event in sorted(case.events.all(), key=lambda event: event.seq)],
        asks=_asks(case, form_of(case)) if state == State.RETURNED else [],
        letter=_letter_view(letter, definition) if letter else None,
        can_withdraw=state in {State.WAITING, State.IN_REVIEW, State.RETURNED},
        issued=_list_issued(case) if state in {State.READY, State.DELIVERED} else [],
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


def _line(event: Event) -> Line:
    officer = event.by.name if event.by and event.verb != Verb.SUBMIT else ""
    who = {"applicant": _("Anda"), "helper": _("Pendamping"), "system": _("Sistem")}.get(event.actor, officer)
    shown = event.note if event.verb in {Verb.SEND_BACK, Verb.REJECT, Verb.WITHDRAW, Verb.END, Verb.REVOKE} else ""
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
