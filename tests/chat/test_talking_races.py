"""One conversation and several officers at the very same moment: one has the word, the others are told who."""

import time
import uuid
from threading import Event
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from tests.chat.phones import Phone
from tests.chat.test_talking import call, log_in, make_colleague
from tests.make import Cast
from tests.vault.together import run_together
from tuntas.chat.answering import answer_chat
from tuntas.chat.models import Conversation, Reply
from tuntas.chat.talking import TalkRefused, answer_talk, give_back_talk, take_talk
from tuntas.chat.webhook import keep
from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_senders import make_webhook, say_text
from tuntas.jobs.worker import drain
from tuntas.vault.audit import verify
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def fresh(pk: uuid.UUID) -> Conversation:
    """As each officer's own page has read it."""
    return Conversation.objects.get(pk=pk)


def split(outcomes: list[Any]) -> tuple[list[Any], list[Exception]]:
    raised = [one for one in outcomes if isinstance(one, Exception)]
    return [one for one in outcomes if not isinstance(one, Exception)], raised


def test_of_two_officers_who_take_it_at_once_one_has_it_and_the_other_is_told_who(chat_cast: Cast, siti: Phone) -> None:
    pk, hana = call(siti).pk, make_colleague(chat_cast)
    for number in range(1, ROUNDS + 1):
        Conversation.objects.filter(pk=pk).update(taken_by=None)
        seen = {officer: fresh(pk) for officer in (chat_cast.budi, hana)}

        outcomes = run_together(
            *[lambda by=by, talk=talk: take_talk(talk, by=by, at=timezone.now()) for by, talk in seen.items()]
        )

        taken, raised = split(outcomes)
        assert len(taken) == 1, (number, outcomes)
        assert [type(one) for one in raised] == [TalkRefused], (number, outcomes)
        owner = fresh(pk).taken_by
        assert owner in seen
        assert str(raised[0]) == f"{owner.name} sudah menangani obrolan ini."
        assert AuditEntry.objects.filter(action="chat.taken").count() == number


def test_of_two_officers_who_take_and_answer_at_once_only_one_is_heard(chat_cast: Cast, siti: Phone) -> None:
    pk, hana = call(siti).pk, make_colleague(chat_cast)

    def take_and_answer(by: Any) -> Reply:
        take_talk(fresh(pk), by=by, at=timezone.now())
        return answer_talk(fresh(pk), f"Saya {by.username}", by=by, at=timezone.now())

    said, raised = split(run_together(*[lambda by=by: take_and_answer(by) for by in (chat_cast.budi, hana)]))

    assert [type(one) for one in raised] == [TalkRefused]
    siti.work()
    assert siti.heard()[-1] == f"Saya {said[0].by.username}"
    assert Reply.objects.filter(by__isnull=False).count() == 1
    assert verify() > 0


def test_in_the_browser_the_second_of_two_at_once_reads_who_was_first(chat_cast: Cast, siti: Phone) -> None:
    pk, hana = call(siti).pk, make_colleague(chat_cast)
    clients = [log_in(officer) for officer in (chat_cast.budi, hana)]

    answers = run_together(*[lambda one=one: one.post(f"/meja/obrolan/{pk}/ambil/", follow=True) for one in clients])

    assert [one.status_code for one in answers] == [200, 200]
    owner = fresh(pk).taken_by
    assert owner
    told = [f"{owner.name} sudah menangani obrolan ini" in one.content.decode() for one in answers]
    assert sorted(told) == [False, True]


def test_giving_back_and_answering_at_once_leaves_no_answer_after_the_goodbye(chat_cast: Cast, siti: Phone) -> None:
    pk = call(siti).pk
    take_talk(fresh(pk), by=chat_cast.budi, at=timezone.now())

    outcomes = run_together(
        lambda: give_back_talk(fresh(pk), by=chat_cast.budi, at=timezone.now()),
        lambda: answer_talk(fresh(pk), "Satu lagi", by=chat_cast.budi, at=timezone.now()),
    )
    siti.work()

    assert all(one is None or isinstance(one, Reply | TalkRefused) for one in outcomes), outcomes
    assert siti.heard()[-1].startswith("Petugas selesai membantu.")
    assert fresh(pk).taken_by is None


@pytest.mark.postgres
def test_a_worker_that_waited_for_the_conversation_knows_the_office_chosen_meanwhile(
    chat_cast: Cast, siti: Phone
) -> None:
    siti.type("halo")
    Conversation.objects.update(office=None)
    pk, held = Conversation.objects.get().pk, Event()
    keep(make_webhook(siti.emulator.account, messages=[say_text(siti.emulator.book, siti.person, "menu")]))
    drain({"split_inbound": HANDLERS["split_inbound"]})

    def choose() -> None:
        with transaction.atomic():
            row = Conversation.objects.select_for_update().get(pk=pk)
            held.set()
            time.sleep(1)  # the other one waits at the lock by now
            row.office = chat_cast.office
            row.save(update_fields=["office"])

    def answer() -> None:
        held.wait(10)
        answer_chat({"conversation": str(pk)})

    assert run_together(choose, answer) == [None, None]
    siti.work()
    assert "Layanan Kelurahan Sialang" in siti.heard()[-1]
