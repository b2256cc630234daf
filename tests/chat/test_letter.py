"""A letter in the chat is handed over when it has come to the phone, and not a moment before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.chat.phones import Phone, make_phone, post
from tests.flow.papers import approve_until, send
from tests.make import Cast
from tuntas.cases.models import Application, Case
from tuntas.cases.states import State
from tuntas.chat.models import Conversation, Inbound, Reply
from tuntas.chat.sending import queue_sending
from tuntas.chat.state import read_state
from tuntas.config.work import HANDLERS
from tuntas.gateways.messages import Status
from tuntas.gateways.whatsapp_outgoing import Outgoing, to_json
from tuntas.gateways.whatsapp_senders import make_webhook
from tuntas.handover.models import Handover
from tuntas.jobs.models import Job
from tuntas.jobs.worker import drain
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "6281234567800"  # of Ani


@pytest.fixture
def ani(chat_cast: Cast) -> Phone:
    """Ani's phone in a conversation; her letter is ready."""
    approve_until(send(chat_cast).cases[0], chat_cast)
    drain(HANDLERS)
    ani = make_phone("Ani Contoh", f"+{ADDRESS}")
    ani.type("halo")
    conversation = Conversation.objects.get()
    sent_here = replace(read_state(conversation.state), receipts=(Application.objects.get().receipt,))
    conversation.state = sent_here.to_json()
    conversation.save()
    assert Case.objects.get().state == State.READY
    return ani


def state_now() -> State:
    return State(Case.objects.get().state)


def list_letters(ani: Phone) -> list[dict[str, object]]:
    return [line for line in ani.lines() if line["type"] == "document"]


def hang(ani: Phone, *, with_letter: bool = True, **fields: object) -> Reply:
    """A reply as a worker leaves it that was killed after it had asked WhatsApp."""
    content = to_json(Outgoing("Ini surat Anda.")) | ({"letter": str(Case.objects.get().pk)} if with_letter else {})
    at = timezone.now()
    given = {"state": Reply.State.SENDING, "claimed_at": at, "tries": 1, "created_at": at, **fields}
    return Reply.objects.create(conversation=Conversation.objects.get(), content=content, **given)


def tell(ani: Phone, reply: Reply, status: Status) -> None:
    """A receipt of WhatsApp that names our key."""
    told = {
        "id": f"wamid.{reply.pk}",
        "status": status.value,
        "timestamp": "1795400000",
        "biz_opaque_callback_data": str(reply.pk),
    }
    if status == Status.FAILED:
        told["errors"] = [{"code": 131026}]
    assert post(make_webhook(ani.emulator.account, statuses=[told])).status_code == 200
    drain(HANDLERS)


def test_a_letter_that_came_to_the_phone_is_handed_over_once(ani: Phone) -> None:
    ani.type("surat")

    assert len(list_letters(ani)) == 1
    assert state_now() == State.READY

    ani.look()

    assert state_now() == State.DELIVERED
    assert Handover.objects.get().method == Handover.Method.DOWNLOAD

    ani.type("surat")
    ani.look()

    assert len(list_letters(ani)) == 2
    assert Handover.objects.count() == 1
    assert AuditEntry.objects.filter(action="letter.read", actor="applicant").count() == 1


@pytest.mark.parametrize("before", [[], [Status.SENT]])
def test_a_letter_that_whatsapp_took_and_could_not_bring_stays_ready(ani: Phone, before: list[Status]) -> None:
    ani.type("surat")
    reply = Reply.objects.latest("created_at")

    for status in [*before, Status.FAILED]:
        tell(ani, reply, status)

    reply.refresh_from_db()
    assert reply.state == Reply.State.FAILED
    assert state_now() == State.READY
    assert not Handover.objects.exists()


def test_a_letter_that_whatsapp_refuses_stays_ready(ani: Phone) -> None:
    ani.emulator.troubles[ADDRESS] = [(400, 131026)]

    ani.type("surat")

    assert list_letters(ani) == []
    assert Reply.objects.filter(state=Reply.State.FAILED).count() == 1
    assert state_now() == State.READY
    assert not Handover.objects.exists()


def test_a_letter_whose_upload_is_refused_stays_ready(ani: Phone) -> None:
    ani.emulator.troubles["media"] = [(400, 100)]

    ani.type("surat")

    assert Reply.objects.filter(state=Reply.State.FAILED).count() == 1
    assert state_now() == State.READY


def test_a_letter_that_waits_while_whatsapp_is_away_is_handed_over_when_it_went(ani: Phone) -> None:
    ani.emulator.troubles["media"] = [(503, 131016)]
    ani.type("surat")  # the phone lets the worker come again later
    ani.look()

    assert len(list_letters(ani)) == 1
    assert state_now() == State.DELIVERED


def test_after_24_hours_the_invitation_goes_out_and_the_letter_stays_ready(ani: Phone) -> None:
    ani.emulator.troubles[ADDRESS] = [(400, 131047)]

    ani.type("surat")
    ani.look()

    assert [line["type"] for line in ani.lines()][-1] == "template"
    assert Reply.objects.latest("created_at").state == Reply.State.READ
    assert state_now() == State.READY
    assert not Handover.objects.exists()


@pytest.mark.parametrize("status", [Status.DELIVERED, Status.READ])
def test_of_a_killed_worker_the_receipt_tells_that_the_letter_came(ani: Phone, status: Status) -> None:
    reply = hang(ani)

    tell(ani, reply, status)

    reply.refresh_from_db()
    assert reply.state == status.value
    assert state_now() == State.DELIVERED
    assert Handover.objects.count() == 1


def test_of_a_killed_worker_the_receipt_tells_that_the_letter_did_not_go(ani: Phone) -> None:
    reply = hang(ani)

    tell(ani, reply, Status.FAILED)

    assert state_now() == State.READY


def test_without_a_receipt_the_letter_is_sent_again_and_then_handed_over(ani: Phone) -> None:
    reply = hang(ani, claimed_at=timezone.now() - timedelta(hours=1))
    queue_sending(reply.conversation)

    drain(HANDLERS)
    ani.look()

    assert len(list_letters(ani)) == 1
    assert state_now() == State.DELIVERED


def test_a_receipt_that_overtakes_our_own_note_hands_over_once(ani: Phone) -> None:
    reply = hang(ani)

    tell(ani, reply, Status.SENT)
    tell(ani, reply, Status.DELIVERED)
    tell(ani, reply, Status.READ)

    assert Handover.objects.count() == 1
    assert not AuditEntry.objects.filter(action="letter.read").exists()


def test_a_worker_killed_between_the_refusal_and_the_invitation_does_not_make_a_letter_of_it(ani: Phone) -> None:
    """The invitation takes the letter's place before it is sent, so that its receipt speaks of no letter."""
    ani.emulator.troubles[ADDRESS] = [(400, 131047), (503, 131016), (503, 131016)]

    ani.type("surat")
    ani.work()
    reply = Reply.objects.latest("created_at")

    assert "letter" not in reply.content
    tell(ani, reply, Status.READ)
    assert state_now() == State.READY


def test_a_receipt_of_words_alone_hands_nothing_over(ani: Phone) -> None:
    reply = hang(ani, with_letter=False)

    tell(ani, reply, Status.READ)

    assert state_now() == State.READY
    assert Inbound.objects.filter(split_at=None).count() == Job.objects.filter(kind="split_inbound").count() == 0
