"""Pages for what went otherwise: plain words, the right status, a way on."""

import pytest
from django.test import Client, RequestFactory

from tuntas.screens.shared.errors import bad_request, server_error


@pytest.mark.django_db
def test_an_unknown_address_leads_on(client: Client) -> None:
    answer = client.get("/tidak/ada/")

    assert answer.status_code == 404
    assert 'href="/lacak/"' in answer.content.decode()
    assert "/tidak/ada/" not in answer.content.decode()


def test_the_500_page_needs_neither_request_nor_database() -> None:
    answer = server_error(RequestFactory().get("/"))

    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Ini bukan karena Anda" in page
    assert "<style" not in page  # without a nonce the browser would drop it
    assert 'rel="stylesheet"' in page


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_says_how_to_go_on() -> None:
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/lacak/", {"no": "2611-7K3F-9QXM", "pin": "482913"})

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Muat ulang halaman itu" in page
    assert "482913" not in page


@pytest.mark.django_db
def test_an_unreadable_request_says_what_to_do() -> None:
    answer = bad_request(RequestFactory().get("/"), Exception("Invalid HTTP_HOST"))

    assert answer.status_code == 400
    assert "Invalid" not in answer.content.decode()
