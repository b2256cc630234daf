"""The cast with the catalogue loaded and a Lurah who can sign."""

import pytest

from tests.make import PIN, Cast
from tests.tables import load_catalogue
from tuntas.offices.signing import set_signing_pin


@pytest.fixture
def signing_cast(cast: Cast) -> Cast:
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast
