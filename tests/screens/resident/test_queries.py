"""Pages cost as many queries for three rows as for one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import Cast, make_case, make_office
from tests.screens.resident.papers import ask_for, prove, send, send_one
from tests.tables import load_catalogue
from tuntas.cases.models import Application
from tuntas.flow.read_record import read_record

pytestmark = pytest.mark.django_db
SERVICES = ("SKD", "SKU", "SKBM")


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast, client: Client) -> None:
    load_catalogue()
    client.get("/")  # definitions are read once in each process


def count(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def send_many(cast: Cast, number: int) -> Application:
    application = send(cast)
    for service in SERVICES[:number]:
        case = make_case(cast.office, application=application, service=service)
        ask_for(case, cast, "KK")
    return application


def test_the_front_page_reads_the_catalogue_once(client: Client, cast: Cast) -> None:
    assert count(client, "/") <= 2
    assert count(client, "/?cari=domisili") <= 3


def test_a_service_page_needs_few_queries(client: Client, cast: Cast) -> None:
    client.cookies["tuntas_kantor"] = cast.office.code

    assert count(client, "/layanan/skd/") <= 3


def test_the_list_of_offices_does_not_ask_per_office(client: Client, cast: Cast) -> None:
    two = count(client, "/kantor/")
    make_office("16.71.14.1001")
    make_office("16.71.14.1002")

    assert count(client, "/kantor/") == two


def test_the_status_of_three_documents_costs_what_one_costs(client: Client, cast: Cast) -> None:
    one, three = send_many(cast, 1), send_many(cast, 3)
    other = Client()
    prove(client, one)
    prove(other, three)

    assert count(other, f"/p/{three.receipt}/") == count(client, f"/p/{one.receipt}/")


def test_the_list_of_looks_does_not_ask_per_look(client: Client, cast: Cast) -> None:
    case = send_one(cast)
    prove(client, case.application)
    read_record(case, by=cast.budi)
    one = count(client, f"/p/{case.application.receipt}/dilihat/")
    read_record(case, by=cast.citra)
    read_record(case, by=cast.dewi)

    assert count(client, f"/p/{case.application.receipt}/dilihat/") == one
