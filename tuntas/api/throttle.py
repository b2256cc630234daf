"""Pace: how often one address may call what costs much and needs no token."""

from math import ceil

from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone

from tuntas.vault.keys import blind_index
from tuntas.vault.tries import TooManyTries
from tuntas.vault.visitor import visitor_of


def check_pace(request: HttpRequest, scope: str, *, limit: int, seconds: int) -> None:
    """Counts this call of one network address. Raises vault.tries.TooManyTries beyond `limit` in `seconds`.

    Counted in memory, by each process for itself: it breaks a flood and guards no secret, so it must cost nothing. The
    address is kept as a keyed hash only. A city's app sends for everybody from one address, so limits are generous.
    """
    now = timezone.now().timestamp()
    window = int(now // seconds)
    key = f"pace:{scope}:{blind_index('address', visitor_of(request))}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return
    try:
        is_too_fast = cache.incr(key) > limit
    except ValueError:  # forgotten between the two lines above
        return
    if is_too_fast:
        raise TooManyTries(retry_after=ceil((window + 1) * seconds - now))
