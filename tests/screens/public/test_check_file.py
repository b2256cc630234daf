"""Checking the file of a letter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.letters.papers import sealed_bytes
from tests.make import Cast
from tests.screens.public.letters import PDF, make_sealed
from tests.tables import load_catalogue
from tuntas.screens.public.check_file import FILES
from tuntas.vault.models import Blob

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def check(client: Client, data: bytes) -> str:
    answer = client.post("/periksa/", {"berkas": SimpleUploadedFile("surat Siti.pdf", data)})
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_issued_file_is_known_by_its_bytes(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    page = check(client, PDF)

    assert "Berkas ini asli dan utuh" in page
    assert letter.number.text in page


def test_a_sealed_file_that_was_not_issued_is_changed_although_its_seal_holds(client: Client) -> None:
    page = check(client, sealed_bytes())

    assert "Berkas ini sudah diubah" in page
    assert "Segelnya utuh" in page


def test_a_changed_file_is_called_changed_and_shows_the_true_letter(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    page = check(client, PDF + b"\n% ditambah\n%%EOF\n")

    assert "Berkas ini sudah diubah" in page
    assert "Segelnya rusak" in page
    assert "Ini data surat yang asli:" in page
    assert letter.number.text in page


def test_a_strangers_file_and_a_photo_are_told_apart(client: Client, cast: Cast) -> None:
    make_sealed(cast)

    assert "Berkas ini bukan dari kami" in check(client, b"%PDF-1.4\n% lain\n%%EOF\n")
    assert "Berkas ini belum terbaca" in check(client, b"\xff\xd8\xff\xe0 foto")


def test_an_unchanged_file_of_a_revoked_letter_is_no_good_news(client: Client, cast: Cast) -> None:
    make_sealed(cast, revoked_at=timezone.now(), revoked_reason="Alamat keliru tulis.")

    page = check(client, PDF)

    assert "Surat ini sudah dicabut" in page
    assert "asli dan utuh" not in page


def test_without_a_file_it_says_what_to_do(client: Client, cast: Cast) -> None:
    answer = client.post("/periksa/")

    assert answer.status_code == 422
    assert "Pilih dulu berkas PDF surat Anda." in answer.content.decode()


def test_nothing_of_the_file_is_kept_or_shown(client: Client, cast: Cast) -> None:
    page = check(client, b"%PDF-1.4\n% lain\n%%EOF\n")

    assert Blob.objects.count() == 0
    assert "surat Siti.pdf" not in page


def test_checking_again_and_again_is_slowed_down(client: Client, cast: Cast) -> None:
    answers = [client.post("/periksa/", {"berkas": SimpleUploadedFile("a.pdf", PDF)}) for _ in range(FILES + 1)]

    assert [answer.status_code for answer in answers][-2:] == [200, 429]
