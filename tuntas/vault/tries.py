"""Wrong guesses, counted per account and never per visitor, so that changing the browser or the address gains nothing.

How a room uses it, always outside a transaction, because a refusal rolls back what the transaction wrote:

    if not tries.guess("pin", fits=lambda: check_pin(pin, hashed), subject=..., limit=5, seconds=900, at=at):
        raise AccessRefused(...)

Where a right one counts too, or there is no right and wrong, it uses `tries.spend`.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext as _

from tuntas.vault.keys import blind_index
from tuntas.vault.models import Tries
from tuntas.vault.prepared import prepared

KEPT = timedelta(days=7)  # longer than any window in use


class TooManyTries(Exception):
    """Too many wrong guesses; `retry_after` says how many seconds to wait. The message is for people."""

    def __init__(self, *, retry_after: int) -> None:
        minutes = ceil(retry_after / 60)
        super().__init__(_("Terlalu banyak percobaan. Coba lagi dalam %(minutes)d menit.") % {"minutes": minutes})
        self.retry_after = retry_after


def guess(scope: str, *, fits: Callable[[], bool], subject: str, limit: int, seconds: int, at: datetime) -> bool:
    """Whether a guess fits; one that does not is counted before this returns. Raises TooManyTries.

    Only wrong guesses count, so that somebody may be right many times at the same moment. Of guesses sent at the same
    moment all are compared, but the right one among them is refused if the others have used up the limit meanwhile.
    """
    check(scope, subject=subject, limit=limit, seconds=seconds, at=at)
    if not fits():
        count(scope, subject=subject, seconds=seconds, at=at)
        return False
    if check(scope, subject=subject, limit=limit, seconds=seconds, at=at):
        clear(scope, subject=subject)
    return True


def spend(scope: str, *, subject: str, limit: int, seconds: int, at: datetime) -> None:
    """Counts one use of what may be used `limit` times in `seconds`, right or wrong. Raises TooManyTries beyond that.

    Counted before it is looked at, so that of many at the same moment no more than `limit` pass.
    """
    count(scope, subject=subject, seconds=seconds, at=at)
    check(scope, subject=subject, limit=limit + 1, seconds=seconds, at=at)


def check(scope: str, *, subject: str, limit: int, seconds: int, at: datetime) -> bool:
    """Whether any were counted. Raises TooManyTries for `limit` guesses in the `seconds` since the first of them."""
    rows = _counts.all(scope, _hidden(scope, subject))
    for counted, since in rows:
        left = (since + timedelta(seconds=seconds) - at).total_seconds()
        if counted >= limit and left > 0:
            raise TooManyTries(retry_after=ceil(left))
    return bool(rows)


@prepared
def _counts(scope: str, hidden: str) -> QuerySet[Tries, tuple[int, datetime]]:
    return Tries.objects.filter(scope=scope, subject=hidden).values_list("count", "since")


def count(scope: str, *, subject: str, seconds: int, at: datetime) -> None:
    """Counts one more guess. A guess after `seconds` begins a new count.

    Commits at once. Raises RuntimeError inside a transaction, where a refusal would take the count with it.
    """
    rows = Tries.objects.filter(scope=scope, subject=_hidden(scope, subject))
    over = When(since__lte=at - timedelta(seconds=seconds), then=Value(1))
    restart = When(since__lte=at - timedelta(seconds=seconds), then=Value(at))
    with transaction.atomic(durable=True):
        new = Tries(scope=scope, subject=_hidden(scope, subject), count=0, since=at)
        Tries.objects.bulk_create([new], ignore_conflicts=True)
        rows.update(count=Case(over, default=F("count") + 1), since=Case(restart, default=F("since")))


def clear(scope: str, *, subject: str) -> None:
    """Forgets the guesses of one account, after a right one. Waits for the disk: ask `check` whether there are any."""
    Tries.objects.filter(scope=scope, subject=_hidden(scope, subject)).delete()


def forget_old(at: datetime) -> int:
    """Forgets counts that began more than a week ago; returns how many. Called by the worker."""
    return Tries.objects.filter(since__lt=at - KEPT).delete()[0]


def _hidden(scope: str, subject: str) -> str:
    # People type their NIK, and sometimes their password, where a user name is asked for.
    return blind_index("tries", f"{scope}\0{subject}")
