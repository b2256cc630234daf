"""The papers of the demo world: about sixty applications in every state, made by the product's own verbs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice
from typing import Any

from django.utils import timezone

from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.catalog.conditions import list_asked
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import list_services
from tuntas.catalog.shapes import example_of
from tuntas.config.demo.offices import SIGNING_PIN
from tuntas.config.demo.papers import draw_paper
from tuntas.config.demo.residents import SKETCHES, make_resident
from tuntas.config.work import work_once
from tuntas.flow.approve import approve
from tuntas.flow.download import download
from tuntas.flow.hand_over import hand_over
from tuntas.flow.reject import reject
from tuntas.flow.send_back import send_back
from tuntas.flow.submit import Sent, submit
from tuntas.flow.verdicts import Wrong
from tuntas.flow.withdraw import withdraw
from tuntas.intake.models import Upload
from tuntas.intake.requirements import list_requirements
from tuntas.intake.submission import check_submission
from tuntas.intake.uploads import Prepared, keep, prepare
from tuntas.offices.models import Office, Officer
from tuntas.offices.worktime import add_working

CHANNELS = ("web", "web", "whatsapp", "web", "counter", "app")
PURPOSES = (
    "Membuka rekening bank",
    "Mendaftar sekolah anak",
    "Melamar pekerjaan",
    "Mengurus beasiswa",
    "Mengajukan kredit usaha",
    "Mengurus BPJS Kesehatan",
)
_AT_HOME = timedelta(minutes=4)  # between two decisions


@dataclass(frozen=True)
class Story:
    """How far a paper has come, and how many working days ago it was sent."""

    end: str
    days_ago: int = 0
    steps: int = 0


# At one office: what waits at each desk, what came back, what is finished. "late" was sent days ago and still waits.
STORIES = (
    Story("waits"),
    Story("waits", steps=3),
    Story("delivered", 6),
    Story("waits", steps=1),
    Story("returned", 1),
    Story("ready", 1),
    Story("waits", steps=2),
    Story("late", 2),
    Story("waits", steps=3),
    Story("picked_up", 4),
    Story("rejected", 3),
    Story("waits"),
    Story("delivered", 8),
    Story("waits", steps=3),
    Story("withdrawn", 2),
    Story("ready", 2),
)
NUMBERS = {"16.71.08.1006": 26, "16.71.14.1001": 12, "21.04.01.1001": 12}
_ELSEWHERE = 4  # applications at each further village office


def load_applications(now: datetime) -> int:
    """Sends and decides them all; returns how many. Stopped and called again, it goes on after the last one sent."""
    offices = Office.objects.filter(level=Office.Level.VILLAGE).order_by("code")
    made = 0
    for office in offices:
        for number, story in _stories(office.applications.count(), NUMBERS.get(office.code, _ELSEWHERE)):
            _tell(office, number, story, now=now)
            made += 1
    work_once()
    return made


def _stories(first: int, last: int) -> Iterator[tuple[int, Story]]:
    return islice(((index, STORIES[index % len(STORIES)]) for index in count()), first, max(first, last))


def _tell(office: Office, number: int, story: Story, *, now: datetime) -> None:
    definitions = [one for one in list_services() if one.level == office.level]
    definition = definitions[number % len(definitions)]
    at = _sent_at(office, number, story, now=now)
    sent = send_paper(office, number, definition, at=at, flaw="blur" if story.end == "returned" else "")
    ENDS[story.end](sent, story, at)


def _sent_at(office: Office, number: int, story: Story, *, now: datetime) -> datetime:
    """A moment in working hours, so that promises are kept or broken as in a real office."""
    if story.days_ago == 0:
        return now - timedelta(minutes=3 + 2 * (number % 9))
    start = now - timedelta(days=story.days_ago + 2)
    return add_working(start, minutes=37 * (number % 7) + 5, office=office)


def send_paper(
    office: Office,
    number: int,
    definition: ServiceDefinition,
    *,
    at: datetime,
    flaw: str = "",
    answers: dict[str, Any] | None = None,
) -> Sent:
    """One application of an invented resident; `answers` are given before the examples of the other questions."""
    person = make_resident(number, office=office)
    answers = _answer(definition, person, office, number, given=answers or {})
    wanted = list_requirements(definition, applicant=person, answers=answers, switches=office.switches)
    files = [
        {"requirement": one.code, "upload": str(_upload(one.code, number, flaw if one.code == "KK" else "").pk)}
        for one in wanted
        if one.required
    ]
    raw = {
        "package" if definition.is_package else "service": definition.code,
        "village": office.code,
        "applicant": person,
        "answers": answers,
        "files": files,
        "delivery": {"method": "pickup" if number % 5 == 4 else "download"},
    }
    channel = CHANNELS[number % len(CHANNELS)]
    return submit(check_submission(raw, channel=channel, on=timezone.localtime(at).date()), at=at)


def _answer(
    definition: ServiceDefinition, person: dict[str, Any], office: Office, number: int, *, given: dict[str, Any]
) -> dict[str, Any]:
    """What was given, else the example of each question that applies, with a purpose of one's own."""
    answers: dict[str, Any] = {}
    for question in definition.questions:
        asked = list_asked(definition, applicant=person, answers=answers, switches=office.switches)
        if question.code in given:
            answers[question.code] = given[question.code]
        elif question in asked and question.required:
            answers[question.code] = example_of(question)
    if "purpose" in answers and not _has_choices(definition, "purpose"):
        answers["purpose"] = PURPOSES[number % len(PURPOSES)]
    return answers


def _has_choices(definition: ServiceDefinition, code: str) -> bool:
    return any(question.code == code and question.choices for question in definition.questions)


def _upload(requirement: str, number: int, flaw: str) -> Upload:
    return keep(_prepare(requirement, number % len(SKETCHES), flaw))


@cache
def _prepare(requirement: str, number: int, flaw: str) -> Prepared:
    """Drawn and cleaned once for each person, because drawing is the slow part of this world."""
    office = Office.objects.get(code="16.71.08.1006")
    person = make_resident(number, office=office)
    return prepare(draw_paper(requirement, person=person, seed=number, flaw=flaw))


def find_holder(case: Case) -> Officer:
    """Who holds the post at whose desk the case lies."""
    if case.desk is None:
        raise ValueError(case.state)
    return Officer.objects.filter(assignments__post=case.desk).order_by("id")[0]


def _advance(case: Case, *, steps: int, at: datetime) -> Case:
    for number in range(1, steps + 1):
        if case.state != State.IN_REVIEW:
            break
        case = approve(case, by=find_holder(case), pin=SIGNING_PIN, at=at + number * _AT_HOME)
    return case


def _finish(sent: Sent, at: datetime) -> Case:
    case = _advance(sent.cases[0], steps=9, at=at)
    work_once()
    case.refresh_from_db()
    return case


def _wait(sent: Sent, story: Story, at: datetime) -> None:
    _advance(sent.cases[0], steps=story.steps, at=at)


def _return(sent: Sent, _story: Story, at: datetime) -> None:
    case = sent.cases[0]
    item = "KK" if sent.application.files.filter(requirement="KK").exists() else "KTP"
    send_back(case, by=find_holder(case), reasons=[Wrong(item, "unreadable")], at=at + _AT_HOME)


def _reject(sent: Sent, _story: Story, at: datetime) -> None:
    reject(sent.cases[0], by=find_holder(sent.cases[0]), code="already_valid", at=at + _AT_HOME)


def _withdraw(sent: Sent, _story: Story, at: datetime) -> None:
    withdraw(sent.application, reason="Sudah tidak perlu", at=at + 3 * _AT_HOME)


def _make_ready(sent: Sent, _story: Story, at: datetime) -> None:
    _finish(sent, at)


def _deliver(sent: Sent, _story: Story, at: datetime) -> None:
    download(_finish(sent, at), at=timezone.now())


def _pick_up(sent: Sent, _story: Story, at: datetime) -> None:
    case = _finish(sent, at)
    operator = Officer.objects.filter(assignments__post__office=case.office, assignments__post__role="OPERATOR")[0]
    name = str(sent.application.applicant["name"])
    hand_over(case, by=operator, method="pickup", receiver=name, relation="self", proof="Buku ekspedisi")


ENDS: dict[str, Callable[[Sent, Story, datetime], None]] = {
    "waits": _wait,
    "late": _wait,
    "returned": _return,
    "rejected": _reject,
    "withdrawn": _withdraw,
    "ready": _make_ready,
    "delivered": _deliver,
    "picked_up": _pick_up,
}
