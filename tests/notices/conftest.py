"""The cast with the catalogue loaded."""

import pytest

from tests.make import Cast, make_cast
from tests.tables import load_catalogue


@pytest.fixture
def told_cast(cast: Cast) -> Cast:
    load_catalogue()
    return cast


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same, committed, for stories with threads and processes."""
    load_catalogue()
    return make_cast()
