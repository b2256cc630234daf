"""Sessions at the API: password, second factor, throttle, and a token that only its bearer holds."""

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

from tests.make import MONDAY, PASSWORD, make_officer
from tuntas.offices.models import AccessToken, Officer
from tuntas.offices.second_factor import CodeRefused, check_code, has_second_factor
from tuntas.offices.sessions import (
    LIFETIME,
    LoginRefused,
    close_session,
    close_sessions,
    find_officer,
    open_session,
)
from tuntas.vault.tries import TooManyTries

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(minutes=5)


@pytest.fixture
def dewi() -> Officer:
    return make_officer("dewi")


def set_up_totp(officer: Officer) -> str:
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def code_at(secret: str, at: datetime) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def test_a_session_opens_with_name_and_password(dewi) -> None:
    token, officer = open_session("dewi", password=PASSWORD, at=MONDAY)

    assert officer == dewi
    assert find_officer(token, at=MONDAY) == dewi


def test_the_user_name_may_be_written_in_capitals(dewi) -> None:
    token, _ = open_session(" Dewi ", password=PASSWORD, at=MONDAY)

    assert find_officer(token, at=MONDAY) == dewi


def test_only_the_hash_of_a_token_is_kept(dewi) -> None:
    token, _ = open_session("dewi", password=PASSWORD, at=MONDAY)

    row = AccessToken.objects.get()

    assert len(token) >= 43
    assert token not in row.token_hash
    assert find_officer(row.token_hash, at=MONDAY) is None


def test_a_session_ends_after_twelve_hours(dewi) -> None:
    token, _ = open_session("dewi", password=PASSWORD, at=MONDAY)

    assert find_officer(token, at=MONDAY + LIFETIME - timedelta(seconds=1)) == dewi
    assert find_officer(token, at=MONDAY + LIFETIME) is None


def test_an_old_session_is_swept_away_by_the_next(dewi) -> None:
    open_session("dewi", password=PASSWORD, at=MONDAY)

    open_session("dewi", password=PASSWORD, at=MONDAY + LIFETIME)

    assert AccessToken.objects.count() == 1


def test_a_session_ends_when_it_is_closed(dewi) -> None:
    one, _ = open_session("dewi", password=PASSWORD, at=MONDAY)
    two, _ = open_session("dewi", password=PASSWORD, at=MONDAY)

    close_session(one)
    assert find_officer(one, at=MONDAY) is None
    assert find_officer(two, at=MONDAY) == dewi

    close_sessions(dewi)
    assert find_officer(two, at=MONDAY) is None


def test_an_officer_who_has_left_has_no_session(dewi) -> None:
    token, _ = open_session("dewi", password=PASSWORD, at=MONDAY)
    dewi.is_active = False
    dewi.save()

    assert find_officer(token, at=MONDAY) is None
    with pytest.raises(LoginRefused):
        open_session("dewi", password=PASSWORD, at=MONDAY)


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 50])
def test_an_invented_token_finds_nobody(dewi, token) -> None:
    assert find_officer(token, at=MONDAY) is None


def test_every_refusal_reads_the_same(dewi) -> None:
    set_up_totp(make_officer("citra"))
    make_officer("fajar", is_active=False)
    locked = make_officer("gita")
    locked.set_unusable_password()
    locked.save()
    attempts = [("dewi", "wrong"), ("nobody", PASSWORD), ("citra", PASSWORD), ("fajar", PASSWORD), ("gita", PASSWORD)]

    said = set()
    for name, password in attempts:
        with pytest.raises(LoginRefused) as refusal:
            open_session(name, password=password, at=MONDAY)
        said.add(str(refusal.value))

    assert said == {"Nama pengguna, kata sandi, atau kode tidak cocok. Periksa lalu coba lagi."}


def test_an_unknown_name_costs_as_much_as_a_wrong_password(dewi, monkeypatch) -> None:
    import argon2.low_level

    hashed = []
    make, verify = argon2.low_level.hash_secret, argon2.low_level.verify_secret
    monkeypatch.setattr(argon2.low_level, "hash_secret", lambda *a, **k: hashed.append("x") or make(*a, **k))
    monkeypatch.setattr(argon2._password_hasher, "verify_secret", lambda *a, **k: hashed.append("x") or verify(*a, **k))

    counts = []
    for name in ["dewi", "nobody"]:
        hashed.clear()
        with pytest.raises(LoginRefused):
            open_session(name, password="wrong", at=MONDAY)
        counts.append(len(hashed))

    assert counts == [1, 1]


@pytest.mark.parametrize("name", ["dewi", "nobody"])
def test_five_wrong_passwords_close_an_account_that_exists_or_not(dewi, name) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            open_session(name, password="wrong", at=MONDAY)

    with pytest.raises(TooManyTries):
        open_session(name, password=PASSWORD, at=MONDAY)
    with pytest.raises(TooManyTries):
        open_session(name.upper(), password=PASSWORD, at=MONDAY)


def test_the_door_opens_again_after_five_minutes(dewi) -> None:
    for _ in range(5):
        with pytest.raises(LoginRefused):
            open_session("dewi", password="wrong", at=MONDAY)

    assert open_session("dewi", password=PASSWORD, at=LATER)[1] == dewi


@pytest.mark.parametrize("name", ["", "\x00", "dewi\x00x", "x" * 5000, "' OR '1'='1", "😀"])
def test_odd_names_are_refused_like_any_other(dewi, name) -> None:
    with pytest.raises(LoginRefused):
        open_session(name, password=PASSWORD, at=MONDAY)


def test_a_second_factor_is_asked_for(dewi) -> None:
    secret = set_up_totp(dewi)

    token, officer = open_session("dewi", password=PASSWORD, otp=code_at(secret, MONDAY), at=MONDAY)

    assert officer == dewi
    assert find_officer(token, at=MONDAY) == dewi
    assert has_second_factor(dewi)


def test_a_code_counts_once(dewi) -> None:
    secret = set_up_totp(dewi)
    code = code_at(secret, MONDAY)
    check_code(dewi, code=code, at=MONDAY)

    with pytest.raises(CodeRefused):
        check_code(dewi, code=code, at=MONDAY)
    check_code(dewi, code=code_at(secret, MONDAY + timedelta(seconds=30)), at=MONDAY + timedelta(seconds=30))


def test_a_phones_clock_may_be_half_a_minute_off(dewi) -> None:
    secret = set_up_totp(dewi)

    check_code(dewi, code=code_at(secret, MONDAY - timedelta(seconds=30)), at=MONDAY)
    check_code(dewi, code=code_at(secret, MONDAY + timedelta(seconds=30)), at=MONDAY)
    with pytest.raises(CodeRefused):
        check_code(dewi, code=code_at(secret, LATER + timedelta(seconds=60)), at=LATER)


def test_a_recovery_code_counts_once(dewi) -> None:
    set_up_totp(dewi)
    code = RecoveryCodes.activate(dewi).generate_codes()[0]

    check_code(dewi, code=code, at=MONDAY)

    with pytest.raises(CodeRefused):
        check_code(dewi, code=code, at=MONDAY)


def test_five_wrong_codes_close_the_way(dewi) -> None:
    secret = set_up_totp(dewi)
    for _ in range(5):
        with pytest.raises(LoginRefused):
            open_session("dewi", password=PASSWORD, otp="000000", at=MONDAY)

    with pytest.raises(TooManyTries):
        open_session("dewi", password=PASSWORD, otp=code_at(secret, MONDAY), at=MONDAY)


def test_a_passkey_makes_a_password_alone_too_little(dewi) -> None:
    Authenticator.objects.create(user=dewi, type=Authenticator.Type.WEBAUTHN, data={"name": "kunci"})

    with pytest.raises(LoginRefused):
        open_session("dewi", password=PASSWORD, at=MONDAY)


def test_secrets_of_the_second_factor_lie_encrypted(dewi) -> None:
    secret = set_up_totp(dewi)

    stored = Authenticator.objects.get(user=dewi).data["secret"]

    assert secret not in stored
    assert len(stored) > 60
