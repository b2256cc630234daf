"""Who may open a page."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.make import Cast, assign, make_officer, make_post
from tuntas.offices.models import Officer
from tuntas.offices.roles import Right, Role
from tuntas.screens.shared.access import OFFICERS, OPEN, access_of, needs, officer_of, officers_only, open_to_all


@open_to_all
def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("semua")


@officers_only
def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse("petugas")


@needs(Right.SIGN)
def signing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(officer_of(request).username)


def ask(path: str, *, user: Officer | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


def test_each_decorator_leaves_its_mark_on_the_view() -> None:
    assert [access_of(view) for view in (front, inside, signing)] == [OPEN, OFFICERS, Right.SIGN]
    assert access_of(lambda request: None) is None


def test_a_visitor_is_led_to_the_login_page_and_back() -> None:
    answer = signing(ask("/setujui/?hal=2", user=AnonymousUser()))

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=/setujui/%3Fhal%3D2")


@pytest.mark.django_db
def test_an_officer_with_the_right_comes_in(cast: Cast) -> None:
    assert signing(ask("/setujui/", user=cast.dewi)).status_code == 200


@pytest.mark.django_db
def test_an_officer_without_the_right_is_refused_in_words(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="bukan bagian dari tugas Anda hari ini"):
        signing(ask("/setujui/", user=cast.budi))

    assert inside(ask("/meja/", user=cast.budi)).status_code == 200


@pytest.mark.django_db
def test_a_right_ends_with_the_assignment(cast: Cast) -> None:
    former = make_officer("former")
    assign(former, make_post(cast.office, Role.HEAD), ends_on=date(2021, 1, 1))

    with pytest.raises(PermissionDenied):
        signing(ask("/setujui/", user=former))


@pytest.mark.django_db
def test_the_403_page_says_it_in_words(cast: Cast, client: Client) -> None:
    client.force_login(cast.budi)

    answer = client.get("/setujui/")

    assert answer.status_code == 403
    assert "bukan bagian dari tugas Anda" in answer.content.decode()
