"""Whole journeys in the chat: from hello to the letter."""

import pytest
from django.test import Client

from tests.chat.phones import Phone, draw_paper, person_form
from tests.make import Cast


def fill_skd(siti: Phone) -> str:
    siti.type("Assalamualaikum")
    siti.type("1")
    siti.tap("Mulai di sini")
    siti.tap("Setuju")
    siti.tap("Ya")
    siti.type("Maret 2021")
    siti.type("tidak")
    siti.type("Hendra Saputra")
    return siti.type("Membuka rekening bank")


@pytest.mark.django_db(transaction=True)
def test_a_resident_gets_a_domicile_letter_without_leaving_the_chat_but_for_the_secure_page(
    siti: Phone, chat_cast: Cast
) -> None:
    page = fill_skd(siti)
    assert "/aman/" in page

    answer = Client().post(siti.open_link(), person_form())
    assert answer.status_code == 200, answer.content.decode()
    siti.work()
    assert "Foto syarat" in siti.heard()[-1]

    said = siti.photograph(
        draw_paper(1), draw_paper(2), draw_paper(3), captions=["ktp", "kk", "surat tidak bisa dibaca"]
    )
    print(said)
    print("=====")
    for words in siti.heard():
        print(words, "\n..")
