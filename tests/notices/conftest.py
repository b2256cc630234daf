"""The cast with the catalogue loaded."""

import pytest

from tests.make import Cast, make_cast
from tuntas.catalog.publishing import load


@pytest.fixture
def told_cast(cast: Cast) -> Cast:
    load()
    return cast


@pytest.fixture
def committed_cast(transactional_db: None) -> Cast:
    """The same, committed, for stories with threads and processes."""
    load()
    return make_cast()
