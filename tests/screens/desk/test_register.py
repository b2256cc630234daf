"""The register of letters: every number of every year can be found, also those of letters written by hand."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import Cast
from tests.screens.desk.papers import bring, client_of, text_of
from tuntas.letters.models import Number, Series
from tuntas.letters.numbering import list_broken
from tuntas.offices.models import Office
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db
PAPER = "/meja/register/tulis-tangan/"


def entry(**fields: str) -> dict[str, str]:
    """What the operator types after a morning without electricity."""
    today = timezone.localdate().isoformat()
    return {"service": "SKD", "count": "3", "on": today, "first": "", "reason": "Listrik padam pagi hari"} | fields


def write(office: Office, *, series: str, at: datetime, count: int) -> None:
    made = Series.objects.create(office=office, name=series, year=at.year, last=count)
    Number.objects.bulk_create(
        Number(series=made, office=office, seq=seq, text=f"{series}-{at.year}-{seq}", state="paper", reserved_at=at)
        for seq in range(1, count + 1)
    )


def list_shown(page: Any) -> list[str]:
    return re.findall(r'<td class="n">\d+</td><td>([^<]+)<', text_of(page))


def test_letters_written_by_hand_get_the_next_numbers_and_the_next_letter_follows(cast: Cast, budi: Client) -> None:
    answer = budi.post(PAPER, entry(), follow=True)
    bring(cast, steps=4)

    assert "Tercatat 3 nomor" in text_of(answer)
    assert text_of(answer).count("Listrik padam pagi hari") == 3
    states = list(Number.objects.order_by("seq").values_list("seq", "state"))
    assert states == [(1, "paper"), (2, "paper"), (3, "paper"), (4, "reserved")]
    assert list_broken() == []
    assert AuditEntry.objects.get(action="numbers.paper").note == {"first": 1, "count": 3}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"count": "0"}, "Isi jumlah surat, 1 sampai 50"),
        ({"count": "51"}, "Isi jumlah surat, 1 sampai 50"),
        ({"count": "tiga"}, "Isi jumlah surat, 1 sampai 50"),
        ({"on": "2999-01-01"}, "Isi tanggal surat"),
        ({"on": "kemarin"}, "Isi tanggal surat"),
        ({"reason": "  "}, "Tulis mengapa"),
        ({"service": "AKTA-LAHIR"}, "Pilih jenis surat"),
        ({"first": "7"}, "Nomor urut berikutnya 1, bukan 7"),
        ({"first": "-1"}, "Nomor urut berikutnya 1, bukan 0"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_and_nothing_is_taken(budi: Client, typed, sentence) -> None:
    answer = budi.post(PAPER, entry(**typed))

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Number.objects.exists()


def test_only_who_keeps_the_register_writes_into_it_and_only_into_their_own(cast: Cast, dewi: Client) -> None:
    assert dewi.post(PAPER, entry()).status_code == 403
    assert "tulis-tangan" not in text_of(dewi.get("/meja/register/"))

    client_of(cast.eko).post(PAPER, entry())

    assert set(Number.objects.values_list("office", flat=True)) <= {cast.elsewhere.pk}


def test_the_years_before_stay_within_reach(cast: Cast, dewi: Client) -> None:
    now = timezone.now()
    write(cast.office, series="surat-keluar", at=now, count=1)
    write(cast.office, series="surat-keluar", at=now - timedelta(days=366), count=2)
    before = now.year - 1

    assert list_shown(dewi.get("/meja/register/")) == [f"surat-keluar-{now.year}-1"]
    assert list_shown(dewi.get(f"/meja/register/?tahun={before}")) == [
        f"surat-keluar-{before}-2",
        f"surat-keluar-{before}-1",
    ]
    assert dewi.get("/meja/register/?tahun=abc&halaman=xyz").status_code == 200


def test_each_number_stands_on_one_page_also_where_two_series_count_alike(cast: Cast, dewi: Client) -> None:
    for series in ("surat-keluar", "keputusan", "nikah"):
        write(cast.office, series=series, at=timezone.now(), count=50)

    shown = [text for page in (1, 2) for text in list_shown(dewi.get(f"/meja/register/?halaman={page}"))]

    assert len(shown) == len(set(shown)) == 150
