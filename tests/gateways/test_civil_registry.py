"""The simulated population register."""

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured

from tuntas.gateways.civil_registry import Answer, Identity, open_registry
from tuntas.gateways.refusals import GatewayDown


def compare(nik: str, born: date = date(1990, 4, 12)) -> Answer:
    registry = open_registry("simulator:")
    assert registry
    return registry.compare(Identity(nik=nik, name="Ani Contoh", birth_date=born))


def test_woman_is_born_forty_days_later_in_her_nik() -> None:
    assert compare("1671085204900001") == Answer(is_known=True, name_matches=True, birth_date_matches=True)
    assert not compare("1671085204900001", date(1990, 4, 13)).birth_date_matches


@pytest.mark.parametrize("nik", ["1671085204909999", "167108", "16710852049000ab"])
def test_unknown_number_is_unknown(nik: str) -> None:
    assert not compare(nik).is_known


def test_register_tells_of_a_death_and_of_being_away() -> None:
    assert compare("1671085204909998").is_deceased
    with pytest.raises(GatewayDown):
        compare("1671085204909997")


def test_url_chooses_the_register() -> None:
    assert open_registry("") is None
    with pytest.raises(ImproperlyConfigured):
        open_registry("https://dukcapil.example")


def test_printing_an_identity_shows_nobody() -> None:
    assert "Ani" not in repr(Identity(nik="1671085204900001", name="Ani", birth_date=date(1990, 4, 12)))
