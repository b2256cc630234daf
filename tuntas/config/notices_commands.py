"""What `tuntas notices …` and `tuntas languages …` answer: lines for the terminal and an exit code each."""

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from django.utils import timezone

from tuntas.config import languages
from tuntas.gateways.whatsapp_emulator import open_api
from tuntas.notices.approval import list_standings, submit_missing
from tuntas.notices.gaps import find_missing, find_stuck, replay_missing
from tuntas.notices.languages import list_installed, name_of
from tuntas.notices.models import Notice
from tuntas.notices.silence import find_silent
from tuntas.reports.costs import read_costs

Answer: TypeAlias = tuple[Sequence[str], int]
Given: TypeAlias = argparse.Namespace
SHOWN = 20


def add_words(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", say: Callable[[Given], int]) -> None:
    """Adds the two commands; `say` prints what the chosen one answers."""
    notices = commands.add_parser("notices", help="look after messages to people").add_subparsers(required=True)
    tongues = commands.add_parser("languages", help="look after regional languages").add_subparsers(required=True)

    def add(
        parent: "argparse._SubParsersAction[argparse.ArgumentParser]",
        name: str,
        answer: Callable[[Given], Answer],
        says: str,
    ) -> argparse.ArgumentParser:
        added = parent.add_parser(name, help=says, description=says)
        added.set_defaults(command=say, answer=answer)
        return added

    add(notices, "gaps", list_gaps, "list what nobody was told of; exit 1 if there is anything")
    add(notices, "replay", replay, "tell what was missed, once")
    add(notices, "templates", list_templates, "list the WhatsApp templates and whether they are approved")
    add(notices, "submit", submit_templates, "hand the missing templates in for approval")
    costs = add(notices, "costs", list_costs, "what the messages of a month cost, by office")
    costs.add_argument("month", nargs="?", default="", help="like 2026-11; this month unless given")
    add(tongues, "list", list_languages, "the languages of this installation")
    texts = add(tongues, "texts", write_texts, "write a .po file with every text that may be translated")
    texts.add_argument("file", type=Path)
    added = add(tongues, "add", add_language, "check and install a translator's .po file")
    added.add_argument("code", help="of the language, e.g. jv or mui")
    added.add_argument(
        "file", nargs="?", type=Path, help="the .po file; without one our sample of Palembang's language"
    )


def list_gaps(_given: Given) -> Answer:
    """What fell between, without anybody's data; 1 where something has to be mended."""
    at = timezone.now()
    missing, stuck = list(find_missing(at)), list(find_stuck(at))
    unknown, silent = Notice.objects.filter(state=Notice.State.UNKNOWN).count(), len(list(find_silent(at)))
    lines = [f"{len(missing)} events that nobody was told of"]
    lines += [f"  {one.at:%Y-%m-%d %H:%M} {one.verb} {one.case.application.receipt}" for one in missing[:SHOWN]]
    lines += [f"{len(stuck)} notices that wait without a job"]
    lines += [f"  {one.created_at:%Y-%m-%d %H:%M} {one.template} {one.channel}" for one in stuck[:SHOWN]]
    lines += [f"{silent} notices that WhatsApp took and never delivered", f"{unknown} with an unknown outcome"]
    lines += ["Mend them with: tuntas notices replay"] if missing or stuck else []
    return lines, 1 if missing or stuck else 0


def replay(_given: Given) -> Answer:
    """Announces and queues what was missed."""
    return [f"{replay_missing(timezone.now())} notices written or queued again; the worker sends them"], 0


def list_templates(_given: Given) -> Answer:
    """Our WhatsApp templates and what the account says of each."""
    rows = list_standings(open_api())
    shown = [f"{one.status or 'NOT HANDED IN':<14}{one.wording.category.lower():<16}{one.wording.name}" for one in rows]
    return shown, 0


def submit_templates(_given: Given | None = None) -> Answer:
    """Hands in what the account does not have."""
    made = submit_missing(open_api())
    return [f"{len(made)} templates handed in{': ' + ', '.join(one.name for one in made) if made else ''}"], 0


def list_costs(given: Given) -> Answer:
    """The costs of a month ("2026-11") by office, channel and category."""
    month = given.month or f"{timezone.localdate():%Y-%m}"
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
        return ["Write the month like 2026-11."], 1
    costs = read_costs(month=month)
    lines = [
        f"{row.office:<44}{row.channel:<10}{row.category:<16}{row.messages:>8} Rp {row.rupiah:>12,.0f}"
        for row in costs.rows
    ]
    lines.append(f"{'':<44}{'total':<26}{costs.messages:>8} Rp {costs.rupiah:>12,.0f}")
    return [*lines, f"{costs.applications} applications, Rp {costs.average:,.0f} each"], 0


def list_languages(_given: Given) -> Answer:
    """The languages besides Indonesian."""
    return [f"{code:<10}{name_of(code)}" for code in list_installed()] or ["Indonesian alone"], 0


def write_texts(given: Given) -> Answer:
    """A file for a translator."""
    given.file.write_text(languages.make_po(), encoding="utf-8")
    return [f"{len(languages.list_sources())} texts to translate in {given.file}"], 0


def add_language(given: Given) -> Answer:
    """Checks and installs a translation."""
    count = languages.add_language(given.code, given.file or languages.SAMPLE)
    return [f"{given.code}: {count} of {len(languages.list_sources())} texts. Restart web and worker."], 0
