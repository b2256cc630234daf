"""One notice per event and person, queued with the change it tells of."""

import threading
from typing import Any

import pytest
from django.db import connection, connections, transaction

from tests.make import Cast
from tests.notices.papers import HELPER, make_event, make_told_case, tell
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel
from tuntas.jobs.models import Job
from tuntas.notices.announcing import announce
from tuntas.notices.models import Notice

State = Notice.State


@pytest.mark.django_db
def test_applicant_is_told_by_whatsapp_first(told_cast: Cast) -> None:
    case = make_told_case(told_cast)

    notice = tell(case, Verb.FINISH)

    assert (notice.person, notice.channel, notice.template) == ("applicant", Channel.WHATSAPP, "ready_download")
    assert notice.address == "+6281234567800"
    assert notice.body.startswith("Halo Ani Contoh.")
    assert (notice.case, notice.office, notice.state) == (case, told_cast.office, State.WAITING)


@pytest.mark.django_db
def test_announcing_again_makes_nothing_new(told_cast: Cast) -> None:
    event = make_event(make_told_case(told_cast, helper=HELPER), Verb.REJECT, note="KTP sudah tidak berlaku.")

    first, second = announce(event), announce(event)

    assert [notice.person for notice in first] == ["applicant", "helper"]
    assert second == []
    assert Job.objects.filter(kind="deliver_notice").count() == 2


@pytest.mark.django_db
def test_silent_event_tells_nobody(told_cast: Cast) -> None:
    assert announce(make_event(make_told_case(told_cast), Verb.APPROVE)) == []
    assert not Job.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "helper", [{}, {"name": "Gita", "phone": ""}, {"name": "Gita", "phone": "+6281234567800", "email": "ani@contoh.id"}]
)
def test_helper_at_the_same_phone_is_not_told_twice(told_cast: Cast, helper: dict[str, Any]) -> None:
    notices = announce(make_event(make_told_case(told_cast, helper=helper), Verb.FINISH))

    assert [notice.person for notice in notices] == ["applicant"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "email", "off", "channel"),
    [
        ("+6281234567800", "", (), Channel.WHATSAPP),
        ("", "ani@contoh.id", (), Channel.MAIL),
        ("+6281234567800", "ani@contoh.id", ("WHATSAPP_URL",), Channel.SMS),
        ("+6281234567800", "ani@contoh.id", ("WHATSAPP_URL", "SMS_URL"), Channel.MAIL),
    ],
)
def test_best_channel_at_hand_is_taken(
    told_cast: Cast, settings: Any, phone: str, email: str, off: tuple[str, ...], channel: Channel
) -> None:
    for name in off:
        setattr(settings, name, "")

    assert tell(make_told_case(told_cast, phone=phone, email=email)).channel == channel


@pytest.mark.django_db
def test_person_without_an_address_is_seen_and_not_dropped(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast, phone="", email=""))

    assert (notice.state, notice.channel, notice.error) == (State.FAILED, "", "no_address")
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_notice_of_a_change_that_was_rolled_back_does_not_exist(told_cast: Cast) -> None:
    case = make_told_case(told_cast)

    with transaction.atomic():
        tell(case)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_two_workers_at_once_tell_each_person_once(committed_cast: Cast) -> None:
    event = make_event(make_told_case(committed_cast, helper=HELPER), Verb.FINISH)
    start = threading.Barrier(2)
    made: list[int] = []

    def announce_it() -> None:
        start.wait()
        try:
            made.append(len(announce(event)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=announce_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 2  # neither was turned away
    assert sum(made) == 2
    assert Notice.objects.filter(event=event).count() == 2
    assert Job.objects.filter(kind="deliver_notice").count() == 2


@pytest.mark.django_db
def test_payload_and_row_name_nobody_in_clear(told_cast: Cast) -> None:
    case = make_told_case(told_cast, helper=HELPER)
    notices = announce(make_event(case, Verb.REJECT, note="KTP Ani Contoh tidak berlaku."))

    payloads = list(Job.objects.values_list("payload", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_notice")
        stored = b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in cursor.fetchall()
            for value in row
        )

    assert {payload["notice"] for payload in payloads} == {str(notice.pk) for notice in notices}
    for secret in ("Ani", "Gita", "81234567800", "81277778888", "ani@contoh.id", "1671085204900001"):
        assert secret.encode() not in stored
        assert secret not in str(payloads)
