"""Writes the tables in docs/ from the code they describe: `make docs`; `make check` fails when they are stale."""

import ast
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import django
from django.utils.translation import override

from tuntas.cases.states import APPLICANT, CLOSED, MOVES, STEP, SYSTEM, TURNS, Actor, State, Verb
from tuntas.catalog.definition import Condition, Output, ServiceDefinition
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.offices.rights_table import make_rights_table

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
_NOTE: Final = "<!-- Written by `make docs` from {source}. Edit that, not this. -->"
_WHO: Final[dict[Actor, str]] = {
    STEP: "the post of the current step",
    APPLICANT: "the applicant",
    SYSTEM: "the system",
}


def make_states() -> str:
    """docs/states.md: the diagram, the states, the moves."""
    states = [
        [f"`{state.value}`", str(state.label), TURNS[state].value.replace("_", " "), "yes" if state in CLOSED else ""]
        for state in State
    ]
    moves = [
        [
            f"`{verb.value}`",
            _sources(verb),
            _target(verb),
            _who(MOVES[verb].right),
            str(MOVES[verb].label),
            str(verb.label),
        ]
        for verb in MOVES
    ]
    return _page(
        "States and moves",
        "tuntas/cases/states.py",
        _diagram(),
        _table(["state", "in Indonesian", "whose turn", "closed"], states),
        _table(["verb", "from", "to", "who", "button", "line in the history"], moves),
    )


def _diagram() -> str:
    arrows = ["[*] --> IN_REVIEW: submit", "[*] --> WAITING: submit"]
    for verb, move in MOVES.items():
        if move.target is not None:
            arrows += [f"{source.value} --> {move.target.value}: {verb.value}" for source in _ordered(move.sources)]
    arrows += [f"{state.value} --> [*]" for state in State if state in CLOSED]
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {arrow}" for arrow in arrows), "```"])


def _ordered(states: Iterable[State]) -> list[State]:
    return sorted(states, key=list(State).index)


def _sources(verb: Verb) -> str:
    return ", ".join(state.value for state in _ordered(MOVES[verb].sources))


def _target(verb: Verb) -> str:
    target = MOVES[verb].target
    return target.value if target else "stays"


def _who(right: Actor) -> str:
    return _WHO.get(right, f"right `{right}`")


def make_rights() -> str:
    """docs/rights.md: what each role may do."""
    return _page("Roles and rights", "tuntas/offices/roles.py", make_rights_table())


def make_services() -> str:
    """docs/services.md: what each service asks and promises."""
    catalog = read_catalog(SERVICES_FOLDER)
    packages = [_package(one) for one in catalog if one.is_package]
    services = [_service(one) for one in catalog if not one.is_package]
    return _page("Services", "tuntas/catalog/services/ and packages/", *packages, *services)


def _package(package: ServiceDefinition) -> str:
    outputs = [
        [f"`{one.key}`", one.label, f"`{one.service}`", _all_of(one), ", ".join(f"`{key}`" for key in one.waits_for)]
        for one in package.outputs
    ]
    old = "; ".join(dict.fromkeys(one.name for one in package.hand_in))
    papers = ", ".join(f"`{item.code}`{' (sometimes)' if item.when else ''}" for item in package.requirements)
    return "\n\n".join(
        [
            f"## {package.code}: {package.name}",
            f"{package.summary} Promise: {package.promise.text}. Documents: up to {len(package.outputs)}.",
            _table(["key", "document", "service", "made when", "waits for"], outputs),
            f"Requirements: {papers}",
            f"Old documents to give back: {old or 'none'}",
        ]
    )


def _all_of(output: Output) -> str:
    conditions = [_say(condition) for condition in output.when]
    return " and ".join(([f"each row of {output.each}"] if output.each else []) + conditions) or "always"


def _say(condition: Condition) -> str:
    if condition.values:
        return f"{condition.field} is {' or '.join(condition.values)}"
    least = f" at least {condition.least}" if condition.least is not None else ""
    below = f" below {condition.below}" if condition.below is not None else ""
    return f"{condition.field}{least}{below} on {condition.on}"


def _service(service: ServiceDefinition) -> str:
    requirements = [
        [f"`{item.code}`", item.name, "yes" if item.required else "no", "sometimes" if item.when else ""]
        for item in service.requirements
    ]
    chain = " → ".join(f"{step.role} ({step.duty}{_if(step.when)})" for step in service.chain)
    questions = ", ".join(f"`{question.code}`" for question in service.questions)
    return "\n\n".join(
        [
            f"## {service.code}: {service.name}",
            f"{service.summary} Promise: {service.promise.text}. Issued by: {service.level}.",
            f"Chain: {chain}",
            f"Questions: {questions}",
            _table(["code", "requirement", "needed", "depends on answers"], requirements),
        ]
    )


def _if(condition: Condition | None) -> str:
    return f", if {condition.field} is {' or '.join(condition.values)}" if condition else ""


# What each variable means. One that settings.py reads and that is not told here stops `make docs`.
SETTINGS: Final[dict[str, str]] = {
    "TUNTAS_HOME": "Folder of database, files, static files and, unless given otherwise, keys. Default `var`.",
    "PORT": "Where the web process listens. Default 8000.",
    "TUNTAS_PUBLIC_URL": "The address that residents type, without a path; QR codes and messages lead there. Default "
    "`http://127.0.0.1:$PORT`.",
    "TUNTAS_DATABASE_URL": "`sqlite:///path` (default: in the home folder) or `postgres://user:password@host/name`.",
    "TUNTAS_SECRET_KEY": "Signs sessions. Default: `keys/secret.key`, made at first start.",
    "TUNTAS_MASTER_KEY": "Encrypts fields and files; `old,new` for rotation. Default: `keys/ring.json` and "
    "`keys/index.key`, made at first start.",
    "TUNTAS_STORAGE_URL": "`file:` (default: `files` in the home folder), `file:///path`, or "
    "`s3://bucket/prefix?endpoint=...`.",
    "TUNTAS_MAIL_URL": "`outbox:` (default: shown in the simulator), `smtp://user:password@host:587?from=...`, or "
    "nothing.",
    "TUNTAS_SMS_URL": "`outbox:` (default: shown in the simulator), the https address of a provider, or nothing.",
    "TUNTAS_SMS_TOKEN": "The provider's key.",
    "TUNTAS_SMS_AUTH": "The header that carries it. Default `Authorization: Bearer {token}`.",
    "TUNTAS_SMS_FIELDS": 'What is posted, as JSON. Default `{"to": "{to}", "text": "{text}", "reference": '
    '"{key}"}`; add fixed fields such as the sender\'s name.',
    "TUNTAS_SMS_ID_PATH": "Where its answer holds the message id, with dots: `data.0.id`. Default `id`.",
    "TUNTAS_SMS_FORM": "`true` posts a form instead of JSON.",
    "TUNTAS_SMS_PLUS": "`false` writes numbers without the leading plus.",
    "TUNTAS_SMS_DROPS_DOUBLES": "`true` for a provider that sends one reference once: then an unanswered SMS is "
    "repeated.",
    "TUNTAS_WHATSAPP_URL": "`simulator:` (default: phones in the browser), the https address of the Cloud API or of a "
    "solution provider, or nothing.",
    "TUNTAS_WHATSAPP_TOKEN": "The access token of the account.",
    "TUNTAS_WHATSAPP_PHONE_ID": "The id of the sending number.",
    "TUNTAS_WHATSAPP_APP_SECRET": "Signs webhooks; two with a comma while it is being changed.",
    "TUNTAS_WHATSAPP_VERIFY_TOKEN": "What the provider repeats when it first calls the webhook.",
    "TUNTAS_WHATSAPP_PATH": "Where messages go below the address. Default `{phone_id}/messages`.",
    "TUNTAS_WHATSAPP_AUTH": "The header that carries the token. Default `Authorization: Bearer {token}`.",
    "TUNTAS_WHATSAPP_BURST": "Messages to one person in 30 seconds. Default 5.",
    "TUNTAS_WHATSAPP_SILENCE": "Seconds after the last photo until the bot answers. Default 6.",
    "TUNTAS_WHATSAPP_DOUBT": "Seconds until a message with an unknown outcome is sent again. Default 120.",
    "TUNTAS_WHATSAPP_MEDIA_HOSTS": "Hosts that photos may be fetched from, with commas.",
    "TUNTAS_WHATSAPP_BUSINESS_ID": "The id of the business account, to hand in templates with `tuntas notices submit`.",
    "TUNTAS_QUIET_HOURS": "When messages to people wait, by the office's clock. Default `20:00-07:00`; an office's "
    "switch `quiet_hours` goes before it. Empty: never.",
    "TUNTAS_PUSH_HOSTS": "Push services that officers' browsers may name, with commas; a host counts with those below.",
    "TUNTAS_NOTICE_SILENCE": "Hours without a delivery on WhatsApp until the next channel is used. Default 12.",
    "TUNTAS_NOTICE_HOURLY": "Messages to one number or address in an hour; more wait. Default 20.",
    "TUNTAS_ESIGN_URL": "`local:` (default: an internal seal made at first start).",
    "TUNTAS_CIVIL_REGISTRY_URL": "Empty (default: no connection to the national population register), or `simulator:` "
    "for a demonstration: knows all but the NIKs that end in 9999, 9998 (deceased) and 9997 (out of reach).",
    "TUNTAS_DEBUG": "`true` shows code on error pages: for developers only.",
}


def make_settings() -> str:
    """docs/settings.md: every variable that settings.py reads. Raises SystemExit naming one that is not described."""
    read = _list_read_variables()
    if read != set(SETTINGS):
        raise SystemExit(f"documents.SETTINGS and settings.py differ in: {', '.join(sorted(read ^ set(SETTINGS)))}")
    rows = [[f"`{name}`", says] for name, says in SETTINGS.items()]
    note = "Every variable may be given as a file instead, e.g. `TUNTAS_SECRET_KEY_FILE=/run/secrets/key`."
    return _page("Settings", "tuntas/config/documents.py", note, _table(["variable", "meaning"], rows))


def _list_read_variables() -> set[str]:
    tree = ast.parse(Path(__file__).with_name("settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    ours = [call for call in calls if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "env"]
    return {str(call.args[0].value) for call in ours if isinstance(call.args[0], ast.Constant)}


def _page(title: str, source: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", _NOTE.format(source=source), *(part.strip() for part in parts)]) + "\n"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def make_notices() -> str:
    """docs/notices.md: every template, whom it tells of what, and what it says."""
    # The words of the notices lie beside tables, which exist only once Django is set up.
    from tuntas.config.documents_notices import list_parts  # noqa: PLC0415 -- see above

    return _page("Notices", "tuntas/notices/texts.py", *list_parts())


PAGES: Final[dict[str, Callable[[], str]]] = {
    "states.md": make_states,
    "rights.md": make_rights,
    "services.md": make_services,
    "settings.md": make_settings,
    "notices.md": make_notices,
}


def list_stale() -> list[str]:
    """Names of the pages whose text differs from what the code says now."""
    with override("id"):
        fresh = {name: make() for name, make in PAGES.items()}
    return [name for name, text in fresh.items() if not (DOCS / name).exists() or (DOCS / name).read_text() != text]


def write_all() -> None:
    """Writes all pages."""
    with override("id"):
        for name, make in PAGES.items():
            (DOCS / name).write_text(make())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuntas.config.settings")
    django.setup()
    if "--check" in sys.argv[1:]:
        stale = list_stale()
        sys.exit(f"stale: {', '.join(stale)}; run make docs" if stale else 0)
    write_all()
