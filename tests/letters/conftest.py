"""The cast with the catalogue published, so that services have letters."""

import pytest

from tests.make import Cast
from tests.tables import load_catalogue


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """The cast of all tests, in an office whose services are published."""
    load_catalogue()
    return cast
