"""Status views: one application as its holder sees it, in the words they read; `reports.status` fills them."""

from dataclasses import dataclass, field
from datetime import datetime

from tuntas.cases.states import CLOSED, ISSUED, State, Turn
from tuntas.catalog.definition import Kind, Question, Requirement


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

    @property
    def asked(self) -> Question:
        """How it is asked for again: an answer like the first time, a field of the applicant as plain words."""
        return self.question or Question(code=self.code, label=self.name, kind=Kind.TEXT)


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
    package: str = ""  # its code, where this is a life event with several documents
    package_name: str = ""
    replaced: list[CaseStatus] = field(default_factory=list)  # ended, and begun anew among `cases`: history alone

    @property
    def timeline(self) -> list[tuple[CaseStatus, Line]]:
        """What happened to every document, in one line of time, oldest first."""
        lines = [(case, line) for case in [*self.cases, *self.replaced] for line in case.history]
        return sorted(lines, key=lambda pair: pair[1].at)

    def forerunners(self, case: CaseStatus) -> list[CaseStatus]:
        """The documents that one must wait for."""
        return [one for one in self.cases if one.output in case.waits_for]

    @property
    def done(self) -> int:
        """How many documents are ready or in a hand."""
        return sum(1 for case in self.cases if case.state in ISSUED)

    @property
    def hand_in(self) -> list[str]:
        """The old documents still to be given back, each once."""
        waiting = [case for case in self.cases if case.state not in CLOSED]
        return list(dict.fromkeys(name for case in waiting for name in case.hand_in))

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
