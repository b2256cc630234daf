"""The world of every journey: Kelurahan Sialang staffed, its services loaded, a Lurah who can sign."""

import pytest

from tests.make import PIN, Cast
from tests.tables import load_catalogue
from tuntas.offices.signing import set_signing_pin


@pytest.fixture(autouse=True)
def sialang(cast: Cast) -> Cast:
    cast.office.phone, cast.office.whatsapp = "+62711555014", "+6281171000143"
    cast.office.save()
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast
