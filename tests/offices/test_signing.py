"""The signing PIN: chosen with care, counted, and silent about why it refuses."""

from datetime import timedelta

import pytest

from tests.make import MONDAY, make_officer
from tuntas.offices.models import Officer
from tuntas.offices.signing import (
    PinTooPlain,
    WrongPin,
    check_signing_pin,
    set_signing_pin,
)
from tuntas.vault.tries import TooManyTries

pytestmark = pytest.mark.django_db


@pytest.fixture
def dewi() -> Officer:
    officer = make_officer("dewi")
    set_signing_pin(officer, pin="482913")
    return officer


def test_the_right_pin_passes(dewi) -> None:
    check_signing_pin(dewi, pin="482913", at=MONDAY)
    check_signing_pin(dewi, pin="482 913", at=MONDAY)


def test_the_pin_is_not_kept(dewi) -> None:
    stored = Officer.objects.get(pk=dewi.pk).signing_pin

    assert "482913" not in stored
    assert stored.startswith("$argon2id$")


def test_a_wrong_pin_and_a_missing_pin_read_the_same(dewi) -> None:
    without = make_officer("citra")

    with pytest.raises(WrongPin) as wrong:
        check_signing_pin(dewi, pin="482914", at=MONDAY)
    with pytest.raises(WrongPin) as missing:
        check_signing_pin(without, pin="482914", at=MONDAY)

    assert str(wrong.value) == str(missing.value) == "PIN tanda tangan tidak cocok. Periksa lalu ketik lagi."
    assert dewi.signing_pin
    assert not without.signing_pin


def test_five_wrong_pins_close_the_way_for_fifteen_minutes(dewi) -> None:
    for _ in range(5):
        with pytest.raises(WrongPin):
            check_signing_pin(dewi, pin="000001", at=MONDAY)

    with pytest.raises(TooManyTries) as refusal:
        check_signing_pin(dewi, pin="482913", at=MONDAY)
    assert refusal.value.retry_after == 900

    check_signing_pin(dewi, pin="482913", at=MONDAY + timedelta(minutes=15))


def test_one_officers_guesses_do_not_stop_another(dewi) -> None:
    citra = make_officer("citra")
    set_signing_pin(citra, pin="739105")
    for _ in range(5):
        with pytest.raises(WrongPin):
            check_signing_pin(dewi, pin="000001", at=MONDAY)

    check_signing_pin(citra, pin="739105", at=MONDAY)


def test_a_right_pin_forgets_the_wrong_ones(dewi) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPin):
                check_signing_pin(dewi, pin="000001", at=MONDAY)
        check_signing_pin(dewi, pin="482913", at=MONDAY)


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "48291a", "４８２９１３", "48 2913"])
def test_a_pin_has_six_digits(dewi, pin) -> None:
    with pytest.raises(PinTooPlain, match="6 angka"):
        set_signing_pin(dewi, pin=pin)


@pytest.mark.parametrize("pin", ["111111", "123456", "456789", "987654"])
def test_a_pin_that_anybody_would_guess_is_refused(dewi, pin) -> None:
    with pytest.raises(PinTooPlain, match="Pilih PIN lain"):
        set_signing_pin(dewi, pin=pin)

    check_signing_pin(dewi, pin="482913", at=MONDAY)


@pytest.mark.parametrize("pin", ["", " ", "0" * 10_000, "' OR 1=1", "\x00"])
def test_odd_pins_are_wrong_pins(dewi, pin) -> None:
    with pytest.raises(WrongPin):
        check_signing_pin(dewi, pin=pin, at=MONDAY)
