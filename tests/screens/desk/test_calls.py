"""The telephone at the desk: who is on the list, who may see a number, and what empties the list."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import Cast, make_office, make_officer, make_post
from tests.screens.desk.papers import bring, client_of, text_of
from tests.screens.desk.test_queue import count
from tuntas.cases.models import Case
from tuntas.notices.models import Call, Notice
from tuntas.offices.roles import Role
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db
NUMBER, MASKED = "0812-3456-7800", "0812 **** 7800"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Ani's case, whose first notice reached nobody."""
    found = bring(cast)
    found.notices.update(state=Notice.State.FAILED, error="131026")
    return found


def address(case: Case, more: str = "") -> str:
    return f"/meja/telepon/{case.pk}/applicant/{more}"


def test_an_empty_list_says_so(budi: Client) -> None:
    assert "Semua kabar sudah sampai." in text_of(budi.get("/meja/telepon/"))


def test_whom_no_message_reached_is_on_the_list_with_a_masked_number(budi: Client, case: Case) -> None:
    page = text_of(budi.get("/meja/telepon/"))

    assert "1 orang perlu ditelepon" in page
    assert MASKED in page
    assert NUMBER not in page
    assert address(case) in page


def test_the_list_asks_no_more_the_longer_it_is(budi: Client, cast: Cast, case: Case) -> None:
    short = count(budi, "/meja/telepon/")
    for _again in range(2):
        bring(cast).notices.update(state=Notice.State.FAILED, error="131026")

    assert count(budi, "/meja/telepon/") == short


def test_the_number_is_shown_once_asked_for_and_the_asking_is_noted(budi: Client, case: Case, cast: Cast) -> None:
    masked = text_of(budi.get(address(case)))
    shown = text_of(budi.post(address(case, "nomor/")))

    assert NUMBER not in masked
    assert NUMBER in shown
    assert budi.get(address(case, "nomor/")).headers["Location"] == address(case)
    entry = AuditEntry.objects.get(action="phone.read")
    assert (entry.subject, entry.actor) == (str(case.pk), f"officer:{cast.budi.pk}")


def test_a_person_who_was_told_leaves_the_list(budi: Client, case: Case) -> None:
    answer = budi.post(address(case), {"outcome": "told"}, follow=True)

    assert "Hasil telepon sudah dicatat." in text_of(answer)
    assert "Tidak ada yang perlu ditelepon" in text_of(answer)
    assert case.notices.get().state == Notice.State.TOLD
    assert AuditEntry.objects.filter(action="notice.called").count() == 1
    assert budi.get(address(case)).status_code == 404


def test_nobody_answered_so_the_next_try_is_later(budi: Client, case: Case) -> None:
    page = text_of(budi.post(address(case), {"outcome": "no_answer"}, follow=True))

    call = Call.objects.get()
    assert call.next_at is not None
    assert call.next_at > timezone.now()
    assert "Coba lagi nanti" in page
    assert "1 kali ditelepon" in page


def test_a_second_press_notes_nothing_twice(budi: Client, case: Case) -> None:
    budi.post(address(case), {"outcome": "no_answer"})
    answer = budi.post(address(case), {"outcome": "no_answer"}, follow=True)

    assert "baru saja dicatat" in text_of(answer)
    assert Call.objects.count() == 1


def test_after_five_tries_or_a_wrong_number_nobody_is_asked_again(budi: Client, case: Case, cast: Cast) -> None:
    started = case.notices.get().created_at
    for hours in range(1, 5):
        Call.objects.create(
            application=case.application,
            person="applicant",
            outcome="no_answer",
            by=cast.budi,
            at=started + timedelta(seconds=hours),
        )
    Call.objects.update(at=started)
    Notice.objects.update(created_at=started - timedelta(minutes=2))
    Call.objects.update(at=started - timedelta(minutes=2))

    budi.post(address(case), {"outcome": "no_answer"})

    assert case.notices.get().error == "no_answer"
    assert "Tidak ada yang perlu ditelepon" in text_of(budi.get("/meja/telepon/"))


def test_a_wrong_number_closes_the_task(budi: Client, case: Case) -> None:
    budi.post(address(case), {"outcome": "wrong_number"})

    assert (case.notices.get().state, case.notices.get().error) == (Notice.State.FAILED, "wrong_number")
    assert "Tidak ada yang perlu ditelepon" in text_of(budi.get("/meja/telepon/"))


@pytest.mark.parametrize("outcome", ["", "perhaps"])
def test_no_outcome_is_asked_for_in_words(budi: Client, case: Case, outcome: str) -> None:
    answer = budi.post(address(case), {"outcome": outcome})

    assert answer.status_code == 422
    assert "Pilih hasil telepon." in text_of(answer)
    assert not Call.objects.exists()


def test_a_stranger_sees_no_list_no_number_and_notes_nothing(cast: Cast, case: Case) -> None:
    eko = client_of(cast.eko)

    assert "Tidak ada yang perlu ditelepon" in text_of(eko.get("/meja/telepon/"))
    assert eko.get(address(case)).status_code == 404
    assert eko.post(address(case, "nomor/")).status_code == 404
    assert eko.post(address(case), {"outcome": "told"}).status_code == 404
    assert not AuditEntry.objects.filter(action__in=["phone.read", "notice.called"]).exists()


def test_a_role_without_the_right_is_kept_out(cast: Cast, case: Case) -> None:
    courier = make_officer("kurir", post=make_post(cast.office, Role.COURIER))

    assert client_of(courier).get("/meja/telepon/").status_code == 403


@pytest.mark.parametrize("person", ["helper", "officer:1", "applicant'"])
def test_a_person_who_is_not_on_the_list_does_not_exist(budi: Client, case: Case, person: str) -> None:
    assert budi.get(f"/meja/telepon/{case.pk}/{person}/").status_code == 404


@pytest.mark.parametrize("error", ["opted_out", "wrong_number", "no_answer"])
def test_what_was_closed_or_not_wanted_is_not_on_the_list(budi: Client, case: Case, error: str) -> None:
    case.notices.update(error=error)

    assert "Tidak ada yang perlu ditelepon" in text_of(budi.get("/meja/telepon/"))


def test_later_news_that_arrived_makes_a_call_needless(budi: Client, case: Case) -> None:
    from tests.notices.papers import tell

    tell(case).__class__.objects.filter(topic="", event__verb="finish").update(state=Notice.State.READ)

    assert "Tidak ada yang perlu ditelepon" in text_of(budi.get("/meja/telepon/"))


def test_a_case_shows_its_messages_with_masked_numbers(budi: Client, case: Case) -> None:
    from tuntas.config.work import HANDLERS
    from tuntas.jobs.worker import drain

    case.notices.update(state=Notice.State.WAITING)
    drain(HANDLERS)

    page = text_of(budi.get(f"/meja/{case.pk}/"))

    assert "Pesan kepada warga" in page
    assert f"WhatsApp {MASKED}, dikirim" in page


def test_costs_are_for_heads_and_their_offices(cast: Cast, dewi: Client, budi: Client, case: Case) -> None:
    from tuntas.notices.costs import charge

    at = timezone.now()
    for office, key in ((cast.office, "a"), (cast.elsewhere, "b")):
        charge(key, channel="sms", category="sms", parts=2, office=office.pk, application=case.application_id, at=at)

    page = text_of(dewi.get("/meja/biaya/"))

    assert "Rp 700" in page
    assert cast.elsewhere.name not in page
    assert budi.get("/meja/biaya/").status_code == 403
    assert "Belum ada pesan berbayar" in text_of(dewi.get("/meja/biaya/?bulan=2026-01"))
    assert dewi.get("/meja/biaya/?bulan=2026-99'").status_code == 200


def test_an_administrator_sees_the_costs_of_the_offices_below(cast: Cast) -> None:
    from tuntas.notices.costs import charge

    city = make_office("16.71", level="regency", name="Pemerintah Kota Palembang")
    district = cast.office.parent
    assert district
    district.parent = city
    district.save()
    admin = make_officer("admin", post=make_post(city, Role.ADMIN))
    charge("a", channel="sms", category="sms", office=cast.office.pk, application=None, at=timezone.now())

    assert cast.office.name in text_of(client_of(admin).get("/meja/biaya/"))
