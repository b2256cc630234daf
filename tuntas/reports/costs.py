"""Costs: what messages cost by month, office, channel and category, and for one application."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Sum

from tuntas.notices.models import Charge
from tuntas.offices.models import Office


@dataclass(frozen=True)
class CostRow:
    """Messages of one kind in one office."""

    office: str
    channel: str
    category: str
    messages: int
    rupiah: Decimal


@dataclass(frozen=True)
class MonthCosts:
    """A month, "2026-11", with its neighbours for turning pages; `average` is for each application that cost money."""

    month: str
    before: str
    after: str
    rows: list[CostRow]
    messages: int
    rupiah: Decimal
    applications: int

    @property
    def average(self) -> Decimal:
        return self.rupiah / self.applications if self.applications else Decimal(0)

    @property
    def day(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


def read_costs(*, month: str, offices: Collection[Office] | None = None) -> MonthCosts:
    """The costs of a month ("2026-11") in these offices, or in all. Raises ValueError for what is no month."""
    first = date.fromisoformat(f"{month}-01")
    charges = Charge.objects.filter(at__gte=_begin(first), at__lt=_begin(_turn(first, 1)))
    if offices is not None:
        charges = charges.filter(office__in=list(offices))
    kinds = charges.values("office__name", "channel", "category").annotate(messages=Count("pk"), rupiah=Sum("rupiah"))
    rows = [
        CostRow(str(one["office__name"] or "-"), one["channel"], one["category"], one["messages"], one["rupiah"])
        for one in kinds.order_by("office__name", "channel", "category")
    ]
    return MonthCosts(
        month=month,
        before=f"{_turn(first, -1):%Y-%m}",
        after=f"{_turn(first, 1):%Y-%m}",
        rows=rows,
        messages=sum(row.messages for row in rows),
        rupiah=sum((row.rupiah for row in rows), Decimal(0)),
        applications=charges.exclude(application=None).values("application").distinct().count(),
    )


def _turn(first: date, months: int) -> date:
    place = first.year * 12 + first.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def _begin(first: date) -> datetime:
    return datetime.combine(first, datetime.min.time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)
