"""A worker killed with -9 anywhere in a conversation neither loses a message nor sends one twice: real processes."""

import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.databases import put_tables
from tests.forking import Forked, Forking

# It runs in the SQLite run of every `make test`; the killed signers in tests/proofs do the same on PostgreSQL.
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="makes its own SQLite files, once is enough")

POINTS = (
    "after the webhook was split",
    "after the answer was written",
    "before the message went out",
    "after the message went out",
)
BEGIN = """
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_emulator import open_emulator
from tuntas.gateways.whatsapp_senders import confirm, make_webhook, say_text
from tuntas.chat.webhook import keep
book, account = open_emulator().book, read_account()
"""
SET_UP = """
from tests.make import PIN, make_cast
from tuntas.catalog.publishing import load
from tuntas.offices.signing import set_signing_pin
cast = make_cast()
cast.elsewhere.is_open = False
cast.elsewhere.save()
set_signing_pin(cast.dewi, pin=PIN)
load()
"""
SAY = """
siti = book.add_person("Siti", phone="+628135557{number:04}")
for text in ("halo", "1", "menu"):
    keep(make_webhook(account, messages=[say_text(book, siti, text)], people=[siti]))
"""
LETTER = """
from types import SimpleNamespace
from django.utils import timezone
from tests.flow.papers import approve_until, send
from tests.make import make_applicant
from tuntas.chat.models import Conversation, Reply
from tuntas.chat.sending import queue_sending
from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_outgoing import Outgoing, to_json
from tuntas.jobs.worker import drain
from tuntas.offices.models import Office, Officer
ani = make_applicant(phone="+628135558{number:04}", nik="16710852049000{number:02}")
people = {{one.username: one for one in Officer.objects.all()}}
chain = [people[name] for name in ("budi", "citra", "fajar", "dewi")]
cast = SimpleNamespace(ani=ani, office=Office.objects.get(name="Kelurahan Sialang"), chain=chain)
case = approve_until(send(cast).cases[0], cast)
phone = book.add_person("Ani", phone=ani["phone"])
keep(make_webhook(account, messages=[say_text(book, phone, "halo")], people=[phone]))
drain(HANDLERS)
talk = Conversation.objects.latest("created_at")
content = to_json(Outgoing("Ini surat Anda.")) | {{"letter": str(case.pk)}}
Reply.objects.create(conversation=talk, content=content, created_at=timezone.now())
queue_sending(talk)
"""
STATE = """
from tuntas.cases.models import Case
from tuntas.jobs.models import Job
case = Case.objects.latest("opened_at", "id")
lines = book.list_lines(book.list_people()[-1].id)
files = sum(line.is_ours and line.content["type"] == "document" for line in lines)
kinds = ("split_inbound", "answer_chat", "send_replies")
print(Job.objects.filter(kind__in=kinds).count(), case.state, files)
"""
LOOK = """
for person in book.list_people():
    statuses = confirm(book, person)
    if statuses: keep(make_webhook(account, statuses=statuses))
"""
KINDS = ("split_inbound", "answer_chat", "send_replies")
SAID = """
SELECT count(*) FROM message WHERE is_ours AND person =
  (SELECT person FROM message WHERE NOT is_ours ORDER BY seq DESC LIMIT 1)
"""
HEAR = """
siti = book.list_people()[-1]
ours = [line.content["interactive"]["body"]["text"].split()[0] for line in book.list_lines(siti.id) if line.is_ours]
print("|".join(ours))
"""


class Installation:
    def __init__(self, home: Path) -> None:
        self.home = home
        put_tables(home / "tuntas.sqlite3")
        self.processes = Forking(home, TUNTAS_WHATSAPP_DOUBT="4")
        self.run(SET_UP)

    def run(self, script: str) -> str:
        return self.processes.run(BEGIN + script)

    def is_idle(self) -> bool:
        """Whether no job is left, and whoever wrote last has had the three answers."""
        with closing(sqlite3.connect(self.home / "tuntas.sqlite3", timeout=10)) as database:
            jobs = database.execute(f"SELECT count(*) FROM jobs_job WHERE kind IN {KINDS}").fetchone()[0]
        with closing(sqlite3.connect(self.home / "simulator.sqlite3", timeout=10)) as phones:
            said = phones.execute(SAID).fetchone()[0]
        return jobs == 0 and said >= 3

    def start_worker(self, point: str, died: Path) -> Forked:
        return self.processes.start("tests/chat/worker_process.py", point, str(died))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    installation = Installation(tmp_path_factory.mktemp("home"))
    yield installation
    installation.processes.close()


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_worker_neither_loses_nor_repeats_a_message(
    installation: Installation, tmp_path: Path, point: str
) -> None:
    died = tmp_path / "died"
    installation.run(SAY.format(number=POINTS.index(point)))

    victim = installation.start_worker(point, died)
    assert victim.wait() == -signal.SIGKILL
    installation.run(LOOK)
    other = installation.start_worker(point, died)
    try:
        for _ in range(600):
            if installation.is_idle():
                break
            time.sleep(0.1)
        time.sleep(5)  # longer than the doubt: whatever would be said twice has been said by then
        heard = installation.run(HEAR)
    finally:
        other.send_signal(signal.SIGTERM)
        other.wait()

    assert heard.split("|") == ["Selamat", "*Surat", "Layanan"]


@pytest.mark.parametrize(
    ("point", "gone"),
    [("after the file went out", 0), ("before the message went out", 0), ("after the message went out", 1)],
)
def test_a_letter_is_handed_over_when_it_came_however_the_worker_died(
    installation: Installation, tmp_path: Path, point: str, gone: int
) -> None:
    died = tmp_path / "died"
    installation.run(LETTER.format(number=10 + len(point)))

    victim = installation.start_worker(point, died)
    assert victim.wait() == -signal.SIGKILL
    left, state, files = installation.run(STATE).split()
    assert (state, files) == ("READY", str(gone))  # nobody noted yet that it came
    installation.run(LOOK)
    other = installation.start_worker(point, died)
    try:
        for _ in range(240):
            left, state, files = installation.run(STATE).split()
            if (left, state) == ("0", "DELIVERED"):
                break
            time.sleep(0.5)
            installation.run(LOOK)
        time.sleep(5)
        left, state, files = installation.run(STATE).split()
    finally:
        other.send_signal(signal.SIGTERM)
        other.wait()

    assert (left, state, files) == ("0", "DELIVERED", "1")
