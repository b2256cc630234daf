"""The pace of one address: generous, in memory, and told with the time to wait."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from tuntas.api.throttle import check_pace
from tuntas.vault.tries import TooManyTries


def call(address: str = "203.0.113.7", *, times: int = 1, scope: str = "upload", **headers: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address, headers=headers)
    for _ in range(times):
        check_pace(request, scope, limit=5, seconds=600)


def test_the_sixth_call_has_to_wait() -> None:
    call(times=5)

    with pytest.raises(TooManyTries) as refusal:
        call()

    assert 0 < refusal.value.retry_after <= 600


def test_addresses_and_scopes_are_counted_apart() -> None:
    call(times=5)

    call("203.0.113.8", times=5)
    call(scope="verify", times=5)


def test_behind_a_proxy_each_visitor_counts_alone() -> None:
    call("127.0.0.1", times=5, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.7"})

    call("127.0.0.1", times=5, **{"X-Forwarded-For": "198.51.100.1, 203.0.113.8"})
    with pytest.raises(TooManyTries):
        call("127.0.0.1", **{"X-Forwarded-For": "203.0.113.7"})


@pytest.mark.django_db
def test_counting_writes_nothing() -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call(times=3)

    assert len(queries) == 0
