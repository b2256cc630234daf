"""Ten thousand notices of one morning drained by two workers: how many a second, and how many came twice (none)."""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import django

if __name__ == "__main__":
    django.setup()

from django.utils import timezone

from bench.figures import Figure
from bench.world import get_cast
from tests.make import make_applicant
from tuntas.cases.models import Application, Case, Event
from tuntas.cases.states import State, Verb
from tuntas.catalog.finding import get_service
from tuntas.config.work import HANDLERS
from tuntas.gateways.messages import Channel, Message, Sent, Status
from tuntas.jobs.models import Job
from tuntas.jobs.worker import drain
from tuntas.notices.announcing import announce
from tuntas.notices.backlog import send_backlog
from tuntas.notices.consent import index_of
from tuntas.notices.models import Notice
from tuntas.notices.wording import params_of, write
from tuntas.offices.models import Office
from tuntas.vault.keys import blind_index, make_id

NOTICES, ANNOUNCED, WORKERS = 10_000, 500, 2


@dataclass
class Provider:
    """Takes every message at once and notes whom it reached."""

    heard: TextIO
    drops_doubles: bool = False

    def send(self, message: Message) -> Sent:
        self.heard.write(f"{message.key}\n")
        return Sent(f"wamid.{message.key}", Status.ACCEPTED)


def measure() -> Iterator[Figure]:
    drain(HANDLERS)  # what other benchmarks left would be counted too
    before = Notice.objects.filter(state=Notice.State.SENT).count()
    events = make_events()
    began = time.perf_counter()
    for event in events[:ANNOUNCED]:
        announce(event)
    yield Figure("notices: announced", ANNOUNCED / (time.perf_counter() - began), "a second")
    fill_up(events[ANNOUNCED:])
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        workers = [start_worker(Path(folder) / str(n)) for n in range(WORKERS)]
        for worker in workers:
            assert worker.wait() == 0
        spent = time.perf_counter() - began
        reached = Counter(key for path in Path(folder).iterdir() for key in path.read_text().split())
    lost = NOTICES + before - Notice.objects.filter(state=Notice.State.SENT).count()
    yield Figure("notices: drained", NOTICES / spent, "a second")
    yield Figure("notices: seconds for 10,000", spent, "s")
    yield Figure("notices: doubles among 10,000", sum(reached.values()) - len(reached), "messages", budget=0)
    yield Figure("notices: lost among 10,000", lost + NOTICES - len(reached), "messages", budget=0)


def start_worker(heard: Path) -> subprocess.Popen[bytes]:
    """One worker in a process of its own, with the product's real settings and a provider that notes what it got."""
    return subprocess.Popen([sys.executable, "-m", "bench.notices", str(heard)])


def fill_up(events: Sequence[Event]) -> None:
    """Notices and jobs as `announce` would write them, in bulk: what is measured next is the draining."""
    office = events[0].case.office
    notices = [_make_notice(event, office) for event in events]
    Notice.objects.bulk_create(notices, batch_size=500)
    jobs = [
        Job(
            kind="deliver_notice",
            payload={"notice": str(one.pk)},
            run_at=timezone.now(),
            dedupe_key=f"notice:{one.pk}",
        )
        for one in notices
    ]
    Job.objects.bulk_create(jobs, batch_size=500)


def _make_notice(event: Event, office: Office) -> Notice:
    phone = str(event.case.application.applicant["phone"])
    params = params_of(event, name="Ani Contoh", person="applicant")
    return Notice(
        event=event,
        case=event.case,
        office=office,
        person="applicant",
        template="ready_download",
        params=params,
        channel=Channel.WHATSAPP,
        address=phone,
        reach_index=index_of(phone),
        body=write("ready_download", channel=Channel.WHATSAPP, params=params).body,
    )


def make_events() -> list[Event]:
    """One ready letter each for ten thousand people; rows only."""
    cast, at = get_cast(), timezone.now()
    cast.office.switches = {"quiet_hours": []}  # the figure must not depend on the hour
    cast.office.save()
    version, _definition = get_service("SKD")
    people = [f"+62813{n:08}" for n in range(NOTICES)]
    given = {"office": cast.office, "month": "2611", "region": cast.office.region_id, "submitted_at": at}
    applications = [
        Application(
            receipt=f"B{n:06}",
            applicant=make_applicant(phone=phone, email=""),
            nik_index=blind_index("nik", f"{n:016}"),
            **given,
        )
        for n, phone in enumerate(people)
    ]
    Application.objects.bulk_create(applications, batch_size=500)
    cases = [
        Case(
            application=application,
            office=cast.office,
            service_version=version,
            service_code="SKD",
            state=State.READY,
            opened_at=at,
        )
        for application in applications
    ]
    Case.objects.bulk_create(cases, batch_size=500)
    rows = [
        Event(id=make_id(), case=case, seq=1, verb=Verb.FINISH, target=State.READY, actor="system", at=at)
        for case in cases
    ]
    return Event.objects.bulk_create(rows, batch_size=500)


if __name__ == "__main__":
    with Path(sys.argv[1]).open("w") as file:
        send_backlog(through={Channel.WHATSAPP: Provider(file)}, at=timezone.now())
