"""Delivery: once, by the best way, and never blindly again."""

import itertools
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import uuid
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.gateways.smtp_server import Script, smtp_server
from tests.make import MONDAY, Cast
from tests.notices.papers import HELPER, Talker, make_channels, make_told_case, raising, tell
from tuntas.gateways.messages import Channel, Gateway, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.jobs.models import Job
from tuntas.jobs.worker import drain
from tuntas.notices.delivering import deliver, send
from tuntas.notices.models import Attempt, Notice
from tuntas.vault.keys import blind_index

State = Notice.State
DOWN, REFUSED, SILENT = GatewayDown("down"), GatewayRefused("no", code="131026"), GatewayUnknown("silent")


class Killed(BaseException):
    """The process dies here: nothing that follows runs, as with kill -9."""


def heard(channels: dict[Channel, Talker]) -> list[Channel]:
    return [channel for channel, talker in channels.items() for _ in talker.heard]


@pytest.mark.django_db
def test_whatsapp_takes_it_and_nobody_else_is_asked(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels()

    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    message = channels[Channel.WHATSAPP].heard[0]
    assert (message.key, message.to, message.text) == (str(notice.pk), "+6281234567800", notice.body)
    assert heard(channels) == [Channel.WHATSAPP]
    assert (notice.state, notice.sent_at) == (State.SENT, MONDAY)
    assert notice.attempts.get().message_id == blind_index("wamid", channels[Channel.WHATSAPP].gave[0])


@pytest.mark.django_db
def test_notice_that_was_sent_is_not_sent_again(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels()

    for _ in range(3):
        send(notice.pk, through=channels, at=MONDAY)

    assert heard(channels) == [Channel.WHATSAPP]


@pytest.mark.django_db
def test_refused_message_goes_by_sms_then_by_mail(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    channels = make_channels(whatsapp=Talker(raising(REFUSED)), sms=Talker(raising(REFUSED)))

    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    mail = channels[Channel.MAIL].heard[0]
    assert heard(channels) == list(Channel)
    assert (notice.state, notice.channel, notice.address) == (State.SENT, Channel.MAIL, "ani@contoh.id")
    assert mail.subject == "SK Domisili siap diunduh, nomor 2611-7K3F-9QXM"
    assert "<h1" in mail.html
    assert f'href="{settings.PUBLIC_URL}/p/2611-7K3F-9QXM/"' in mail.html
    assert len(channels[Channel.SMS].heard[0].text) <= 160
    assert list(notice.attempts.order_by("pk").values_list("channel", "state", "error")) == [
        ("whatsapp", "refused", "131026"),
        ("sms", "refused", "131026"),
        ("mail", "taken", ""),
    ]


@pytest.mark.django_db
def test_when_no_way_is_left_the_notice_says_so(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast, email=""))
    channels = make_channels(whatsapp=Talker(raising(REFUSED)), sms=Talker(raising(REFUSED)))

    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert (notice.state, notice.error) == (State.FAILED, "131026")


@pytest.mark.django_db
def test_channel_that_is_down_is_tried_again_before_the_next(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels(whatsapp=Talker(raising(DOWN)))

    for _ in range(2):
        with pytest.raises(GatewayDown):
            send(notice.pk, through=channels, at=MONDAY)
    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert heard(channels) == [Channel.WHATSAPP] * 3 + [Channel.SMS]
    assert notice.state == State.SENT


@pytest.mark.django_db
def test_everything_down_ends_before_the_job_runs_out_of_attempts(told_cast: Cast) -> None:
    notice = tell(make_told_case(told_cast))
    channels = {channel: Talker(raising(DOWN)) for channel in Channel}

    for _ in range(Job._meta.get_field("max_attempts").default - 1):
        with suppress(GatewayDown):
            send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert notice.state == State.FAILED


@pytest.mark.django_db
def test_unknown_outcome_is_never_repeated_blindly(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels(whatsapp=Talker(raising(SILENT)))

    for _ in range(3):
        send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert heard(channels) == [Channel.WHATSAPP]
    assert notice.state == State.UNKNOWN


@pytest.mark.django_db
def test_worker_killed_between_send_and_mark_leaves_a_doubt_and_no_double(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels(whatsapp=Talker(raising(Killed())))

    with pytest.raises(Killed):
        send(notice.pk, through=channels, at=MONDAY)
    assert notice.attempts.get().state == Attempt.State.SENDING
    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert heard(channels) == [Channel.WHATSAPP]
    assert notice.state == State.UNKNOWN


@pytest.mark.django_db
def test_killed_worker_may_repeat_where_the_provider_drops_doubles(told_cast: Cast) -> None:
    deaths = itertools.chain([raising(Killed())], itertools.repeat(lambda: None))
    talker = Talker(lambda: next(deaths)(), drops_doubles=True)
    notice, channels = tell(make_told_case(told_cast)), make_channels(whatsapp=talker)

    with pytest.raises(Killed):
        send(notice.pk, through=channels, at=MONDAY)
    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert [message.key for message in talker.heard] == [str(notice.pk)] * 2
    assert notice.state == State.SENT


@pytest.mark.django_db
def test_channel_that_was_switched_off_meanwhile_is_passed_by(told_cast: Cast) -> None:
    notice, channels = tell(make_told_case(told_cast)), make_channels()
    del channels[Channel.WHATSAPP]

    send(notice.pk, through=channels, at=MONDAY)

    notice.refresh_from_db()
    assert heard(channels) == [Channel.SMS]
    assert notice.state == State.SENT


@pytest.mark.django_db
def test_notice_that_is_gone_is_no_mistake() -> None:
    send(uuid.uuid4(), through=make_channels(), at=MONDAY)


def test_no_transaction_is_open_while_a_provider_works(committed_cast: Cast) -> None:
    notice = tell(make_told_case(committed_cast))
    was_open: list[bool] = []
    channels = make_channels(whatsapp=Talker(lambda: was_open.append(connection.in_atomic_block)))

    send(notice.pk, through=channels, at=MONDAY)

    assert was_open == [False]
    with pytest.raises(RuntimeError), transaction.atomic():
        send(tell(notice.case).pk, through=channels, at=MONDAY)


def test_two_workers_with_one_notice_reach_the_person_once(committed_cast: Cast) -> None:
    notice = tell(make_told_case(committed_cast))
    inside, done = threading.Event(), threading.Event()
    channels = make_channels(whatsapp=Talker(lambda: (inside.set(), done.wait(10))))

    def first() -> None:
        send(notice.pk, through=channels, at=MONDAY)
        connections.close_all()

    worker = threading.Thread(target=first)
    worker.start()
    inside.wait(10)
    send(notice.pk, through=channels, at=MONDAY)  # the lease ran out while the provider was slow
    doubted = Notice.objects.get(pk=notice.pk).state
    done.set()
    worker.join()

    notice.refresh_from_db()
    assert doubted == State.UNKNOWN
    assert heard(channels) == [Channel.WHATSAPP]
    assert notice.state == State.SENT


OUTCOMES = st.sampled_from(["take", "down", "refuse", "silence", "die"])


@pytest.mark.django_db
@given(plan=st.lists(OUTCOMES, min_size=1, max_size=12))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_sequence_of_outcomes_reaches_a_person_twice(told_cast: Cast, plan: list[str]) -> None:
    errors = {"down": DOWN, "refuse": REFUSED, "silence": SILENT, "die": Killed()}
    steps, maybe_reached = iter(plan), []

    def act() -> None:
        outcome = next(steps, "take")
        if outcome in {"take", "silence", "die"}:
            maybe_reached.append(outcome)
        if outcome in errors:
            raise errors[outcome]

    case = make_told_case(told_cast)
    notice = tell(case)
    channels = {channel: Talker(act) for channel in Channel}
    for _ in range(14):
        with suppress(GatewayDown, Killed):
            send(notice.pk, through=channels, at=MONDAY)
    notice.refresh_from_db()
    case.application.delete()

    assert len(maybe_reached) <= 1
    assert notice.state != State.WAITING
    assert (notice.state == State.SENT) == (maybe_reached == ["take"])
    assert (notice.state == State.FAILED) == (maybe_reached == [])


@pytest.mark.django_db
def test_worker_delivers_through_the_fakes_of_the_settings(told_cast: Cast) -> None:
    case = make_told_case(told_cast, helper=HELPER, phone="+628120000001")
    notice = tell(case)

    drain({"deliver_notice": deliver})

    told = {row.person: (row.channel, row.state) for row in Notice.objects.filter(event=notice.event)}
    assert told == {"applicant": ("sms", State.DELIVERED), "helper": ("whatsapp", State.SENT)}
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_nobody_is_named_in_logs_and_dead_jobs(told_cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for ending in ("1", "2", "3", "4"):
        case = make_told_case(told_cast, phone=f"+62812000000{ending}", email="")
        case.application.__class__.objects.filter(pk=case.application_id).update(receipt=f"2611-7K3F-9QX{ending}")
        tell(case, note="KTP Ani Contoh 1671085204900001 kabur.")

    drain({"deliver_notice": deliver})

    kept = json.dumps(list(Job.objects.values("payload", "last_error"))) + caplog.text
    assert "notice.refused" in caplog.text
    assert Job.objects.count() == 1  # the one that is away is tried again
    for secret in ("Ani", "812000000", "1671085204900001", "kabur"):
        assert secret not in kept
    assert set(Notice.objects.values_list("error", flat=True)) <= {"", "unreachable", "unknown"}


def test_worker_killed_with_9_by_a_slow_mail_server_sends_no_second_mail(committed_cast: Cast, settings: Any) -> None:
    notice = tell(make_told_case(committed_cast, phone=""))
    workers: list[subprocess.Popen[bytes]] = []
    script = Script(on_content=lambda: workers[0].send_signal(signal.SIGKILL))

    with smtp_server(script) as port:
        settings.MAIL_URL = f"smtp://127.0.0.1:{port}?from=loket@kota.go.id"
        workers.append(subprocess.Popen([sys.executable, "-c", _WORKER, str(notice.pk)], env=_surroundings(settings)))
        assert workers[0].wait(60) == -signal.SIGKILL
        deliver({"notice": str(notice.pk)})

    notice.refresh_from_db()
    assert len(script.mails) == 1
    assert notice.state == State.UNKNOWN


_WORKER = """
import sys, django
django.setup()
from tuntas.notices.delivering import deliver
deliver({"notice": sys.argv[1]})
"""


def _surroundings(settings: Any) -> dict[str, str]:
    """A second process on the same database, keys and mail server."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        secret = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
        url = f"postgres://{secret}@/{database['NAME']}?host={database['HOST']}"
    given = {"TUNTAS_HOME": str(settings.TUNTAS_HOME), "TUNTAS_DATABASE_URL": url, "TUNTAS_MAIL_URL": settings.MAIL_URL}
    given["TUNTAS_QUIET_HOURS"] = ""
    return {**os.environ, "DJANGO_SETTINGS_MODULE": "tuntas.config.settings", **given}


def test_fakes_and_talkers_speak_the_same_interface() -> None:
    gateway: Gateway = Talker(status=Status.DELIVERED)

    assert not gateway.drops_doubles
