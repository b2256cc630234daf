"""Pace: how often one address may call what costs much and needs no token."""

from django.http import HttpRequest
from django.utils import timezone

from tuntas.vault import tries
from tuntas.vault.keys import blind_index


def check_pace(request: HttpRequest, scope: str, *, limit: int, seconds: int) -> None:
    """Counts this call of one network address. Raises vault.tries.TooManyTries beyond `limit` in `seconds`.

    The address is kept as a keyed hash only. A whole kelurahan may share one address, so limits are generous.
    """
    at = timezone.now()
    subject = blind_index("address", request.META.get("REMOTE_ADDR", "-"))
    tries.check(scope, subject=subject, limit=limit, seconds=seconds, at=at)
    tries.count(scope, subject=subject, seconds=seconds, at=at)
