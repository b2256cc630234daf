"""The words of `tuntas notices …`: gaps, replay, templates and costs, as lines for the terminal."""

from collections.abc import Iterator
from datetime import datetime

from tuntas.gateways.whatsapp_emulator import open_api
from tuntas.notices.approval import list_standings, submit_missing
from tuntas.notices.gaps import find_missing, find_stuck, replay_missing
from tuntas.notices.models import Notice
from tuntas.notices.silence import find_silent
from tuntas.reports.costs import read_costs

SHOWN = 20


def list_gaps(at: datetime) -> tuple[list[str], bool]:
    """What fell between, as lines without anybody's data, and whether nothing did."""
    missing, stuck = list(find_missing(at)), list(find_stuck(at))
    unknown, silent = Notice.objects.filter(state=Notice.State.UNKNOWN).count(), len(list(find_silent(at)))
    lines = [f"{len(missing)} events that nobody was told of"]
    lines += [f"  {one.at:%Y-%m-%d %H:%M} {one.verb} {one.case.application.receipt}" for one in missing[:SHOWN]]
    lines += [f"{len(stuck)} notices that wait without a job"]
    lines += [f"  {one.created_at:%Y-%m-%d %H:%M} {one.template} {one.channel}" for one in stuck[:SHOWN]]
    lines += [f"{silent} notices that WhatsApp took and never delivered", f"{unknown} with an unknown outcome"]
    if missing or stuck:
        lines.append("Mend them with: tuntas notices replay")
    return lines, not (missing or stuck)


def replay(at: datetime) -> str:
    """Announces and queues what was missed."""
    return f"{replay_missing(at)} notices written or queued again; the worker sends them"


def list_templates() -> list[str]:
    """Our WhatsApp templates and what the account says of each."""
    rows = list_standings(open_api())
    return [f"{one.status or 'NOT HANDED IN':<14}{one.wording.category.lower():<16}{one.wording.name}" for one in rows]


def submit_templates() -> str:
    """Hands in what the account does not have."""
    made = submit_missing(open_api())
    return f"{len(made)} templates handed in{': ' + ', '.join(one.name for one in made) if made else ''}"


def list_costs(month: str) -> Iterator[str]:
    """The costs of a month ("2026-11") by office, channel and category."""
    costs = read_costs(month=month)
    for row in costs.rows:
        yield f"{row.office:<44}{row.channel:<10}{row.category:<16}{row.messages:>8} Rp {row.rupiah:>12,.0f}"
    yield f"{'':<44}{'total':<26}{costs.messages:>8} Rp {costs.rupiah:>12,.0f}"
    yield f"{costs.applications} applications, Rp {costs.average:,.0f} each"
