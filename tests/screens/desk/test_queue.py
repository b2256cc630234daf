"""The queue: most urgent first, counted, filtered, in words, at the same price for one row and for three."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.make import Cast
from tests.screens.desk.papers import bring, client_of, send_now, text_of
from tuntas.cases.models import Case
from tuntas.flow.send_back import send_back
from tuntas.flow.verdicts import Wrong

pytestmark = pytest.mark.django_db


def due(case: Case, *, minutes: int) -> Case:
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() + timedelta(minutes=minutes, seconds=30))
    return case


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_an_empty_desk_says_so(budi: Client) -> None:
    assert "Meja Anda kosong" in text_of(budi.get("/meja/"))


def test_the_most_urgent_comes_first_and_late_ones_are_marked(budi: Client, cast: Cast) -> None:
    calm = due(bring(cast), minutes=25)
    late = due(bring(cast), minutes=-13)
    due(bring(cast), minutes=9)

    page = text_of(budi.get("/meja/"))

    assert page.index(str(late.pk)) < page.index(str(calm.pk))
    assert '<span class="num late">lewat 13 menit</span>' in page
    assert '<span class="num">9 menit</span>' in page
    assert "Semua 3" in page
    assert "Lewat 1" in page


@pytest.mark.parametrize(
    ("minutes", "text"), [(59, "59 menit"), (60, "1 jam"), (25 * 60, "1 hari"), (-60 * 24 * 3, "lewat 3 hari")]
)
def test_time_is_told_in_the_largest_whole_unit(budi: Client, cast: Cast, minutes: int, text: str) -> None:
    due(bring(cast), minutes=minutes)

    assert f">{text}</span>" in text_of(budi.get("/meja/"))


def test_filters_are_links_that_show_what_they_say(budi: Client, cast: Cast) -> None:
    late, calm = due(bring(cast), minutes=-5), due(bring(cast), minutes=60)

    page = text_of(budi.get("/meja/?hanya=late"))

    assert str(late.pk) in page
    assert str(calm.pk) not in page
    assert f"/meja/{late.pk}/?hanya=late" in page
    assert "Tidak ada berkas di daftar ini." in text_of(budi.get("/meja/?hanya=returned"))
    assert str(calm.pk) in text_of(budi.get("/meja/?hanya=tak-dikenal"))


@pytest.mark.parametrize(("channel", "word"), [("counter", "loket"), ("whatsapp", "WhatsApp"), ("app", "aplikasi")])
def test_the_way_a_paper_came_is_said_in_words(budi: Client, cast: Cast, channel: str, word: str) -> None:
    case = bring(cast)
    case.application.channel = channel
    case.application.save(update_fields=["channel"])

    assert f"<span>{word}</span>" in text_of(budi.get("/meja/"))


def test_a_helped_applicant_is_marked(budi: Client, cast: Cast) -> None:
    helper = {"name": "Rina Contoh", "relation": "anak", "phone": "081234567811", "consent": True}
    send_now(cast, helper=helper)

    assert "<span>dibantu</span>" in text_of(budi.get("/meja/"))


def test_more_than_a_page_leads_on_without_losing_or_doubling(budi: Client, cast: Cast) -> None:
    cases = {str(bring(cast).pk) for _ in range(3)}
    first = text_of(budi.get("/meja/"))

    assert all(pk in first for pk in cases)
    assert "Lihat berkas berikutnya" not in first
    assert budi.get("/meja/?sesudah=rusak").status_code == 200
    assert budi.get("/meja/?sesudah=2026-11-21T10:00:00|bukan-uuid").status_code == 200


def test_the_queue_costs_the_same_for_one_and_for_three(budi: Client, cast: Cast) -> None:
    budi.get("/meja/")
    bring(cast)
    one = count(budi, "/meja/")
    bring(cast)
    bring(cast)

    assert count(budi, "/meja/") == one
    assert one <= 16


def test_the_workbench_costs_the_same_beside_one_case_and_beside_three(budi: Client, cast: Cast) -> None:
    case = bring(cast)
    budi.get(f"/meja/{case.pk}/")
    one = count(budi, f"/meja/{case.pk}/")
    bring(cast)
    bring(cast)

    assert count(budi, f"/meja/{case.pk}/") == one


def test_the_list_to_sign_costs_the_same_for_one_and_for_three(dewi: Client, cast: Cast) -> None:
    bring(cast, steps=3)
    dewi.get("/setujui/")
    one = count(dewi, "/setujui/")
    bring(cast, steps=3)
    bring(cast, steps=3)

    assert count(dewi, "/setujui/") == one


def test_what_came_back_is_counted_and_found(budi: Client, cast: Cast) -> None:
    from tests.flow.papers import make_upload
    from tuntas.flow.resubmit import resubmit

    case = bring(cast)
    send_back(case, by=cast.budi, reasons=[Wrong("KK", "unreadable")])
    resubmit(case.application, answers={}, files=[("KK", make_upload(90))])

    page = text_of(budi.get("/meja/?hanya=returned"))

    assert "Balik 1" in page
    assert str(case.pk) in page


def test_a_receipt_is_found_as_it_is_read_out(budi: Client, cast: Cast) -> None:
    case = bring(cast)
    typed = case.application.receipt.lower().replace("-", " ")

    found = budi.get("/meja/cari/", {"tanda-terima": typed})

    assert found.headers["Location"] == f"/meja/{case.pk}/"


@pytest.mark.parametrize("typed", ["", "2611-7K3F-9QXM", "' OR 1=1 --", "2611"])
def test_a_receipt_that_is_not_here_is_told_in_words(budi: Client, cast: Cast, typed: str) -> None:
    answer = budi.get("/meja/cari/", {"tanda-terima": typed}, follow=True)

    assert "tidak ada di kantor Anda" in text_of(answer)


def test_a_stranger_finds_no_receipt_of_another_office(cast: Cast) -> None:
    case = bring(cast)

    answer = client_of(cast.eko).get("/meja/cari/", {"tanda-terima": case.application.receipt}, follow=True)

    assert "tidak ada di kantor Anda" in text_of(answer)
