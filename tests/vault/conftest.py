"""A home of its own for each test that looks at key files or at stored bytes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tuntas.vault import keys


@pytest.fixture
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """An empty TUNTAS_HOME: fresh keys, no files."""
    _forget_keys()
    settings.TUNTAS_HOME = tmp_path
    settings.TUNTAS_MASTER_KEY = ""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    yield tmp_path
    _forget_keys()


def _forget_keys() -> None:
    keys.field_ring.cache_clear()
    keys.index_key.cache_clear()
