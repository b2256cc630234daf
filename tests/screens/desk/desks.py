"""All desks of a regency, as the browsers of those who sit there: a paper goes over each until it is finished."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.region import ISSUED, Regency
from tests.make import PIN
from tests.screens.desk.papers import client_of
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Application, Case
from tuntas.cases.paper import list_old_papers, service_of
from tuntas.cases.states import Duty, State
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.offices.models import Officer


class Desks:
    """Everybody has come in this morning already."""

    def __init__(self, regency: Regency) -> None:
        self.regency = regency
        self.browsers: dict[str, Client] = {}

    def browser_of(self, officer: Officer) -> Client:
        """The officer's own, logged in once."""
        return self.browsers.setdefault(officer.username, client_of(officer))

    def work_off(self, application: Application) -> None:
        """Who has a document of the application in front of them decides, until no desk has one; then the seals."""
        while case := find_open(application):
            self.decide(case)
            drain(HANDLERS)

    def decide(self, case: Case) -> None:
        """Whoever sits at the desk attaches what they print, and presses the button."""
        step, browser = find_current_step(case), self.browser_of(self.regency.sits(case))
        assert step is not None
        for document in service_of(case).documents if step.duty == Duty.ATTACH else ():
            file = {} if document.is_card else {"file": SimpleUploadedFile("siak.pdf", ISSUED, "application/pdf")}
            posted = {"document": document.code, "number": "1671-0001", **file}
            assert browser.post(f"/meja/{case.pk}/lampirkan/", posted).status_code == 302
        answer = browser.post(f"/meja/{case.pk}/putus/", {"do": "approve", "pin": PIN})
        assert answer.status_code == 302, errors_of(answer)
        step.refresh_from_db()
        assert step.decided_at

    def hand_over(self, case: Case) -> None:
        """At the kelurahan's counter, to whoever it belongs to; the old papers stay there."""
        counter = self.browser_of(Officer.objects.get(username="village-0"))
        assert counter.get(f"/meja/{case.pk}/serah/").status_code == 200
        old = {f"old.{one.code}": "taken" for one in list_old_papers(case)}
        answer = counter.post(f"/meja/{case.pk}/serah/", {"receiver": "Ani Contoh", "relation": "self", **old})
        assert answer.status_code == 302, errors_of(answer)


def find_open(application: Application) -> Case | None:
    return application.cases.filter(state=State.IN_REVIEW).order_by("opened_at", "id").first()


def list_states(application: Application) -> set[str]:
    return set(application.cases.values_list("state", flat=True))


def errors_of(answer: Any) -> list[str]:
    """What the page asks to be mended."""
    return re.findall(r'<li><a href="#[^<]+', answer.content.decode())
