""" "perbaiki" trusts the phone without a PIN: so it asks for what was bad and never shows what was answered before."""

import pytest
from django.test import Client

from tests.chat.phones import Phone, make_phone
from tests.flow.papers import TODAY, make_body
from tests.make import MONDAY, Cast
from tuntas.cases.models import Application, Case
from tuntas.cases.states import State
from tuntas.flow.send_back import send_back
from tuntas.flow.submit import submit
from tuntas.flow.verdicts import Wrong
from tuntas.intake.submission import check_submission

pytestmark = pytest.mark.django_db(transaction=True)
OWN = {"purpose": "Menyewa kios di Kertapati", "lives_since": "2013-07"}


@pytest.fixture
def application(chat_cast: Cast) -> Application:
    """Sent on the web, with Ani's number."""
    body = make_body(chat_cast)
    body["answers"] |= OWN
    return submit(check_submission(body, channel="web", on=TODAY), at=MONDAY).application


@pytest.fixture
def ani(application: Application) -> Phone:
    ani = make_phone("Ani", str(application.applicant["phone"]))
    ani.type("halo")
    return ani


def return_for(application: Application, cast: Cast, *items: str) -> None:
    reasons = [Wrong(item, "unreadable" if item.isupper() else "differs") for item in items]
    send_back(application.cases.get(), by=cast.budi, reasons=reasons, at=MONDAY)


def list_secrets(application: Application) -> list[str]:
    """Everything that was answered, as it was written: names, numbers, dates, addresses, reasons."""
    person = [str(application.applicant[name]) for name in ("name", "nik", "kk", "address", "phone", "birth_date")]
    return [*person, "Kertapati", "2013", "Juli 2013", "Jalan Contoh"]


def all_words(phone: Phone) -> str:
    """Whatever the conversation said; the news of a case, which greets the applicant by name, comes besides."""
    return repr(phone.lines())


def test_mending_in_the_chat_shows_no_earlier_answer(application: Application, ani: Phone, chat_cast: Cast) -> None:
    return_for(application, chat_cast, "answers.purpose", "answers.lives_since", "applicant.address")

    asked = ani.type("perbaiki")
    ani.type("")  # nothing that fits, so it is asked again
    for text in ("Melamar kerja", "kapan ya", "Mei 2019", "Jalan Baru 7"):
        ani.type(text)

    assert application.receipt in asked
    words = all_words(ani).replace(str(application.applicant["phone"]).lstrip("+"), "")  # whom it is sent to
    assert [one for one in list_secrets(application) if one in words] == []


def test_what_was_mended_in_the_chat_reaches_the_desk(application: Application, ani: Phone, chat_cast: Cast) -> None:
    return_for(application, chat_cast, "answers.purpose")

    ani.type("perbaiki")
    said = ani.type("Melamar kerja di Plaju")

    assert "sudah kami terima" in said
    assert Case.objects.get().state == State.IN_REVIEW
    assert Application.objects.get().answers["purpose"] == "Melamar kerja di Plaju"
    assert Application.objects.get().answers["lives_since"] == OWN["lives_since"]


@pytest.mark.parametrize("item", ["applicant.nik", "applicant.kk"])
def test_who_somebody_is_can_be_mended_on_the_page_with_the_pin_alone(
    application: Application, ani: Phone, chat_cast: Cast, item: str
) -> None:
    return_for(application, chat_cast, "answers.purpose", item)

    said = ani.type("perbaiki")

    assert "Buka dengan PIN Anda" in said
    page = Client().get(f"/p/{application.receipt}/", follow=True).content.decode()
    assert [one for one in list_secrets(application) if one in page] == []
    ani.type("Melamar kerja")
    assert Case.objects.get().state == State.RETURNED


def test_another_phone_neither_sees_nor_mends_it(application: Application, ani: Phone, chat_cast: Cast) -> None:
    return_for(application, chat_cast, "answers.purpose")
    siti = make_phone()
    siti.type("halo")

    said = [siti.type("perbaiki"), siti.type(application.receipt), siti.type("perbaiki"), siti.type("Melamar kerja")]

    assert application.receipt not in said[0]
    assert [one for one in [*list_secrets(application), "Perbaikan"] if one in all_words(siti)] == []
    assert Case.objects.get().state == State.RETURNED
