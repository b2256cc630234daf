"""A resident writes "petugas": an officer takes over in the browser, the bot keeps silent until it is asked back."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.chat.phones import Phone, draw_paper, make_phone
from tests.make import Cast, make_officer
from tuntas.chat.models import Conversation, Reply
from tuntas.chat.talking import TalkRefused, answer_talk, give_back_talk, take_talk
from tuntas.offices.models import Officer
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
TALKS = "/meja/obrolan/"


def log_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def call(siti: Phone) -> Conversation:
    """Siti says hello and asks for a person."""
    siti.type("halo")
    siti.type("petugas")
    return Conversation.objects.get()


def make_colleague(cast: Cast) -> Officer:
    return make_officer("hana", name="Hana Putri", post=cast.office.posts.get(role="OPERATOR"))


def test_who_asks_for_a_person_waits_in_the_list_of_the_own_office_alone(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)

    mine = log_in(chat_cast.budi).get(TALKS).content.decode()
    start = log_in(chat_cast.budi).get("/meja/").content.decode()
    other = log_in(chat_cast.eko).get(TALKS).content.decode()

    assert "Siti Rahmawati" in mine
    assert "2 belum dibaca" in mine
    assert "1 warga menunggu di obrolan" in start
    assert "Siti Rahmawati" not in other
    assert log_in(chat_cast.eko).get(f"{TALKS}{talk.pk}/").status_code == 404
    assert log_in(chat_cast.dewi).get(TALKS).status_code == 403


def test_an_officer_answers_in_the_browser_and_it_arrives_on_the_phone(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    budi = log_in(chat_cast.budi)

    budi.post(f"{TALKS}{talk.pk}/ambil/")
    budi.post(f"{TALKS}{talk.pk}/jawab/", {"jawaban": "Selamat pagi Bu, ada yang bisa kami bantu?"})
    siti.work()
    answer = siti.type("berapa lama surat domisili?")
    page = budi.get(f"{TALKS}{talk.pk}/").content.decode()

    assert siti.heard()[-1] == "Selamat pagi Bu, ada yang bisa kami bantu?"
    assert answer == ""  # the bot is silent
    assert "berapa lama surat domisili?" in page
    assert Reply.objects.filter(by=chat_cast.budi).count() == 1


def test_the_transcript_is_as_stored_without_numbers_and_its_reading_is_noted(chat_cast: Cast, siti: Phone) -> None:
    siti.type("NIK saya 1671085203900004")
    talk = call(siti)

    page = log_in(chat_cast.budi).get(f"{TALKS}{talk.pk}/").content.decode()

    assert "NIK saya" in page
    assert "1671085203900004" not in page
    assert AuditEntry.objects.filter(action="chat.read", actor=f"officer:{chat_cast.budi.pk}").count() == 1
    assert "belum dibaca" not in log_in(chat_cast.budi).get(TALKS).content.decode()


def test_two_operators_cannot_both_take_a_conversation(chat_cast: Cast, siti: Phone) -> None:
    talk, hana = call(siti), make_colleague(chat_cast)
    log_in(chat_cast.budi).post(f"{TALKS}{talk.pk}/ambil/")

    second = log_in(hana).post(f"{TALKS}{talk.pk}/ambil/", follow=True).content.decode()
    with pytest.raises(TalkRefused, match="Budi Santoso"):
        answer_talk(talk, "Saya saja", by=hana, at=timezone.now())

    talk.refresh_from_db()
    assert talk.taken_by == chat_cast.budi
    assert "Budi Santoso sudah menangani obrolan ini" in second


def test_the_bot_comes_back_when_the_officer_gives_the_conversation_back(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    take_talk(talk, by=chat_cast.budi, at=timezone.now())

    give_back_talk(talk, by=chat_cast.budi, at=timezone.now())
    siti.work()

    assert siti.heard()[-1].startswith("Petugas selesai membantu.")
    assert "Layanan Kelurahan Sialang" in siti.type("menu")
    assert log_in(chat_cast.budi).get(f"{TALKS}{talk.pk}/").status_code == 404


def test_the_bot_comes_back_when_the_person_asks_for_it(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    take_talk(talk, by=chat_cast.budi, at=timezone.now())

    heard = siti.type("menu")

    talk.refresh_from_db()
    assert "Layanan Kelurahan Sialang" in heard
    assert (talk.mode, talk.taken_by, talk.waiting_since) == ("bot", None, None)


def test_after_24_hours_only_an_invitation_goes_out(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    Conversation.objects.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    budi = log_in(chat_cast.budi)
    budi.post(f"{TALKS}{talk.pk}/ambil/")

    refused = budi.post(f"{TALKS}{talk.pk}/jawab/", {"jawaban": "Halo"})
    budi.post(f"{TALKS}{talk.pk}/undang/")
    siti.work()

    assert refused.status_code == 422
    assert "Sudah lewat 24 jam" in refused.content.decode()
    assert siti.lines()[-1]["type"] == "template"


@pytest.mark.parametrize("words", ["", "   ", "a" * 1001, "NIK Anda 1671 0852 0390 0004"])
def test_an_answer_that_cannot_go_out_is_refused_and_stays_typed(chat_cast: Cast, siti: Phone, words: str) -> None:
    talk = call(siti)
    take_talk(talk, by=chat_cast.budi, at=timezone.now())

    answer = log_in(chat_cast.budi).post(f"{TALKS}{talk.pk}/jawab/", {"jawaban": words})

    assert answer.status_code == 422
    assert not Reply.objects.filter(by__isnull=False).exists()


def test_nobody_answers_what_they_have_not_taken(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)

    answer = log_in(chat_cast.budi).post(f"{TALKS}{talk.pk}/jawab/", {"jawaban": "Halo"})

    assert answer.status_code == 422
    assert not Reply.objects.filter(by__isnull=False).exists()


def test_an_officer_who_answered_lately_keeps_the_word(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    take_talk(talk, by=chat_cast.budi, at=timezone.now())
    answer_talk(talk, "Besok kami kabari.", by=chat_cast.budi, at=timezone.now())
    siti.work()
    Conversation.objects.update(last_inbound_at=timezone.now() - timedelta(hours=13))

    assert siti.type("baik") == ""


def test_without_an_office_the_person_chooses_one_first(chat_cast: Cast) -> None:
    chat_cast.elsewhere.is_open = True
    chat_cast.elsewhere.save()

    heard = make_phone("Udin", "+6281271000999").type("petugas")

    assert "Pilih kantornya dulu" in heard


def test_the_news_of_a_conversation_hold_numbers_of_messages_only(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)

    news = log_in(chat_cast.budi).get(f"{TALKS}{talk.pk}/kabar/").json()

    assert news == {"messages": 2, "replies": 2}
    assert not AuditEntry.objects.filter(action="chat.read").exists()


def test_a_photo_for_the_officer_can_be_looked_at_and_that_is_noted(chat_cast: Cast, siti: Phone) -> None:
    talk = call(siti)
    siti.photograph(draw_paper(1))
    budi = log_in(chat_cast.budi)

    page = budi.get(f"{TALKS}{talk.pk}/").content.decode()
    address = re.search(r'href="([^"]+/foto/[^"]+)"', page)
    assert address
    picture = budi.get(address[1])

    assert picture["Content-Type"] == "image/jpeg"
    assert log_in(chat_cast.eko).get(address[1]).status_code == 404
    assert AuditEntry.objects.filter(action="chat.photo_read").count() == 1
