from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.vault.together import run_together
from tuntas.vault import tries
from tuntas.vault.models import Tries
from tuntas.vault.tries import TooManyTries

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def _check(subject: str = "2611-7K3F-9QXM", *, scope: str = "pin", at: datetime = AT) -> None:
    tries.check(scope, subject=subject, limit=5, seconds=900, at=at)


def _count(subject: str = "2611-7K3F-9QXM", *, times: int = 1, scope: str = "pin", at: datetime = AT) -> None:
    for _ in range(times):
        tries.count(scope, subject=subject, seconds=900, at=at)


@pytest.mark.django_db
def test_the_sixth_guess_has_to_wait() -> None:
    _count(times=4)
    _check()
    _count(at=AT + timedelta(seconds=30))

    with pytest.raises(TooManyTries) as caught:
        _check(at=AT + timedelta(seconds=61))

    assert caught.value.retry_after == 839
    assert str(caught.value) == "Terlalu banyak percobaan. Coba lagi dalam 14 menit."


@pytest.mark.django_db
def test_the_wait_is_over_in_the_end() -> None:
    _count(times=5)

    _check(at=AT + timedelta(seconds=900))
    with pytest.raises(TooManyTries):
        _check(at=AT + timedelta(seconds=899))


@pytest.mark.django_db
def test_a_guess_after_the_wait_begins_a_new_count() -> None:
    _count(times=5)
    later = AT + timedelta(seconds=900)

    _count(times=4, at=later)
    _check(at=later)
    _count(at=later)

    with pytest.raises(TooManyTries) as caught:
        _check(at=later)
    assert caught.value.retry_after == 900


@pytest.mark.django_db
def test_a_right_guess_clears_the_count() -> None:
    _count(times=5)

    tries.clear("pin", subject="2611-7K3F-9QXM")

    _check()
    assert not Tries.objects.exists()


@pytest.mark.django_db
def test_the_attempt_counter_is_bound_to_the_account_and_not_to_the_visitor() -> None:
    # There is nothing of the visitor in the call: no address, no cookie, no session could reset it.
    _count("2611-7K3F-9QXM", times=5)

    _check("2611-AAAA-AAAA")
    _check("2611-7K3F-9QXM", scope="login")
    with pytest.raises(TooManyTries):
        _check("2611-7K3F-9QXM")


@pytest.mark.django_db(transaction=True)
def test_a_count_survives_the_refusal_that_follows() -> None:
    def guess() -> None:
        _count()
        with transaction.atomic():
            raise PermissionError

    with pytest.raises(PermissionError):
        guess()

    assert Tries.objects.get().count == 1


@pytest.mark.django_db
def test_counting_inside_a_transaction_that_may_take_it_back_is_refused_aloud() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        _count()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_the_same_time_are_all_counted() -> None:
    results = run_together(*[lambda: _count(times=5)] * 6)

    assert results == [None] * 6
    assert Tries.objects.get().count == 30


def _spend(at: datetime = AT) -> TooManyTries | None:
    try:
        return tries.spend("code", subject="dewi", limit=3, seconds=900, at=at)
    except TooManyTries as refusal:
        return refusal


@pytest.mark.django_db
def test_what_may_be_done_three_times_is_refused_the_fourth_until_the_time_is_over() -> None:
    assert [_spend() for _ in range(3)] == [None] * 3

    refusal = _spend(at=AT + timedelta(seconds=60))

    assert refusal is not None
    assert refusal.retry_after == 840
    assert _spend(at=AT + timedelta(seconds=900)) is None


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_no_more_are_let_through_than_may() -> None:
    results = run_together(*[_spend] * 12)

    assert results.count(None) <= 3
    assert Tries.objects.get().count == 12


@pytest.mark.django_db
def test_what_people_type_is_not_kept_in_clear() -> None:
    _count("1671085204900001")

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM vault_tries")
        assert "1671085204900001" not in str(cursor.fetchone())


@pytest.mark.django_db
def test_old_counts_are_forgotten() -> None:
    _count()

    assert tries.forget_old(at=AT + timedelta(days=6)) == 0
    assert tries.forget_old(at=AT + timedelta(days=8)) == 1


def _guess(number: str) -> bool | Exception:
    try:
        return tries.guess("pin", fits=lambda: number == "482913", subject="dewi", limit=5, seconds=900, at=AT)
    except TooManyTries as refusal:
        return refusal


@pytest.mark.django_db
def test_five_wrong_guesses_refuse_the_right_one() -> None:
    assert [_guess("000000") for _ in range(5)] == [False] * 5

    assert isinstance(_guess("482913"), TooManyTries)


@pytest.mark.django_db(transaction=True)
def test_somebody_may_be_right_many_times_at_the_same_moment() -> None:
    assert run_together(*[lambda: _guess("482913")] * 12) == [True] * 12


@pytest.mark.django_db
def test_a_right_guess_among_too_many_wrong_ones_at_the_same_moment_is_refused() -> None:
    def fits_after_others() -> bool:
        _count("dewi", times=5)
        return True

    with pytest.raises(TooManyTries):
        tries.guess("pin", fits=fits_after_others, subject="dewi", limit=5, seconds=900, at=AT)
