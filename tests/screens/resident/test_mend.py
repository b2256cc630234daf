"""Mending on the status page: just the bad page, nothing lost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.make import Cast
from tests.screens.resident.papers import ask_for, draw_photo, prove, send_one
from tests.tables import load_catalogue
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.intake.models import Upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast, client: Client) -> Case:
    load_catalogue()
    case = send_one(cast)
    case.application.answers = {
        "same_address": True,
        "lives_since": "2021-03",
        "newcomer": False,
        "family_head": "Hendra Saputra",
        "purpose": "Rekening bank",
    }
    case.application.save()
    prove(client, case.application)
    return case


def make_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("Kartu Keluarga Ani.jpg", draw_photo())


def post(client: Client, case: Case, **fields: object) -> object:
    return client.post(f"/p/{case.application.receipt}/perbaiki/", fields, follow=True)


def test_one_photo_and_the_paper_goes_back_to_its_desk(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK")

    answer = post(client, case, **{"files.KK": make_file()})

    case.refresh_from_db()
    assert case.state == State.IN_REVIEW
    assert case.application.files.get().requirement == "KK"
    assert "Perbaikan Anda sudah kami terima" in answer.content.decode()  # type: ignore[attr-defined]


def test_without_the_photo_it_is_asked_for_again_beside_its_field(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK")

    answer = post(client, case)

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "<title>Galat:" in page
    assert 'href="#files.KK"' in page
    assert 'aria-describedby="files.KK-e"' in page


def test_a_renamed_program_is_refused_in_words(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK")

    answer = post(client, case, **{"files.KK": SimpleUploadedFile("kk.jpg", b"MZ" + b"\0" * 500)})

    page = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "kk.jpg" not in page
    assert Upload.objects.count() == 0


def test_a_photo_that_arrived_is_kept_while_an_answer_is_mended(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK", "answers.purpose")

    first = post(client, case, **{"files.KK": make_file(), "answers.purpose": ""})
    page = first.content.decode()  # type: ignore[attr-defined]
    kept = page.split('name="kept.KK" value="')[1].split('"')[0]
    post(client, case, **{"kept.KK": kept, "answers.purpose": "Melamar kerja"})

    case.refresh_from_db()
    assert "Foto sudah kami terima" in page
    assert case.state == State.IN_REVIEW
    case.application.refresh_from_db()
    assert case.application.answers["purpose"] == "Melamar kerja"
    assert Upload.objects.count() == 1


def test_what_is_missing_elsewhere_is_said_too(client: Client, cast: Cast, case: Case) -> None:
    case.application.answers = {"purpose": "Rekening bank"}
    case.application.save()
    ask_for(case, cast, "answers.purpose")

    answer = post(client, case, **{"answers.purpose": "Melamar kerja"})

    assert "hal yang perlu diperbaiki" in answer.content.decode()  # type: ignore[attr-defined]


def test_what_was_typed_stays_after_a_refusal(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK", "answers.purpose")

    answer = post(client, case, **{"answers.purpose": "Melamar kerja di pabrik"})

    assert "Melamar kerja di pabrik" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_kept_photo_of_somebody_elses_making_is_not_taken(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK")

    answer = post(client, case, **{"kept.KK": "00000000-0000-0000-0000-000000000000"})

    assert answer.status_code == 422  # type: ignore[attr-defined]


def test_sending_twice_says_that_nothing_is_left_to_mend(client: Client, cast: Cast, case: Case) -> None:
    ask_for(case, cast, "KK")

    post(client, case, **{"files.KK": make_file()})
    again = post(client, case, **{"files.KK": make_file()})

    assert "Tidak ada yang perlu diperbaiki" in again.content.decode()  # type: ignore[attr-defined]
    assert case.application.files.count() == 1
