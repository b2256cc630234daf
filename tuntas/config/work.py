"""Which function does which kind of job, and what comes round by the clock: the whole table in one place."""

from typing import Final

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from tuntas.chat.answering import answer_chat, continue_chat
from tuntas.chat.asking_back import ask_surveys
from tuntas.chat.fetching import fetch_media
from tuntas.chat.sending import send_replies
from tuntas.chat.splitting import forget_old_chats, split_inbound
from tuntas.flow.check_identity import check_identity
from tuntas.flow.count_residents import count_all_residents, count_residents
from tuntas.flow.import_residents import import_residents
from tuntas.flow.learn_from_case import learn_from_case
from tuntas.flow.prove_resident import send_proof_code
from tuntas.flow.sign import finish_signature, resume_signatures
from tuntas.intake import chunks, drafts
from tuntas.jobs.cron import Entry, daily, every
from tuntas.jobs.queue import Json
from tuntas.jobs.worker import Handlers, drain, work
from tuntas.notices.backlog import mind_backlog
from tuntas.notices.delivering import deliver
from tuntas.notices.digests import send_due_digests
from tuntas.notices.gaps import replay_notices
from tuntas.notices.pushing import nudge_officers
from tuntas.notices.reminding import remind_people
from tuntas.notices.silence import mind_silence
from tuntas.offices.models import AccessToken
from tuntas.people.imports import forget_old_imports
from tuntas.people.proof import forget_old_codes
from tuntas.vault import files, replay, tries


def sweep_files(_payload: Json) -> None:
    """Removes bytes whose row never came or has gone."""
    files.sweep_orphans(timezone.now())


def forget_old(_payload: Json) -> None:
    """Removes what has served its time: drafts, photos, answered requests, guesses, sessions, codes, imports, chats."""
    at = timezone.now()
    drafts.forget_old_drafts(at)
    chunks.forget_unclaimed(at)
    forget_old_codes(at)
    forget_old_imports(at)
    forget_old_chats(at)
    replay.forget_old(at)
    tries.forget_old(at)
    AccessToken.objects.filter(expires_at__lt=at).delete()
    Session.objects.filter(expire_date__lt=at).delete()


def tend_database(_payload: Json) -> None:
    """SQLite looks how its rows are spread, and chooses indexes by that; PostgreSQL does so by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")  # rows of an index: enough to choose by, and quickly read
            cursor.execute("PRAGMA optimize=0x10002")  # all tables that changed much, whether this process used them


HANDLERS: Final[Handlers] = {
    "finish_signature": finish_signature,
    "resume_signatures": resume_signatures,
    "deliver_notice": deliver,
    "replay_notices": replay_notices,
    "mind_backlog": mind_backlog,
    "mind_silence": mind_silence,
    "remind_people": remind_people,
    "send_digests": send_due_digests,
    "nudge_officers": nudge_officers,
    "split_inbound": split_inbound,
    "fetch_media": fetch_media,
    "answer_chat": answer_chat,
    "continue_chat": continue_chat,
    "send_replies": send_replies,
    "ask_surveys": ask_surveys,
    "sweep_files": sweep_files,
    "forget_old": forget_old,
    "tend_database": tend_database,
    "import_residents": import_residents,
    "check_identity": check_identity,
    "learn_from_case": learn_from_case,
    "send_proof_code": send_proof_code,
    "count_residents": count_residents,
    "count_all_residents": count_all_residents,
}

SCHEDULE: Final[tuple[Entry, ...]] = (
    every(1, "resume_signatures"),
    every(15, "replay_notices"),
    every(10, "ask_surveys"),
    every(1, "mind_backlog"),
    every(10, "mind_silence"),
    daily(9, "remind_people"),
    every(15, "send_digests"),
    every(5, "nudge_officers"),
    daily(1, "forget_old"),
    daily(2, "sweep_files"),
    daily(3, "count_all_residents"),
    daily(4, "tend_database"),
)


def work_on() -> None:
    """The worker process: until a signal tells it to stop."""
    work(HANDLERS, schedule=SCHEDULE)


def work_once() -> int:
    """Runs everything that is due now. Returns the number of runs."""
    return drain(HANDLERS)
