"""The page of one service."""

import pytest
from django.test import Client

from tests.make import Cast
from tests.tables import load_catalogue
from tuntas.catalog.definition import Condition
from tuntas.catalog.finding import get_service, list_services
from tuntas.intake.requirements import list_certain
from tuntas.screens.shared.applying.needed import describe_condition, list_sometimes
from tuntas.screens.shared.place import COOKIE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue(cast: Cast) -> None:
    load_catalogue()


def test_it_says_what_to_bring_in_both_forms_and_what_it_costs(client: Client) -> None:
    page = client.get("/layanan/skd/").content.decode()

    assert "Siapkan 3 syarat ini" in page
    assert "Foto KTP asli, bagian depan." in page
    assert "Bawa fotokopi dan aslinya." in page
    assert "Gratis" in page
    assert "30 menit" in page
    assert "6 bulan" in page
    assert 'href="/ajukan/skd/"' in page
    assert "UU 25/2009" in page


def test_the_code_may_be_written_in_any_case_and_an_unknown_one_is_not_found(client: Client) -> None:
    assert client.get("/layanan/SkD/").status_code == 200
    assert client.get("/layanan/tidak-ada/").status_code == 404


def test_the_journey_uses_the_titles_of_the_chosen_office(client: Client, cast: Cast) -> None:
    client.cookies[COOKIE] = cast.office.code

    page = client.get("/layanan/skd/").content.decode()

    assert "Sekretaris Kelurahan" in page
    assert "Surat pengantar RT tidak diperlukan di Kelurahan Sialang." in page


def test_an_office_that_wants_the_rt_first_shows_the_rt_on_the_way(client: Client, cast: Cast) -> None:
    cast.office.switches = {"rt_endorsement": True}
    cast.office.save()
    client.cookies[COOKIE] = cast.office.code

    page = client.get("/layanan/skd/").content.decode()

    assert "Ketua RT" in page
    assert "tidak diperlukan" not in page


def test_a_paper_that_an_office_switched_on_is_among_what_everybody_brings() -> None:
    _version, definition = get_service("SKD")

    without = {one.code for one in list_certain(definition, switches={})}
    with_letter = {one.code for one in list_certain(definition, switches={"rt_letter": True})}

    assert with_letter - without == {"PGT"}


def test_a_paper_for_some_is_told_with_its_case() -> None:
    _version, definition = get_service("SKD")

    assert [(row.requirement.code, row.text) for row in list_sometimes(definition)] == [("SKP", "bila baru pindah: ya")]


def test_every_condition_of_every_service_has_words(client: Client) -> None:
    for definition in list_services():
        page = client.get(f"/layanan/{definition.code.lower()}/")

        assert page.status_code == 200
        assert all(row.text.startswith("bila ") for row in list_sometimes(definition))


def test_a_condition_on_the_applicant_reads_like_a_sentence() -> None:
    _version, definition = get_service("NIKAH")
    soldier = Condition("applicant.occupation", values=("KEPOLISIAN RI (POLRI)", "PENSIUNAN"))

    assert describe_condition(definition, soldier) == "bila pekerjaan: Kepolisian RI (POLRI) atau Pensiunan"


def test_a_condition_on_age_says_the_age() -> None:
    _version, definition = get_service("SKD")

    assert describe_condition(definition, Condition("applicant.age", below=21)) == "bila belum berumur 21 tahun"
