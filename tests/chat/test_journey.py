"""Whole journeys in the chat: from hello to the letter, on the web in between, and back to mend one photo."""

import re

import pytest
from django.test import Client

from tests.chat.phones import Phone, draw_paper, make_phone, person_form
from tests.make import PIN, Cast
from tuntas.cases.models import Application, Case
from tuntas.cases.states import State
from tuntas.chat.models import Conversation, Message
from tuntas.flow.approve import approve
from tuntas.flow.send_back import Wrong, send_back


def begin_skd(siti: Phone) -> None:
    siti.type("Assalamualaikum")
    siti.type("1")
    siti.tap("Mulai di sini")
    siti.tap("Setuju")


def answer_skd(siti: Phone) -> str:
    siti.tap("Ya")
    siti.type("Maret 2021")
    siti.type("tidak")
    siti.type("Hendra Saputra")
    return siti.type("Membuka rekening bank")


def fill_page(siti: Phone, **fields: str) -> None:
    answer = Client().post(siti.open_link(), person_form(**fields))
    assert answer.status_code == 200, re.findall(r'href="#[^"]*">([^<]+)', answer.content.decode())
    siti.work()


def send_skd(siti: Phone) -> str:
    begin_skd(siti)
    answer_skd(siti)
    fill_page(siti)
    siti.photograph(draw_paper(1), draw_paper(2), captions=["ktp", "kk saya"])
    siti.type("lewati")
    siti.photograph(draw_paper(3))
    siti.tap("Kirim ke HP")
    return siti.type("kirim")


def decide(case: Case, cast: Cast, siti: Phone) -> Case:
    for officer in cast.chain:
        case = approve(case, by=officer, pin=PIN)
    siti.work()
    case.refresh_from_db()
    return case


@pytest.mark.django_db(transaction=True)
def test_a_resident_gets_a_domicile_letter_without_leaving_the_chat_but_for_the_secure_page(
    siti: Phone, chat_cast: Cast
) -> None:
    said = send_skd(siti)

    receipt = re.search(r"Nomor tanda terima: \*(\S+)\*", said)
    assert receipt
    assert re.search(r"PIN: \*\d{3} \d{3}\*", said)
    application = Application.objects.get(receipt=receipt[1])
    assert application.applicant["phone"] == "+6281271000143"
    assert application.channel == "whatsapp"
    assert sorted(application.files.values_list("requirement", flat=True)) == ["KK", "KTP", "STM"]

    case = decide(application.cases.get(), chat_cast, siti)
    assert case.state == State.READY
    assert "SK Domisili" in siti.type("status")
    siti.type("surat")

    letter = next(line for line in siti.lines() if line["type"] == "document")
    media = siti.emulator.book.find_media(letter["document"]["id"])
    assert media
    assert media[2].startswith(b"%PDF")
    siti.look()
    case.refresh_from_db()
    assert case.state == State.DELIVERED


@pytest.mark.django_db(transaction=True)
def test_the_draft_of_the_chat_is_finished_on_the_web(siti: Phone) -> None:
    siti.type("mau urus domisili bu")
    siti.tap("1. SK Domisili")
    siti.tap("Mulai di sini")
    siti.tap("Setuju")
    siti.tap("Ya")
    siti.type("Maret 2021")
    siti.type("menu")
    siti.type("1")
    siti.tap("Isi di halaman web")
    browser = Client()

    assert browser.get(siti.open_link()).status_code == 200
    opened = browser.post(siti.open_link(), follow=True)

    assert opened.redirect_chain[-1][0] == "/ajukan/skd/"
    assert 'value="2021"' in opened.content.decode()
    assert Conversation.objects.get().draft.content["answers"] == {"same_address": True, "lives_since": "2021-03"}


@pytest.mark.django_db(transaction=True)
def test_only_the_bad_photo_is_sent_again(siti: Phone, chat_cast: Cast) -> None:
    send_skd(siti)
    case = Case.objects.get()
    send_back(case, by=chat_cast.budi, reasons=[Wrong("KK", "unreadable", "")])

    said = siti.type("halo")
    assert "perbaiki" in said
    said = siti.type("perbaiki")
    assert "Kartu Keluarga" in said
    assert "KTP" not in said
    said = siti.photograph(draw_paper(9))

    assert "sudah kami terima" in said
    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert Application.objects.get().files.filter(requirement="KK", is_current=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_phone_that_is_known_is_asked_nothing_twice(siti: Phone) -> None:
    send_skd(siti)
    siti.type("menu")
    begin_skd(siti)

    assert "Siti R." in siti.heard()[-1]
    siti.type("1")
    said = answer_skd(siti)

    assert "Foto syarat" in said
    assert "1671085203900004" not in "".join(siti.heard())


@pytest.mark.django_db(transaction=True)
def test_who_shows_no_number_is_served_by_user_id(chat_cast: Cast) -> None:
    rizal = make_phone("Rizal", "")

    said = rizal.type("halo")

    assert "Kelurahan Sialang" in said
    assert rizal.lines()[-1]["recipient"] == rizal.person.id
    begin_skd(rizal)
    answer_skd(rizal)
    fill_page(rizal, **{"applicant.phone": "0812-7100-0199"})
    assert "Foto syarat" in rizal.heard()[-1]


@pytest.mark.django_db(transaction=True)
def test_the_bot_is_silent_while_an_officer_talks(siti: Phone) -> None:
    assert "petugas akan membaca" in siti.type("petugas")

    assert siti.type("saya mau tanya") == ""
    assert siti.photograph(draw_paper()) == ""
    assert Message.objects.exclude(state=Message.State.HANDLED).count() == 0
    assert "Layanan Kelurahan Sialang" in siti.type("menu")


@pytest.mark.django_db(transaction=True)
def test_who_said_stop_hears_nothing_until_they_begin_again(siti: Phone) -> None:
    assert "tidak mengirim pesan lagi" in siti.type("STOP")

    assert siti.type("halo") == ""
    assert "Layanan" in siti.type("mulai")
