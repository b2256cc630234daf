"""Workbench: one case as the officer who decides it needs it, photo beside data."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tuntas.cases.identity import find_identity_check
from tuntas.cases.models import Application, ApplicationFile, Case, PaperShown, Verdict
from tuntas.cases.paper import asked_item, form_of, leave_out_replaced, name_of, service_of
from tuntas.cases.rules import open_verbs
from tuntas.cases.states import ISSUED, Duty, State, Verb
from tuntas.catalog.definition import Kind, Question, ServiceDefinition
from tuntas.handover.issuing import list_current
from tuntas.handover.models import IssuedDocument
from tuntas.intake.submission import list_hints
from tuntas.offices.models import Officer
from tuntas.reports.showing import show_answer, show_birth, show_date, show_home
from tuntas.reports.status import list_current_files, read_case
from tuntas.reports.status_views import CaseStatus
from tuntas.vault.fields import Json


@dataclass(frozen=True)
class Fact:
    """One line of data. `item` is what a verdict names; `secret` lines are masked until the officer asks."""

    item: str
    label: str
    text: str
    secret: bool = False


@dataclass(frozen=True)
class Document:
    """One requirement with its file, the original that an officer saw, or the promise to bring it.

    `said` is the newest verdict ("" for none).
    """

    item: str
    name: str
    file: ApplicationFile | None
    said: str
    reason: str
    is_new: bool
    shown: PaperShown | None = None

    @property
    def pages(self) -> range:
        return range(1, (self.file.upload.pages if self.file else 0) + 1)


@dataclass(frozen=True)
class Check:
    """Something the system noticed; it never decides. `tone` is ok or warn."""

    tone: str
    text: str


@dataclass(frozen=True)
class PackagePlace:
    """Where a document stands in its package: which of how many, what it waits for, how many wait for it."""

    name: str
    position: int
    total: int
    waits: str
    followers: int


@dataclass(frozen=True)
class Bench:
    case: Case
    status: CaseStatus
    definition: ServiceDefinition
    facts: list[Fact]
    documents: list[Document]
    checks: list[Check]
    verbs: list[Verb]
    next_desk: str
    needs_pin: bool = False  # the officer's name goes on the letter: the Camat who takes note
    issued: list[IssuedDocument] = field(default_factory=list)
    place: PackagePlace | None = None

    @property
    def is_attaching(self) -> bool:
        """Approving here issues what must have been attached before."""
        return Verb.ISSUE in self.verbs and bool(self.definition.documents)

    @property
    def can_revoke(self) -> bool:
        """A letter is out that holds, and this officer may take it back."""
        letter = self.status.letter
        return bool({Verb.RECALL, Verb.REVOKE} & set(self.verbs)) and letter is not None and not letter.is_revoked

    @property
    def can_decide(self) -> bool:
        return bool({Verb.APPROVE, Verb.SIGN, Verb.ISSUE} & set(self.verbs))


def read_bench(case: Case, *, officer: Officer, at: datetime) -> Bench:
    """Everything on one screen; the caller has noted the reading."""
    definition = service_of(case)
    documents = _documents(case, definition)
    undecided = list(case.steps.filter(decided_at__isnull=True).order_by("order")[:2])
    return Bench(
        case=case,
        status=read_case(case, at=at),
        definition=definition,
        facts=_name_once([*_person(case), *_answers(case, definition), *_delivery(case.application)]),
        documents=documents,
        checks=_checks(case, definition, documents, on=timezone.localtime(at).date()),
        verbs=open_verbs(officer, case=case, at=at),
        next_desk=undecided[1].title if len(undecided) > 1 else "",
        needs_pin=bool(undecided) and undecided[0].duty == Duty.COUNTERSIGN,
        issued=list_current(case.issued.all()),
        place=find_place(case),
    )


def _name_once(facts: list[Fact]) -> list[Fact]:
    """Of several lines that come from one answer, the first stands for it."""
    items = [fact.item for fact in facts]
    return [
        fact if not fact.item or items.index(fact.item) == number else replace(fact, item="")
        for number, fact in enumerate(facts)
    ]


def find_place(case: Case) -> PackagePlace | None:
    """The case's place in its package; none for an ordinary service. Other offices' documents are named, not shown."""
    if not case.output:
        return None
    cases = leave_out_replaced(case.application.cases.all())
    others = [] if case.is_closed else cases
    open_ones = [one for one in others if one.output in case.waits_for and one.state not in ISSUED]
    return PackagePlace(
        name=form_of(case).short,
        position=1 + [one.output for one in cases].index(case.output),
        total=len(cases),
        waits=", ".join(name_of(one) for one in open_ones),
        followers=sum(1 for one in others if case.output in one.waits_for and one.state == State.WAITING),
    )


def purpose_of(case: Case) -> str:
    """What the letter is for, in the applicant's words; "" when the service does not ask."""
    return str(case.answers.get("purpose", ""))


def _person(case: Case) -> list[Fact]:
    person = case.applicant

    def of(name: str) -> str:
        return str(person.get(name) or "")

    sexes = {"L": _("Laki-laki"), "P": _("Perempuan")}
    rows = [
        Fact("applicant.name", _("Nama"), of("name")),
        Fact("applicant.nik", _("NIK"), of("nik"), secret=True),
        Fact("applicant.kk", _("No. KK"), of("kk"), secret=True),
        Fact("applicant.birth_date", _("Lahir"), show_birth(person)),
        Fact("applicant.sex", _("Kelamin"), sexes.get(of("sex"), of("sex"))),
        Fact("applicant.religion", _("Agama"), of("religion").capitalize()),
        Fact("applicant.marital_status", _("Status"), of("marital_status").capitalize()),
        Fact("applicant.occupation", _("Pekerjaan"), of("occupation").capitalize()),
        Fact("applicant.address", _("Alamat"), show_home(person)),
        Fact("applicant.phone", _("Ponsel"), of("phone")),
    ]
    rows = [replace(row, item=asked_item(case, row.item)) for row in rows]
    helper = case.application.helper
    if helper:
        text = f"{helper.get('name', '')} ({helper.get('relation', '')})"
        rows.append(Fact("helper", _("Diwakili") if case.application.entered_by_id else _("Diisi oleh"), text))
        rows.append(Fact("", _("Persetujuan"), _say_consent(helper)))
    return [row for row in rows if row.text]


def _say_consent(helper: Json) -> str:
    """That the applicant agreed, and when that was stated."""
    stated = parse_datetime(str(helper.get("consent_at", "")))
    if stated is None:
        return _("Pemohon setuju")
    at = timezone.localtime(stated)
    return _("Pemohon setuju, dinyatakan %(day)s, %(time)s") % {
        "day": show_date(at.date().isoformat()),
        "time": f"{at:%H.%M}",
    }


def _answers(case: Case, definition: ServiceDefinition) -> list[Fact]:
    answers = case.answers
    rows = (_answer(question, answers.get(question.code)) for question in definition.questions)
    return [replace(row, item=asked_item(case, row.item)) for row in rows if row.text]


def _answer(question: Question, value: object) -> Fact:
    secret = question.kind in {Kind.NIK, Kind.KK}
    return Fact(f"answers.{question.code}", question.name, show_answer(question, value), secret)


def _delivery(application: Application) -> list[Fact]:
    words = {
        "download": _("Unduh sendiri"),
        "pickup": _("Ambil di loket"),
        "print_point": _("Cetak di desa"),
        "courier": _("Kurir, gratis"),
    }
    return [Fact("", _("Diserahkan"), words.get(application.delivery_method, application.delivery_method))]


def _documents(case: Case, definition: ServiceDefinition) -> list[Document]:
    given = {row.requirement: row for row in list_current_files(case.application)}
    # Of a package every office's verdict counts, so that one bad page is seen, and asked for, once.
    verdicts = Verdict.objects.filter(case__application=case.application_id) if case.output else case.verdicts
    said = {verdict.item: verdict for verdict in verdicts.order_by("at", "id")}
    known = [row.code for row in definition.requirements]
    shown = {row.requirement: row for row in case.application.papers_shown.select_related("by")}
    there = {*given, *shown, *(str(code) for code in case.application.delivery.get("bring", []))}
    return [
        replace(
            _document(row.code, row.name, file=given.get(row.code), last=said.get(row.code)), shown=shown.get(row.code)
        )
        for row in definition.requirements
        if row.code in there
    ] + [
        _document(code, code, file=file, last=said.get(code))
        for code, file in given.items()
        if code not in known and not case.output
    ]


def _document(code: str, name: str, *, file: ApplicationFile | None, last: Verdict | None) -> Document:
    is_new = bool(last and file and file.added_at > last.at)
    if last is None or is_new:
        return Document(code, name, file, said="", reason="", is_new=is_new)
    return Document(code, name, file, said=last.says, reason=last.reason, is_new=False)


def _checks(case: Case, definition: ServiceDefinition, documents: list[Document], *, on: date) -> list[Check]:
    application = case.application
    hints = list_hints(
        definition,
        applicant=case.applicant,
        answers=case.answers,
        switches=application.office.switches,
        on=on,
    )
    checks = [Check("warn", hint) for hint in hints] or [Check("ok", _("NIK cocok dengan tanggal lahir"))]
    if said := find_identity_check(case):
        checks.append(Check("ok" if said.says == said.Says.AGREES else "warn", said.get_says_display()))
    checks += [
        Check("warn", _("Foto %(name)s ditandai kurang jelas") % {"name": document.name})
        for document in documents
        if document.file and document.file.upload.verdict == "doubtful"
    ]
    missing = [document.name for document in documents if document.file is None and document.shown is None]
    return checks + [Check("warn", _("%(name)s dibawa pemohon ke loket") % {"name": name}) for name in missing]
