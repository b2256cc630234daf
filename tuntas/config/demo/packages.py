"""The life events of the demo world: packages in every state, so that the Disdukcapil's desks are not empty."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import service_of
from tuntas.cases.states import Duty, State
from tuntas.catalog.finding import get_service
from tuntas.config.demo.applications import find_holder, send_paper
from tuntas.config.demo.offices import SIGNING_PIN
from tuntas.config.demo.papers import draw_paper
from tuntas.config.demo.residents import make_resident
from tuntas.config.work import work_once
from tuntas.flow.approve import approve
from tuntas.flow.attach import attach
from tuntas.flow.download import download
from tuntas.flow.reject import reject
from tuntas.flow.send_back import send_back
from tuntas.flow.submit import Sent
from tuntas.flow.verdicts import Wrong
from tuntas.offices.models import Office

_SIALANG, _DABO = "16.71.08.1006", "21.04.01.1001"
_STEP = timedelta(minutes=6)


@dataclass(frozen=True)
class Story:
    """One life event: what was answered, which documents are finished, and how the next one stands."""

    package: str
    office: str = _SIALANG
    answers: dict[str, Any] = field(default_factory=dict)
    finished: tuple[str, ...] = ()
    fetched: tuple[str, ...] = ()
    returned: str = ""
    rejected: str = ""


STORIES = (
    Story("MATI", answers={"letter_from": "none", "died_at": "home", "spouse": "none"}),
    Story("MATI", answers={"letter_from": "none", "died_at": "home"}, finished=("skk",), fetched=("skk",)),
    Story("KAWIN-NM", finished=("akta_suami", "akta_istri", "kk")),
    Story("LAHIR", finished=("akta", "kk", "kia")),
    Story("KAWIN", finished=("kk",), returned="ktp"),
    Story("DATANG-KK"),
    Story("MATI", answers={"letter_from": "none", "died_at": "elsewhere", "spouse": "none"}, rejected="skk"),
    Story("LAHIR", office=_DABO, answers={"birth_letter": "village"}),
    Story("PISAH-KK", office=_DABO),
    Story("CERAI-NM", office=_DABO, finished=("akta_suami",)),
)


def load_packages(now: datetime) -> int:
    """Sends and decides them all; returns how many. Stopped and called again, it goes on after the last one sent."""
    done = Application.objects.filter(package_version__isnull=False).count()
    for number, story in enumerate(STORIES[done:], done):
        office = Office.objects.get(code=story.office)
        _version, package = get_service(story.package)
        at = now - timedelta(hours=5, minutes=7 * number)
        _tell(send_paper(office, 40 + number, package, at=at, answers=story.answers), story, at=at)
    work_once()
    return len(STORIES[done:])


def _tell(sent: Sent, story: Story, *, at: datetime) -> None:
    for number, output in enumerate(story.finished, 1):
        _finish(_get(sent, output), at=at + number * 4 * _STEP)
    for output in story.fetched:
        download(_get(sent, output))
    if story.returned:
        case = _get(sent, story.returned)
        send_back(case, by=find_holder(case), reasons=[Wrong("KTP", "unreadable")], at=at + 9 * _STEP)
    if story.rejected:
        case = _get(sent, story.rejected)
        reject(case, by=find_holder(case), code="already_valid", at=at + _STEP)


def _get(sent: Sent, output: str) -> Case:
    return sent.application.cases.get(output=output)


def _finish(case: Case, *, at: datetime) -> None:
    """Everybody in turn decides; whoever prints attaches what SIAK made."""
    number = 0
    while case.state == State.IN_REVIEW and (step := find_current_step(case)):
        number += 1
        moment = at + number * _STEP / 3
        if step.duty == Duty.ATTACH:
            _attach(case, at=moment)
        case = approve(case, by=find_holder(case), pin=SIGNING_PIN, at=moment)
    work_once()


def _attach(case: Case, *, at: datetime) -> None:
    for position, document in enumerate(service_of(case).documents, 1):
        data = None if document.is_card else _print()
        number = f"{case.office.code[:5].replace('.', '')}-{document.code[:3]}-{at:%d%m%Y}-{position:04d}"
        attach(case, by=find_holder(case), code=document.code, number=number, data=data, at=at)


@cache
def _print() -> bytes:
    """A PDF as the national system might have made it: a drawn page."""
    person = make_resident(3, office=Office.objects.get(code=_SIALANG))
    page = BytesIO()
    with Image.open(BytesIO(draw_paper("KK", person=person, seed=3, flaw=""))) as picture:
        picture.convert("RGB").resize((picture.width // 2, picture.height // 2)).save(page, "PDF")
    return page.getvalue()
