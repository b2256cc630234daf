"""Who may open which page of the desk: the officer whose right it is, a colleague without it, a stranger, nobody."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.make import Cast, make_officer, make_post
from tests.screens.desk.papers import bring, client_of, text_of
from tests.test_addresses import address_of, ask
from tuntas.cases.models import Case
from tuntas.offices.roles import Role
from tuntas.screens.desk.urls import urlpatterns

pytestmark = pytest.mark.django_db

# Address -> who opens it with 200; the other four of the house get 403.
LISTS = {
    "start": {"budi", "citra", "fajar", "dewi"},
    "register": {"budi", "citra", "fajar", "dewi"},
    "ready": {"budi"},
    "sign": {"dewi"},
}
OF_CASES = {
    "case": {"budi", "citra", "fajar", "dewi"},
    "reject_case": {"budi", "citra", "fajar", "dewi"},
    "hand_over_case": {"budi"},
    "revoke_case": {"dewi"},
    "preview": {"dewi"},
    "preview_image": {"dewi"},
}
LEADING_ON = ["decide", "undo_case", "reveal"]  # opened by GET they lead to the case
TRIED = {*LISTS, *OF_CASES, *LEADING_ON, "photo", "find"}
HOUSE = ("budi", "citra", "fajar", "dewi")


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case that waits for Dewi's signature, so that every page of it exists."""
    return bring(cast, steps=3)


def path_of(name: str, case: Case) -> str:
    if name not in TRIED:
        return address_of("desk", next(one for one in urlpatterns if one.name == name))
    if name == "photo":
        return reverse("desk:photo", args=[case.pk, case.application.files.first().pk, 1])
    return reverse(f"desk:{name}", args=[] if name in {*LISTS, "find"} else [case.pk])


def test_what_is_tried_here_is_an_address_of_the_desk() -> None:
    """The others have tests of their own; `tests/test_addresses.py` tries them all with every role."""
    assert {pattern.name for pattern in urlpatterns} >= TRIED


@pytest.mark.parametrize("name", [*LISTS, *OF_CASES])
def test_the_right_ones_come_in_and_their_colleagues_are_told(cast: Cast, case: Case, name: str) -> None:
    welcome = {**LISTS, **OF_CASES}[name]

    for username in HOUSE:
        answer = client_of(getattr(cast, username)).get(path_of(name, case))

        assert answer.status_code == (200 if username in welcome else 403), (username, name)


@pytest.mark.parametrize("name", [*OF_CASES, *LEADING_ON, "photo"])
def test_a_case_of_another_office_does_not_exist_for_a_stranger(cast: Cast, case: Case, name: str) -> None:
    """Peers 5.1: another office's case by its address."""
    elsewhere = {
        Role.OPERATOR: cast.eko,
        Role.HEAD: make_officer("gita", post=make_post(cast.elsewhere, Role.HEAD, title="Lurah")),
    }
    who = elsewhere[Role.HEAD if name in {"revoke_case", "preview", "preview_image"} else Role.OPERATOR]
    client = client_of(who)

    there = client.get(path_of(name, case))
    posted = client.post(path_of(name, case), {"do": "approve", "code": "duplicate", "reason": "x"})

    assert (there.status_code, posted.status_code) in {(404, 404), (302, 404)}
    if there.status_code == 302:  # to the case, which is not there either
        assert client.get(there.headers["Location"]).status_code == 404
    case.refresh_from_db()
    assert case.desk.title == "Lurah"


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns])
def test_who_is_not_logged_in_is_led_to_the_door(client: Client, case: Case, name: str) -> None:
    answer = ask(client, path_of(name, case))

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk/?next=/")


@pytest.mark.parametrize("name", LEADING_ON)
def test_an_address_that_acts_leads_to_the_case_when_it_is_only_opened(cast: Cast, case: Case, name: str) -> None:
    answer = client_of(cast.dewi).get(path_of(name, case))

    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("desk:case", args=[case.pk])
    case.refresh_from_db()
    assert case.desk.title == "Lurah"


def test_an_unknown_case_is_a_page_that_says_so(budi: Client) -> None:
    answer = budi.get(f"/meja/{uuid.uuid4()}/")

    assert answer.status_code == 404
    assert "tidak ada" in text_of(answer)


def test_the_menu_shows_only_what_one_may_open(cast: Cast) -> None:
    courier = make_officer("kurir", post=make_post(cast.office, Role.COURIER, title="Kurir"))

    shown = {name: text_of(client_of(who).get(path)) for name, who, path in MENUS(cast, courier)}

    assert 'href="/setujui/"' in shown["dewi"]
    assert 'href="/setujui/"' not in shown["budi"]
    assert 'href="/meja/serah/"' in shown["budi"]
    assert 'href="/meja/serah/"' not in shown["dewi"]
    assert 'href="/meja/register/"' not in shown["courier"]
    assert 'class="brand" href="/meja/"' in shown["courier"]
    assert ">Meja</a>" not in shown["courier"]


def MENUS(cast: Cast, courier: object) -> list[tuple[str, object, str]]:  # noqa: N802 -- a table of the test above
    return [("dewi", cast.dewi, "/meja/"), ("budi", cast.budi, "/meja/"), ("courier", courier, "/meja/serah/")]


def test_a_right_that_ended_yesterday_closes_the_desk(cast: Cast, case: Case) -> None:
    assignment = cast.budi.assignments.get()
    assignment.ends_on = case.opened_at.date().replace(year=2021)
    assignment.save()

    answer = client_of(cast.budi).get(f"/meja/{case.pk}/")

    assert answer.status_code == 403
    assert "bukan bagian dari tugas Anda hari ini" in text_of(answer)
