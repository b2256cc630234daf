"""What a resident reads of our messages, and how they end the reminders."""

import pytest
from django.test import Client

from tests.make import MONDAY, Cast
from tests.notices.papers import make_event, make_told_case, tell
from tests.tables import load_catalogue
from tuntas.cases.states import Verb
from tuntas.gateways.mail import make_mail
from tuntas.gateways.messages import Channel, Message
from tuntas.notices import consent
from tuntas.notices.announcing import remind
from tuntas.notices.delivering import make_message
from tuntas.notices.models import Attempt, Notice
from tuntas.notices.stopping import stop_link
from tuntas.reports.told import read_last

pytestmark = pytest.mark.django_db
State = Notice.State


@pytest.fixture
def notice(cast: Cast) -> Notice:
    load_catalogue()
    return tell(make_told_case(cast))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.READ, "Kami kirim WhatsApp ke 0812 **** 7800, sudah dibaca."),
        (State.DELIVERED, "Kami kirim WhatsApp ke 0812 **** 7800, sudah sampai."),
        (State.SENT, "Kami kirim WhatsApp ke 0812 **** 7800."),
        (State.WAITING, "Kami sedang mengirim WhatsApp ke 0812 **** 7800."),
        (State.UNKNOWN, "Kami kirim WhatsApp ke 0812 **** 7800, belum pasti sampai."),
        (State.FAILED, "Pesan kami ke 0812 **** 7800 tidak sampai. Tanyakan kepada kantor."),
        (State.TOLD, "Kami sudah memberi tahu Anda lewat telepon."),
    ],
)
def test_one_line_says_how_far_the_last_message_came(notice: Notice, state: str, sentence: str) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=state)

    assert read_last(notice.case.application, at=MONDAY) == sentence


def test_the_line_names_the_channel_that_reached_the_person(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=State.READ, channel="mail")
    Attempt.objects.create(notice=notice, channel="whatsapp", state="taken", reached="read", started_at=MONDAY)
    Attempt.objects.create(notice=notice, channel="mail", state="taken", reached="accepted", started_at=MONDAY)

    assert read_last(notice.case.application, at=MONDAY).startswith("Kami kirim WhatsApp ke")


def test_a_message_that_waits_for_the_morning_says_when(notice: Notice) -> None:
    Notice.objects.filter(pk=notice.pk).update(not_before=MONDAY)

    sentence = read_last(notice.case.application, at=MONDAY.replace(hour=0))

    assert sentence == "Kami kirim WhatsApp ke 0812 **** 7800 pukul 09.00."


def make_reminder(cast: Cast) -> Notice:
    load_catalogue()
    case = make_told_case(cast, phone="", email="ani@contoh.id")
    return remind(make_event(case, Verb.SEND_BACK), topic="reminder-1", template="returned_reminder")[0]


def test_only_a_press_ends_the_reminders(client: Client, cast: Cast) -> None:
    reminder = make_reminder(cast)
    path = "/berhenti/" + stop_link(reminder).rpartition("/berhenti/")[2]

    asked = client.get(path).content.decode()
    untouched = consent.is_stopped(consent.index_of("ani@contoh.id"))
    done = client.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()

    assert "Hentikan pengingat?" in asked
    assert not untouched
    assert "Pengingat berhenti" in done
    assert consent.is_stopped(consent.index_of("ani@contoh.id"))


@pytest.mark.parametrize("token", ["x", "a:b:c", "2611-7K3F-9QXM"])
def test_a_made_up_link_stops_nobody(client: Client, cast: Cast, token: str) -> None:
    make_reminder(cast)

    assert client.post(f"/berhenti/{token}/").status_code == 404
    assert not consent.is_stopped(consent.index_of("ani@contoh.id"))


def test_reminders_by_mail_can_be_ended_and_decisions_cannot(cast: Cast) -> None:
    reminder = make_reminder(cast)
    decision = tell(reminder.case, Verb.REJECT)

    mails = [make_mail(_told(one), sender="loket@kota.go.id") for one in (reminder, decision)]

    assert "/berhenti/" in mails[0]["List-Unsubscribe"]
    assert mails[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mails[1]["List-Unsubscribe"] is None
    assert decision.channel == Channel.MAIL
    assert mails[0]["Message-ID"] == f"<{reminder.pk}@kota.go.id>"


def _told(notice: Notice) -> Message:
    return make_message(notice)
