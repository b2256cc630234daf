"""The cast with the catalogue loaded."""

import pytest

from tests.make import Cast
from tests.tables import load_catalogue, place_cast


@pytest.fixture
def told_cast(cast: Cast) -> Cast:
    load_catalogue()
    return cast


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same, committed, for stories with threads and processes."""
    load_catalogue()
    return place_cast()
