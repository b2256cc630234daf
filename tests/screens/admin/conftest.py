"""The administrator's world: a staffed regency with its catalogue, Rizal who keeps services, Sari who keeps Sialang."""

from dataclasses import dataclass

import pytest
from django.test import Client

from tests.flow.region import Regency, make_regency
from tests.make import make_office, make_officer, make_post
from tests.tables import load_catalogue
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Role


@dataclass(frozen=True)
class World:
    regency: Regency
    city: Office
    elsewhere: Office
    rizal: Officer  # administrator of services, and of the whole city
    sari: Officer  # administrator of Kelurahan Sialang alone
    eko: Officer  # operator in another regency


def log_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer, "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def world(db: None) -> World:
    load_catalogue()
    regency = make_regency(survey=True, camat=True)
    city = make_office("16.71", level=Office.Level.REGENCY, name="Pemerintah Kota Palembang")
    for office in (regency.district, regency.registry):
        office.parent = city
        office.save()
    elsewhere = make_office("21.04.01", name="Kecamatan Singkep")
    return World(
        regency,
        city,
        elsewhere,
        rizal=make_officer("rizal", name="Rizal Mahendra", post=make_post(city, Role.CHIEF_ADMIN)),
        sari=make_officer("sari", name="Sari Dewi", post=make_post(regency.village, Role.ADMIN)),
        eko=make_officer("eko", name="Eko Prasetyo", post=make_post(elsewhere, Role.OPERATOR)),
    )


@pytest.fixture
def rizal(world: World) -> Client:
    return log_in(world.rizal)


@pytest.fixture
def sari(world: World) -> Client:
    return log_in(world.sari)
