"""How providers are called over HTTP: one client, and the wait that an answer asks for."""

from functools import lru_cache
from typing import Final

import httpx

_TIMEOUT: Final = httpx.Timeout(20.0, connect=5.0)
_LONGEST: Final = 3600  # seconds that a provider may make us wait


@lru_cache(maxsize=8)
def make_client(transport: httpx.BaseTransport | None) -> httpx.Client:
    """One client for all providers: it keeps their connections open. `transport` stands in for the network in tests."""
    # Redirects are not followed: the header with our token must not reach another host.
    return httpx.Client(transport=transport, timeout=_TIMEOUT, follow_redirects=False)


def read_wait(answer: httpx.Response, *, usual: int) -> int:
    """The seconds of Retry-After, at most an hour; `usual` where it says none."""
    given = answer.headers.get("Retry-After", "")
    return min(_LONGEST, int(given)) if given.isascii() and given.isdecimal() else usual
