"""What the proofs begin with: the catalogue loaded, the chain staffed, a Lurah who can sign."""

import pytest

from tests.make import PIN, Cast
from tests.tables import load_catalogue
from tuntas.offices.signing import set_signing_pin


@pytest.fixture
def office_at_work(cast: Cast) -> Cast:
    """Kelurahan Sialang on an ordinary day."""
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast
