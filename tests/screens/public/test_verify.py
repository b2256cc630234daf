"""The page behind the QR code."""

import gzip
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import Cast
from tests.screens.public.letters import make_intent, make_sealed
from tests.tables import load_catalogue
from tuntas.screens.public.verify import UNKNOWN_CODES
from tuntas.vault.models import Tries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_a_true_letter_is_told_with_its_number_office_signatory_and_seal(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast, issued_on=date(2026, 11, 20))

    page = client.get(f"/v/{letter.code}").content.decode()

    assert "Surat ini asli dan berlaku" in page
    assert letter.number.text in page
    assert "20 November 2026, Kelurahan Sialang" in page
    assert "Dewi Anggraini" in page
    assert "Segel elektronik internal pemerintah daerah" in page


def test_nothing_personal_is_shown_beyond_a_masked_name(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    page = client.get(f"/v/{letter.code}").content.decode()

    assert "Ani" not in page.split("<main")[1].split("<footer")[0].replace("Anda", "")
    assert "A**" in page
    for value in ("nik", "kk", "phone", "address"):
        assert str(cast.ani[value]) not in page
    assert letter.case.application.receipt not in page


def test_the_page_names_the_office_of_the_letter_and_not_the_readers_own(client: Client, cast: Cast) -> None:
    client.cookies["tuntas_kantor"] = cast.elsewhere.code

    known, unknown = client.get(f"/v/{make_sealed(cast).code}"), client.get("/v/1")

    assert 'data-region="16.71.08.1006"' in known.content.decode()
    assert "data-region" not in unknown.content.decode()


def test_a_revoked_letter_is_told_without_the_officers_free_words(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast, revoked_at=timezone.now(), revoked_reason="Alamat keliru tulis.")

    page = client.get(f"/v/{letter.code}").content.decode()

    assert "Surat ini sudah dicabut" in page
    assert "Alamat keliru tulis." not in page  # it may name a person, and anybody may read this page


def test_a_letter_that_ran_out_is_true_but_no_longer_holds(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast, valid_until=timezone.localdate() - timedelta(days=1))

    page = client.get(f"/v/{letter.code}").content.decode()

    assert "Masa berlaku surat ini sudah habis" in page


def test_every_unknown_code_is_answered_alike(client: Client, cast: Cast) -> None:
    make_sealed(cast)

    pages = [client.get(f"/v/{code}") for code in ("7H4KXNQ2M9TR3WCB", "1", "x" * 300, "' OR 1=1", "%00")]

    assert {page.status_code for page in pages} == {200}
    assert len({page.content.split(b"<main")[1] for page in pages}) == 1
    assert "Kode ini tidak kami kenal" in pages[0].content.decode()


def test_an_intent_without_seal_is_no_letter(client: Client, cast: Cast) -> None:
    """peers 5.1: a database saying signed before the signed bytes are on disk."""
    letter = make_intent(cast)

    assert "Kode ini tidak kami kenal" in client.get(f"/v/{letter.code}").content.decode()


def test_codes_are_random_and_not_sequential(cast: Cast) -> None:
    """peers 5.1: verification ids that are sequential and unsigned."""
    first, second = make_sealed(cast), make_sealed(cast)

    assert len(first.code) == 16
    assert sum(one != other for one, other in zip(first.code, second.code, strict=True)) > 4


def test_guessing_codes_is_slowed_down_by_the_hash_of_the_visitors_address(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    answers = [client.get(f"/v/{number}") for number in range(UNKNOWN_CODES)]
    last = client.get(f"/v/{letter.code}")

    assert {answer.status_code for answer in answers} == {200}
    assert last.status_code == 429
    assert int(last.headers["Retry-After"]) > 0
    assert "127.0.0.1" not in Tries.objects.get().subject


def test_known_codes_are_never_counted(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    client.get(f"/v/{letter.code}")

    assert not Tries.objects.exists()


def test_a_visitor_behind_the_proxy_is_not_punished_for_another(client: Client, cast: Cast) -> None:
    for number in range(UNKNOWN_CODES):
        client.get(f"/v/{number}", headers={"X-Forwarded-For": "203.0.113.7"})

    assert client.get("/v/1", headers={"X-Forwarded-For": "203.0.113.7"}).status_code == 429
    assert client.get("/v/1", headers={"X-Forwarded-For": "203.0.113.8"}).status_code == 200


def test_the_page_is_kept_nowhere_and_found_by_no_search_engine(client: Client, cast: Cast) -> None:
    answer = client.get(f"/v/{make_sealed(cast).code}")

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_the_page_is_small(client: Client, cast: Cast) -> None:
    letter = make_sealed(cast)

    answer = client.get(f"/v/{letter.code}")

    assert len(gzip.compress(answer.content, 9)) <= 4_096


@pytest.mark.parametrize("letters", [1, 3])
def test_one_letter_costs_the_same_however_many_there_are(
    client: Client, cast: Cast, letters: int, django_assert_num_queries: object
) -> None:
    letter = [make_sealed(cast) for _ in range(letters)][-1]
    client.get(f"/v/{letter.code}")

    with django_assert_num_queries(2):  # type: ignore[operator]
        client.get(f"/v/{letter.code}")
