"""Receipt and PIN open the page, and nothing else does."""

import pytest
from django.test import Client

from tests.make import Cast
from tests.screens.resident.papers import PIN, prove, send_one
from tests.tables import load_catalogue
from tuntas.screens.resident.proof import COOKIE
from tuntas.vault.models import Tries
from tuntas.vault.pins import hash_pin

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_the_right_pin_opens_the_page(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    answer = prove(client, application, pin="482 913")

    assert answer.headers["Location"] == f"/p/{application.receipt}/"
    assert client.get(answer.headers["Location"]).status_code == 200


def test_the_receipt_may_be_typed_as_people_type(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    answer = client.post("/lacak/", {"no": application.receipt.lower().replace("-", " "), "pin": PIN})

    assert answer.status_code == 302


def test_a_wrong_pin_and_an_unknown_receipt_read_alike(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    wrong = client.post("/lacak/", {"no": application.receipt, "pin": "000000"})
    unknown = client.post("/lacak/", {"no": "2611-2222-222K", "pin": "000000"})

    assert wrong.status_code == unknown.status_code == 422
    assert "tidak cocok" in wrong.content.decode()
    assert _without_receipt(wrong, application.receipt) == _without_receipt(unknown, "2611-2222-222K")


def _without_receipt(answer: object, receipt: str) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]
    return page[page.index("<main") :].replace(receipt, "").split("csrfmiddlewaretoken")[0]


def test_guesses_are_counted_per_receipt_whichever_browser_makes_them(cast: Cast) -> None:
    """peers 5.1: the attempt counter bound to the visitor rather than to the account."""
    application = send_one(cast).application

    answers = [prove(Client(), application, pin="000000") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert prove(Client(), application).status_code == 429


def test_the_pin_is_never_in_an_address_a_cookie_or_the_page(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    answer = prove(client, application)
    page = client.get(answer.headers["Location"])

    assert PIN not in answer.headers["Location"]
    assert PIN not in answer.cookies[COOKIE].value
    assert PIN not in page.content.decode()


def test_the_proof_is_sent_to_this_receipts_page_only_and_ends_after_half_an_hour(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    cookie = prove(client, application).cookies[COOKIE]

    assert cookie["path"] == f"/p/{application.receipt}/"
    assert cookie["max-age"] == 1800
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_the_proof_of_one_receipt_does_not_open_another(client: Client, cast: Cast) -> None:
    """peers 5.1: a resident request reached by its id without an owner check."""
    mine, other = send_one(cast).application, send_one(cast).application
    value = prove(client, mine).cookies[COOKIE].value
    stranger = Client()
    stranger.cookies[COOKIE] = value

    for path in ("", "dilihat/", "batalkan/"):
        answer = stranger.get(f"/p/{other.receipt}/{path}")

        assert answer.headers["Location"] == f"/lacak/?no={other.receipt}"
    for path in ("batalkan/", "perbaiki/", "tutup/"):
        assert stranger.post(f"/p/{other.receipt}/{path}").status_code == 302
    other.refresh_from_db()
    assert [case.state for case in other.cases.all()] == ["IN_REVIEW"]


def test_a_forged_proof_is_no_proof(client: Client, cast: Cast) -> None:
    application = send_one(cast).application
    client.cookies[COOKIE] = "ya:1abcde:forged"

    assert client.get(f"/p/{application.receipt}/").status_code == 302


def test_a_new_pin_ends_the_proof(client: Client, cast: Cast) -> None:
    application = send_one(cast).application
    prove(client, application)
    application.pin_hash = hash_pin("111111")
    application.save()

    assert client.get(f"/p/{application.receipt}/").status_code == 302


def test_a_receipt_that_does_not_exist_is_answered_like_one_without_proof(client: Client, cast: Cast) -> None:
    known = send_one(cast).application.receipt

    answers = [client.get(f"/p/{receipt}/") for receipt in (known, "2611-2222-222K", "omong-kosong")]

    assert [answer.status_code for answer in answers] == [302] * 3


def test_closing_the_page_takes_the_proof_away(client: Client, cast: Cast) -> None:
    application = send_one(cast).application
    prove(client, application)

    client.post(f"/p/{application.receipt}/tutup/")

    assert client.get(f"/p/{application.receipt}/").status_code == 302


def test_no_guess_leaves_the_receipt_in_clear(client: Client, cast: Cast) -> None:
    application = send_one(cast).application

    prove(client, application, pin="000000")

    assert Tries.objects.count() == 1
    assert application.receipt not in Tries.objects.get().subject


def test_the_pages_about_a_person_are_kept_nowhere(client: Client, cast: Cast) -> None:
    application = send_one(cast).application
    prove(client, application)

    answer = client.get(f"/p/{application.receipt}/")

    assert "no-store" in answer.headers["Cache-Control"]
    assert "noindex" in answer.headers["X-Robots-Tag"]
