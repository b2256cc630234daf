"""The status page says what to do first, then where each document is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import Cast, make_case
from tests.screens.resident.papers import ask_for, prove, send, send_one
from tests.tables import load_catalogue
from tuntas.cases.models import Case, Event
from tuntas.cases.states import State, Verb

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def open_status(client: Client, case: Case) -> str:
    prove(client, case.application)
    return client.get(f"/p/{case.application.receipt}/").content.decode()


def test_it_says_at_whose_desk_and_until_when(client: Client, cast: Cast) -> None:
    case = send_one(cast, due_at=timezone.now() + timedelta(days=30))

    page = open_status(client, case)

    assert "Sekarang di meja Operator, Kelurahan Sialang. Selesai sebelum" in page
    assert "Giliran Anda" not in page


def test_an_overdue_paper_is_called_late(client: Client, cast: Cast) -> None:
    page = open_status(client, send_one(cast, due_at=timezone.now() - timedelta(hours=1)))

    assert "Sudah lewat janji" in page
    assert 'class="now late"' in page


def test_what_the_resident_must_do_stands_before_everything_else(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    ask_for(case, cast, "KK")

    page = open_status(client, case)

    assert page.index("Giliran Anda: ganti 1 foto") < page.index("Surat Anda")
    assert 'name="files.KK"' in page
    assert "files.KTP" not in page
    assert "Kembali ke Anda" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.WAITING, "Dibuat setelah dokumen lain selesai"),
        (State.SIGNING, "Segel dipasang"),
        (State.READY, "Unduh suratnya"),
        (State.DELIVERED, "Surat sudah di tangan Anda."),
        (State.WITHDRAWN, "Anda membatalkan permohonan ini."),
        (State.REJECTED, "Kantor menolak permohonan ini."),
    ],
)
def test_every_state_has_its_sentence(client: Client, cast: Cast, state: State, words: str) -> None:
    assert words in open_status(client, send_one(cast, state=state))


def test_a_refusal_is_told_with_its_reason_and_ends_the_journey(client: Client, cast: Cast) -> None:
    case = send_one(cast, state=State.REJECTED)
    Event.objects.create(
        case=case,
        seq=2,
        verb=Verb.REJECT,
        target=State.REJECTED,
        actor="officer",
        note="Bukan warga kami.",
        at=timezone.now(),
    )

    page = open_status(client, case)

    assert "Bukan warga kami." in page
    assert "Surat sampai di tangan Anda" not in page


def test_the_stamp_is_only_on_a_paper_that_is_in_a_hand(client: Client, cast: Cast) -> None:
    ready = open_status(client, send_one(cast, state=State.READY))
    delivered = open_status(Client(), send_one(cast, state=State.DELIVERED))

    assert 'class="stamp"' not in ready
    assert 'class="stamp"' in delivered


def test_three_documents_share_one_page_with_one_journey_open(client: Client, cast: Cast) -> None:
    application = send(cast)
    make_case(cast.office, application=application, service="SKU", state=State.WAITING)
    make_case(cast.office, application=application, service="SKD")
    last = make_case(cast.office, application=application, service="SKBM", state=State.DELIVERED)

    page = open_status(client, last)

    assert "3 dokumen" in page
    assert page.count('<details class="more" open>') == 1


def test_only_what_can_still_be_withdrawn_offers_it(client: Client, cast: Cast) -> None:
    assert "/batalkan/" in open_status(client, send_one(cast))
    assert "/batalkan/" not in open_status(Client(), send_one(cast, state=State.DELIVERED))


def test_times_are_told_by_the_clock_on_the_offices_wall(client: Client, cast: Cast) -> None:
    cast.office.timezone = "Asia/Makassar"
    cast.office.save()
    case = send_one(cast)

    page = open_status(client, case)

    assert "23 November 2026, 10.00" in page  # 09.00 in Palembang


def test_names_with_odd_characters_are_text(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    case.application.applicant = {**cast.ani, "name": 'O\'<b>Ani</b> "王" 🌺 #panic()'}
    case.application.save()

    page = open_status(client, case)

    assert "<b>Ani</b>" not in page
    assert "王" in page
