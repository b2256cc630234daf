"""The cast with the catalogue loaded and a Lurah who can sign."""

import pytest

from tests.make import PIN, Cast
from tuntas.catalog.publishing import load
from tuntas.offices.signing import set_signing_pin


@pytest.fixture
def signing_cast(cast: Cast) -> Cast:
    load()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast
