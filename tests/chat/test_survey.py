"""The survey: asked once when everything is in a hand, answered with a number, never in the way of something else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.chat.phones import Phone
from tests.chat.test_journey import decide, send_skd
from tests.make import Cast
from tests.screens.desk.papers import client_of
from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.chat.asking_back import ask_surveys
from tuntas.chat.models import Conversation
from tuntas.flow.rate import rate
from tuntas.handover.models import Rating

pytestmark = pytest.mark.django_db(transaction=True)


def finish_skd(siti: Phone, cast: Cast) -> Application:
    """From hello to the letter in the chat."""
    send_skd(siti)
    decide(Application.objects.get().cases.get(), cast, siti)
    siti.type("surat")
    siti.look()
    return Application.objects.get()


def ask_again(siti: Phone) -> str:
    before = len(siti.heard())
    ask_surveys({})
    siti.work()
    return "\n".join(siti.heard()[before:])


def test_who_holds_the_letter_is_asked_once_and_answers_with_a_number(siti: Phone, chat_cast: Cast) -> None:
    application = finish_skd(siti, chat_cast)

    asked = ask_again(siti)
    thanks = siti.type("5")
    last = siti.type("Cepat sekali, terima kasih banyak")

    assert f"Permohonan {application.receipt} sudah tuntas" in asked
    assert "5. Sangat puas" in asked
    assert "Ada saran" in thanks
    assert "saran Anda kami catat" in last
    row = Rating.objects.get()
    assert (row.application, row.score, row.words) == (application, 5, "Cepat sekali, terima kasih banyak")
    assert ask_again(siti) == ""


def test_any_other_words_go_their_ordinary_way(siti: Phone, chat_cast: Cast) -> None:
    finish_skd(siti, chat_cast)
    ask_again(siti)

    said = siti.type("mau urus surat usaha")

    assert "SK Usaha" in said
    assert Rating.objects.get().score is None


def test_nobody_is_asked_too_early_in_the_middle_of_a_form_or_too_late(siti: Phone, chat_cast: Cast) -> None:
    send_skd(siti)
    early = ask_again(siti)
    decide(Application.objects.get().cases.get(), chat_cast, siti)
    siti.type("surat")
    siti.type("sku")
    siti.type("1")
    siti.tap("Setuju")
    siti.type("1")
    busy = ask_again(siti)
    siti.type("menu")
    Conversation.objects.update(last_inbound_at=timezone.now() - timedelta(hours=25))
    late = ask_again(siti)

    assert (early, busy, late) == ("", "", "")


def test_who_said_stop_is_not_asked(siti: Phone, chat_cast: Cast) -> None:
    finish_skd(siti, chat_cast)
    siti.type("berhenti")

    assert ask_again(siti) == ""


def test_an_application_is_rated_once_and_only_when_it_was_delivered(siti: Phone, chat_cast: Cast) -> None:
    send_skd(siti)
    application = Application.objects.get()
    with pytest.raises(CannotMove, match="belum selesai"):
        rate(application, score=5, channel="web", at=timezone.now())
    decide(application.cases.get(), chat_cast, siti)
    siti.type("surat")
    siti.look()

    rate(application, score=4, channel="web", at=timezone.now())

    for score in (5, 0, 6):
        with pytest.raises(CannotMove):
            rate(application, score=score, channel="web", at=timezone.now())
    assert Rating.objects.get().score == 4


def test_the_chat_gives_a_code_with_which_the_counter_goes_on(siti: Phone, chat_cast: Cast) -> None:
    siti.type("halo")
    siti.type("1")
    siti.tap("Mulai di sini")
    siti.tap("Setuju")
    siti.tap("Ya")
    said = siti.type("loket")
    code = said.split("*")[1]

    page = client_of(chat_cast.budi).post(f"/meja/loket/kode/{code}/", follow=True).content.decode()
    after = siti.type("Maret 2021")

    assert "Surat Keterangan Domisili" in page
    assert "Layanan Kelurahan Sialang" in after
