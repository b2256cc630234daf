"""What officers hear: a digest twice a working day, a push when something is new, numbers and nobody's name."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client

from tests.gateways.test_web_push import AUTH, PUBLIC
from tests.make import MONDAY, Cast, make_application, make_case, make_officer, make_post
from tests.notices.papers import Talker, make_event, raising
from tests.screens.desk.papers import client_of, text_of
from tests.tables import load_catalogue
from tuntas.cases.models import Case
from tuntas.cases.states import State, Verb
from tuntas.gateways.refusals import GatewayDown, GatewayUnknown
from tuntas.gateways.web_push import SubscriptionGone, Target
from tuntas.notices import consent
from tuntas.notices.announcing import announce
from tuntas.notices.digests import find_slot, send_digests
from tuntas.notices.models import Digest, Notice, Subscription
from tuntas.notices.pushing import BrowserRefused, get_key, nudge_all, subscribe
from tuntas.offices.models import Officer
from tuntas.offices.roles import Role
from tuntas.offices.worktime import calendar_of

pytestmark = pytest.mark.django_db
BROWSER = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "keys": {"p256dh": PUBLIC, "auth": AUTH}}
OPENING = MONDAY - timedelta(minutes=30)  # 08.30


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case on Budi's desk, whose promise ends at nine."""
    Officer.objects.filter(pk=cast.budi.pk).update(email="budi@kota.go.id")
    cast.budi.refresh_from_db()
    load_catalogue()
    return make_case(cast.office)


@pytest.mark.parametrize(
    ("minutes", "slot"),
    [(-61, ""), (-60, "morning"), (59, "morning"), (60, ""), (239, ""), (240, "noon"), (359, "noon"), (360, "")],
)
def test_a_day_has_two_slots(cast: Cast, minutes: int, slot: str) -> None:
    assert find_slot(MONDAY + timedelta(minutes=minutes), calendar_of(cast.office)) == slot


@pytest.mark.parametrize("days", [-1, -2])
def test_a_weekend_has_none(cast: Cast, days: int) -> None:
    assert find_slot(MONDAY + timedelta(days=days), calendar_of(cast.office)) == ""


def test_an_officer_gets_one_digest_a_slot_and_none_when_nothing_waits(cast: Cast, case: Case) -> None:
    Officer.objects.filter(pk=cast.dewi.pk).update(email="dewi@kota.go.id")
    mail = Talker()

    counts = [send_digests(OPENING + timedelta(minutes=15 * turn), through=mail) for turn in range(3)]
    noon = send_digests(MONDAY + timedelta(hours=4), through=mail)

    assert (counts, noon) == ([1, 0, 0], 1)
    assert {message.to for message in mail.heard} == {"budi@kota.go.id"}
    assert mail.heard[0].subject == "1 berkas menunggu di meja Anda"
    assert "1 di antaranya sudah lewat batas waktu." in mail.heard[1].text
    assert "/berhenti/" in mail.heard[0].unsubscribe
    assert "Ani" not in mail.heard[0].text + mail.heard[0].html


@pytest.mark.parametrize("error", [GatewayDown("x"), GatewayUnknown("x")])
def test_a_mail_server_in_trouble_leads_to_no_second_digest(cast: Cast, case: Case, error: Exception) -> None:
    mail = Talker(raising(error))

    for _ in range(3):
        send_digests(OPENING, through=mail)

    assert len(mail.heard) == 1
    assert Digest.objects.count() == 1


def test_who_switched_it_off_gets_none(cast: Cast, case: Case) -> None:
    client_of(cast.budi).post("/meja/kabar/", {"mail": "off"})
    off = send_digests(OPENING, through=Talker())
    page = text_of(client_of(cast.budi).post("/meja/kabar/", {"mail": "on"}, follow=True))

    assert off == 0
    assert "Ringkasan lewat surel dinyalakan." in page
    assert send_digests(OPENING, through=Talker()) == 1


def test_an_rt_head_hears_of_each_case_and_gets_no_digest(cast: Cast) -> None:
    post = make_post(cast.office, Role.RT_HEAD, rt="003", rw="001")
    head = make_officer("rt03", name="Pak RT", post=post, phone="+6281299990000", email="rt@kota.go.id")
    load_catalogue()
    case = make_case(cast.office, desk=post)

    notices = {notice.person: notice for notice in announce(make_event(case, Verb.RESUBMIT))}

    notice = notices[f"officer:{head.pk}"]
    assert (notice.template, notice.address) == ("endorse", "+6281299990000")
    assert f"/meja/{case.pk}/" in notice.body
    assert "Ani" not in notice.body
    assert send_digests(OPENING, through=Talker()) == 0


def test_a_courier_is_told_of_documents_to_carry(cast: Cast) -> None:
    courier = make_post(cast.office, Role.COURIER)
    make_officer("kurir", post=courier, email="kurir@kota.go.id")
    application = make_application(cast.office, delivery_method="courier")
    make_case(cast.office, application=application, state=State.READY)
    mail = Talker()

    assert send_digests(OPENING, through=mail) == 1
    assert "1 dokumen menunggu diantar." in mail.heard[0].text


def test_a_browser_rings_once_for_what_is_new_and_names_nobody(cast: Cast, case: Case) -> None:
    subscribe(cast.budi, BROWSER, at=MONDAY - timedelta(hours=1))
    make_event(case, Verb.RESUBMIT, at=MONDAY)
    rung: list[tuple[Target, bytes]] = []

    def ring(target: Target, payload: bytes) -> None:
        rung.append((target, payload))

    counts = [nudge_all(MONDAY + timedelta(minutes=minutes), through=ring) for minutes in (1, 2, 20)]
    make_event(case, Verb.RESUBMIT, at=MONDAY + timedelta(minutes=21))
    counts.append(nudge_all(MONDAY + timedelta(minutes=22), through=ring))

    assert counts == [1, 0, 0, 1]
    assert json.loads(rung[0][1])["body"].startswith("1 berkas menunggu Anda.")
    assert b"Ani" not in rung[0][1]


def test_nobody_is_rung_at_night(cast: Cast, case: Case) -> None:
    subscribe(cast.budi, BROWSER, at=MONDAY)
    make_event(case, Verb.RESUBMIT, at=MONDAY + timedelta(hours=12))

    assert nudge_all(MONDAY + timedelta(hours=12, minutes=1), through=lambda _target, _payload: None) == 0


def test_a_browser_that_took_it_back_is_forgotten(cast: Cast, case: Case) -> None:
    subscribe(cast.budi, BROWSER, at=MONDAY - timedelta(hours=1))
    make_event(case, Verb.RESUBMIT, at=MONDAY)

    def gone(_target: Target, _payload: bytes) -> None:
        raise SubscriptionGone("push", code="410")

    nudge_all(MONDAY + timedelta(minutes=1), through=gone)

    assert not Subscription.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"endpoint": "https://127.0.0.1/x", "keys": BROWSER["keys"]},
        {"endpoint": "https://fcm.googleapis.com.jahat.id/x", "keys": BROWSER["keys"]},
        {"endpoint": "http://fcm.googleapis.com/x", "keys": BROWSER["keys"]},
        {"endpoint": BROWSER["endpoint"], "keys": "x"},
        {"endpoint": BROWSER["endpoint"], "keys": {"p256dh": "x", "auth": AUTH}},
    ],
)
def test_our_server_posts_to_push_services_only(cast: Cast, given: Any) -> None:
    with pytest.raises(BrowserRefused):
        subscribe(cast.budi, given, at=MONDAY)


def test_a_browser_subscribes_and_is_switched_off(cast: Cast) -> None:
    budi = client_of(cast.budi)

    on = budi.post("/meja/kabar/peramban/", json.dumps(BROWSER), content_type="application/json")
    again = budi.post("/meja/kabar/peramban/", json.dumps(BROWSER), content_type="application/json")
    bad = budi.post("/meja/kabar/peramban/", "[1]", content_type="application/json")
    page = text_of(budi.get("/meja/kabar/"))

    assert (on.status_code, again.status_code, bad.status_code) == (200, 200, 422)
    assert "1 peramban menyala." in page
    assert Subscription.objects.get().target["endpoint"] == BROWSER["endpoint"]
    budi.post("/meja/kabar/", {"push": "off"})
    assert not Subscription.objects.exists()


def test_an_officer_keeps_five_browsers_at_most(cast: Cast) -> None:
    for number in range(7):
        subscribe(cast.budi, {**BROWSER, "endpoint": f"{BROWSER['endpoint']}{number}"}, at=MONDAY)

    assert cast.budi.subscriptions.count() == 5


def test_our_key_is_made_once_and_for_us_alone(settings: Any) -> None:
    from pathlib import Path

    first, second = get_key(), get_key()

    path = Path(settings.TUNTAS_HOME) / "keys" / "push.key"
    assert first.private_numbers() == second.private_numbers()
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_link_in_a_digest_ends_digests(cast: Cast, case: Case, client: Client) -> None:
    mail = Talker()
    send_digests(OPENING, through=mail)

    client.post("/berhenti/" + mail.heard[0].unsubscribe.rpartition("/berhenti/")[2])

    assert consent.is_stopped(consent.index_of("budi@kota.go.id"))
    assert Notice.objects.count() == 0
    assert httpx.URL(mail.heard[0].unsubscribe).path.startswith("/berhenti/")
