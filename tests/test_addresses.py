"""Every address, asked by everybody: who may come in is what the address says, for each role, and nothing else."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from tests.make import PASSWORD, make_office, make_officer, make_post
from tests.tables import load_catalogue
from tests.test_house_rules import OPERATIONS, PAGES
from tuntas.offices.models import Officer
from tuntas.offices.roles import RIGHTS, Role
from tuntas.offices.sessions import open_session
from tuntas.screens.shared.access import OFFICERS, OPEN, access_of

pytestmark = pytest.mark.one_database
FORMS: dict[str, dict[str, Any]] = {"attach_document": {"document": "KK"}}
SIGNED = {"whatsapp"}  # open to all who sign what they send
NOWHERE = {"uuid": uuid.UUID(int=7), "int": 1, "slug": "skd", "str": "2611-7K3F-9QXM", "path": "x"}
BODIES: dict[str, dict[str, Any]] = {
    "send_back_case": {"reasons": [{"requirement": "KTP", "code": "unreadable"}]},
    "reject_case": {"code": "already_valid", "note": ""},
    "hand_over_case": {"method": "pickup", "receiver": "Ani", "relation": "self"},
}


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue()


def make_staff(role: Role) -> Officer:
    """An officer of that role, alone in an office."""
    return make_officer(role.value.lower(), post=make_post(make_office(), role))


def log_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def address_of(namespace: str, pattern: URLPattern) -> str:
    converters = pattern.pattern.converters
    kinds = {name: type(one).__name__.removesuffix("Converter").lower() for name, one in converters.items()}
    given = {name: NOWHERE["str" if kind == "string" else kind] for name, kind in kinds.items()}
    return reverse(f"{namespace}:{pattern.name}" if namespace else str(pattern.name), kwargs=given)


def ask(client: Client, address: str) -> Any:
    """GET, or POST where the page takes nothing else."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def is_sent_to_log_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


GUARDED_PAGES = [(space, one) for space, one in PAGES if access_of(one.callback) != OPEN]
OPEN_PAGES = [(space, one) for space, one in PAGES if access_of(one.callback) == OPEN]
GUARDED = [one for one in OPERATIONS if one.view_func.access != "open"]
FREE = [one for one in OPERATIONS if one.view_func.access == "open"]


def test_a_guarded_page_leads_a_visitor_to_the_login(catalogue: None) -> None:
    let_in = [one.name for space, one in GUARDED_PAGES if not is_sent_to_log_in(ask(Client(), address_of(space, one)))]

    assert GUARDED_PAGES
    assert let_in == []


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_the_pages_of_its_rights_and_no_other(catalogue: None, role: Role) -> None:
    client = log_in(make_staff(role))

    for space, one in GUARDED_PAGES:
        needed = access_of(one.callback)
        answer = ask(client, address_of(space, one))

        may_enter = needed == OFFICERS or needed in RIGHTS[role]
        assert not is_sent_to_log_in(answer), one.name
        assert (answer.status_code != 403) == may_enter, (one.name, answer.status_code)


def test_an_open_page_asks_nobody_who_they_are(catalogue: None) -> None:
    for space, one in OPEN_PAGES:
        answer = ask(Client(), address_of(space, one))

        assert not is_sent_to_log_in(answer), one.name
        assert answer.status_code not in ({500} if one.name in SIGNED else {403, 500}), one.name


def test_an_officer_who_left_comes_in_nowhere(catalogue: None) -> None:
    head = make_staff(Role.HEAD)
    client = log_in(head)
    Officer.objects.filter(pk=head.pk).update(is_active=False)

    let_in = [one.name for space, one in GUARDED_PAGES if not is_sent_to_log_in(ask(client, address_of(space, one)))]

    assert let_in == []


def test_an_assignment_that_ended_gives_no_right(catalogue: None) -> None:
    head = make_staff(Role.HEAD)
    head.assignments.update(ends_on=timezone.localdate() - timedelta(days=1))
    client = log_in(head)

    for space, one in GUARDED_PAGES:
        if access_of(one.callback) != OFFICERS:
            assert ask(client, address_of(space, one)).status_code == 403, one.name


def call(operation: Any, *, token: str = "") -> int:
    path = operation.path
    for name, value in {"case_id": uuid.UUID(int=7), "file_id": uuid.UUID(int=8)}.items():
        path = path.replace("{" + name + "}", str(value)).replace("{uuid:" + name + "}", str(value))
    headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"Authorization": f"Bearer {token}"} if token else {})
    name = operation.view_func.__name__
    if name in FORMS:
        return Client().post(f"/api/v1{path}", FORMS[name], headers=headers).status_code
    body = json.dumps(BODIES.get(name, {}))
    answer = Client().generic(operation.methods[0], f"/api/v1{path}", body, "application/json", headers=headers)
    return answer.status_code


def test_a_guarded_operation_wants_a_token(db: None) -> None:
    assert {call(one) for one in GUARDED} == {401}
    assert {call(one, token="made-up") for one in GUARDED} == {401}


@pytest.mark.parametrize("role", Role)
def test_a_role_calls_the_operations_of_its_rights_and_no_other(db: None, role: Role) -> None:
    token, _ = open_session(make_staff(role).username, password=PASSWORD, at=timezone.now())

    for one in GUARDED:
        may_enter = bool(set(one.view_func.access) & RIGHTS[role])
        assert (call(one, token=token) != 403) == may_enter, one.path


def test_an_open_operation_refuses_the_request_and_never_the_person(catalogue: None) -> None:
    for one in FREE:
        status = call(one)

        assert status != 500, one.path
        # Receipt and PIN are the key to an application: whoever has none is refused.
        assert status != 403 or "{receipt}" in one.path, one.path
