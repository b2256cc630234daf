"""Definitions become versions: once each, never edited, and every case keeps its own."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.files import GOOD, write
from tuntas.catalog.finding import definition_of, get_service
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.problems import DefinitionsRefused
from tuntas.catalog.publishing import Loaded, digest_of, load


@pytest.mark.django_db
def test_the_shipped_services_load() -> None:
    loaded = load()

    assert (len(loaded.new), loaded.unchanged, loaded.retired) == (70, (), ())


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    load()
    before = set(ServiceVersion.objects.values_list("pk", "is_current"))

    loaded = load()

    assert (loaded.new, len(loaded.unchanged), loaded.retired) == ((), 70, ())
    assert set(ServiceVersion.objects.values_list("pk", "is_current")) == before


@pytest.mark.django_db
def test_a_changed_definition_is_the_next_version(tmp_path: Path) -> None:
    load(write(tmp_path))
    old, _definition = get_service("SKX")

    loaded = load(write(tmp_path, old='text = "30 menit"', new='text = "setengah jam"'))

    new, definition = get_service("SKX")
    assert loaded == Loaded(new=("SKX",), unchanged=())
    assert (old.number, new.number) == (1, 2)
    assert definition.promise.text == "setengah jam"
    old.refresh_from_db()
    assert not old.is_current
    assert definition_of(old).promise.text == "30 menit"


@pytest.mark.django_db
def test_a_service_that_left_the_folder_is_retired(tmp_path: Path) -> None:
    load(write(tmp_path))
    write(tmp_path, GOOD.replace('"SKX"', '"SKY"'), name="sky.toml")
    (tmp_path / "skx.toml").unlink()

    assert load(tmp_path) == Loaded(new=("SKY",), unchanged=(), retired=("SKX",))
    assert not ServiceVersion.objects.get(code="SKX").is_current


@pytest.mark.django_db
def test_a_retired_service_comes_back_as_the_version_it_was(tmp_path: Path) -> None:
    load(write(tmp_path))
    load()

    load(tmp_path)

    version, _definition = get_service("SKX")
    assert version.number == 1
    assert ServiceVersion.objects.filter(code="SKX").count() == 1


@pytest.mark.django_db
def test_a_folder_with_one_problem_publishes_nothing(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace('"SKX"', '"SKY"'), name="a.toml")
    write(tmp_path, old='level = "village"', new='level = "x"')

    with pytest.raises(DefinitionsRefused):
        load(tmp_path)

    assert not ServiceVersion.objects.exists()


@given(st.dictionaries(st.text(max_size=5), st.integers(), max_size=6))
def test_a_digest_does_not_depend_on_the_order_of_keys(stored: dict[str, int]) -> None:
    assert digest_of(stored) == digest_of(dict(reversed(stored.items())))
