"""What comes back later: receipts in any order, failures after the fact, doubts that are settled."""

import itertools

import pytest

from tests.make import MONDAY, Cast
from tests.notices.papers import make_channels, make_told_case, tell
from tuntas.gateways.messages import Channel, Status
from tuntas.jobs.models import Job
from tuntas.notices.delivering import send
from tuntas.notices.models import Notice
from tuntas.notices.receipts import take_receipt

State = Notice.State


def make_sent(cast: Cast) -> tuple[Notice, str]:
    notice, channels = tell(make_told_case(cast)), make_channels()
    send(notice.pk, through=channels, at=MONDAY)
    Job.objects.all().delete()
    return notice, channels[Channel.WHATSAPP].gave[0]


def take(message_id: str, status: Status) -> Notice | None:
    return take_receipt(message_id, status=status, channels=list(Channel), at=MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("order", list(itertools.permutations([Status.SENT, Status.DELIVERED, Status.READ])))
def test_receipts_in_any_order_end_at_the_furthest(told_cast: Cast, order: tuple[Status, ...]) -> None:
    notice, message_id = make_sent(told_cast)

    for status in [*order, *order]:
        take(message_id, status)

    notice.refresh_from_db()
    assert notice.state == State.READ


@pytest.mark.django_db
def test_failure_after_the_fact_turns_to_the_next_channel(told_cast: Cast) -> None:
    notice, message_id = make_sent(told_cast)

    take(message_id, Status.FAILED)
    take(message_id, Status.FAILED)

    notice.refresh_from_db()
    assert (notice.state, notice.channel) == (State.WAITING, Channel.SMS)
    assert Job.objects.count() == 1


@pytest.mark.django_db
def test_delivery_beats_a_failure(told_cast: Cast) -> None:
    notice, message_id = make_sent(told_cast)

    take(message_id, Status.DELIVERED)
    take(message_id, Status.FAILED)

    notice.refresh_from_db()
    assert notice.state == State.DELIVERED


@pytest.mark.django_db
@pytest.mark.parametrize("message_id", ["", "wamid.stranger"])
def test_receipt_of_a_strange_message_is_nobodys(told_cast: Cast, message_id: str) -> None:
    make_sent(told_cast)

    assert take(message_id, Status.READ) is None
