"""The desk of Kelurahan Sialang: staffed, with its services and a Lurah who can sign."""

import pytest
from django.test import Client

from tests.make import PIN, Cast
from tests.screens.desk.papers import client_of
from tests.tables import load_catalogue
from tuntas.offices.signing import set_signing_pin


@pytest.fixture(autouse=True)
def _office(cast: Cast) -> None:
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)


@pytest.fixture
def budi(cast: Cast) -> Client:
    return client_of(cast.budi)


@pytest.fixture
def dewi(cast: Cast) -> Client:
    return client_of(cast.dewi)
