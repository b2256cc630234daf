"""What messages cost: one charge for each that a provider bills, at the price of its day."""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from tuntas.notices.models import Charge

_OURS: Final = Path(__file__).with_name("prices.toml")


@dataclass(frozen=True)
class Price:
    """Rupiah for one message, or for one part of an SMS, from a day on."""

    since: date
    channel: str
    category: str
    rupiah: Decimal


def charge(
    key: str,
    *,
    channel: str,
    category: str,
    parts: int = 1,
    office: uuid.UUID | None,
    application: uuid.UUID | None,
    at: datetime,
) -> None:
    """Writes down one message under its key, however often it is told of."""
    rupiah = parts * price_of(channel, category, on=timezone.localtime(at).date())
    given = {"channel": channel, "category": category[:16], "parts": parts, "rupiah": rupiah, "at": at}
    Charge.objects.get_or_create(key=key, defaults={**given, "office_id": office, "application_id": application})


def price_of(channel: str, category: str, *, on: date) -> Decimal:
    """The price of one message on a day; 0 where the table knows none."""
    own = Path(settings.TUNTAS_HOME) / "prices.toml"
    path = own if own.exists() else _OURS
    rows = [one for one in read_prices(path) if (one.channel, one.category) == (channel, category) and one.since <= on]
    return max(rows, key=lambda one: one.since).rupiah if rows else Decimal(0)


@lru_cache(maxsize=4)
def read_prices(path: Path) -> tuple[Price, ...]:
    """The table of a file. Raises ImproperlyConfigured naming the row that cannot be read."""
    try:
        rows = tomllib.loads(path.read_text())["price"]
    except (tomllib.TOMLDecodeError, KeyError, OSError) as error:
        raise ImproperlyConfigured(f"{path.name} is no table of prices: {type(error).__name__}") from error
    return tuple(_read_row(row, place) for place, row in enumerate(rows, 1))


def _read_row(row: dict[str, object], place: int) -> Price:
    try:
        since = date.fromisoformat(str(row["from"]))
        return Price(since, str(row["channel"]), str(row["category"]), Decimal(str(row["rupiah"])))
    except (KeyError, ValueError, ArithmeticError) as error:
        raise ImproperlyConfigured(
            f"prices.toml, row {place}: from, channel, category and rupiah are needed"
        ) from error
