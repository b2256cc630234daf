"""Rules of the house that no tool checks: what has a name, a right, a handler, a fake, a size."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from tests.modules import read_module
from tuntas.api.urls import api
from tuntas.cases.states import CLOSED, DUTY_RIGHTS, MOVES, TURNS, Duty, State, Verb
from tuntas.config.documents import list_stale
from tuntas.config.work import HANDLERS, SCHEDULE
from tuntas.gateways.opening import SCHEMES, is_fake
from tuntas.offices.roles import DESCRIPTIONS, RIGHTS, Right, Role
from tuntas.screens.shared.access import access_of

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tuntas"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(PACKAGE.rglob("*.html"))
NOT_OURS = ("allauth.", "django.")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def list_patterns(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from list_patterns(pattern.url_patterns, pattern.namespace or namespace)
        else:
            yield namespace, pattern


PATTERNS = [
    (namespace, pattern)
    for namespace, pattern in list_patterns(get_resolver().url_patterns)
    if not str(pattern.callback.__module__).startswith(NOT_OURS)
]
PAGES = [(namespace, pattern) for namespace, pattern in PATTERNS if pattern.callback.__module__.startswith("tuntas.")]
OPERATIONS = [
    operation
    for _, router in api._routers
    for path_view in router.path_operations.values()
    for operation in path_view.operations
]


def test_every_page_names_the_right_it_needs() -> None:
    open_ended = [pattern.name for _, pattern in PAGES if access_of(pattern.callback) is None]

    assert open_ended == []


def test_every_operation_of_the_api_names_the_right_it_needs() -> None:
    open_ended = [one.view_func.__name__ for one in OPERATIONS if not hasattr(one.view_func, "access")]

    assert OPERATIONS
    assert open_ended == []


def test_an_operation_that_is_not_open_asks_for_a_token() -> None:
    without_token = [
        one.view_func.__name__ for one in OPERATIONS if one.view_func.access != "open" and not one.auth_callbacks
    ]

    assert without_token == []


def test_every_address_of_ours_is_a_page_or_an_operation() -> None:
    """Nothing slips in beside the two rules above."""
    known = {id(pattern) for _, pattern in PAGES}
    others = [pattern for namespace, pattern in PATTERNS if id(pattern) not in known and namespace != "api"]

    assert others == []


def test_address_and_view_have_one_name() -> None:
    differing = [
        (pattern.name, pattern.callback.__name__)
        for _, pattern in PAGES
        if pattern.callback.__name__ not in {str(pattern.name).removeprefix("account_"), f"{pattern.name}_page"}
    ]

    assert differing == []


def test_every_template_is_used_and_every_used_template_exists() -> None:
    there = {str(path).split("/templates/", 1)[1] for path in TEMPLATES}
    in_code = {text for path in MODULES for text in read_module(path).strings if re.fullmatch(r"[\w/]+\.html", text)}
    in_templates = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)""", path.read_text())
    }
    special = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
    overridden = {name for name in there if name.startswith(("account/", "allauth/", "mfa/"))}

    assert (in_code | in_templates) - there == set()
    assert there - in_code - in_templates - special - overridden == set()


@pytest.mark.parametrize(("paths", "limit"), [(MODULES, 300), (TEMPLATES, 150)], ids=["modules", "templates"])
def test_no_file_grows_beyond_its_limit(paths: list[Path], limit: int) -> None:
    long = {name_of(path): count for path in paths if (count := len(path.read_text().splitlines())) > limit}

    assert long == {}


def test_no_file_is_a_drawer_for_things_without_a_home() -> None:
    drawers = {"utils", "util", "common", "helpers", "helper", "core", "misc"}

    assert [name_of(path) for path in MODULES if drawers & {path.stem, path.parent.name}] == []


def test_every_module_begins_with_a_sentence() -> None:
    silent = [name_of(path) for path in MODULES if path.name not in {"apps.py"} and not read_module(path).docstring]

    assert silent == []


def test_nothing_is_left_for_later() -> None:
    """These words are what is looked for; this file is no module of the product and may name them."""
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")

    assert [name_of(path) for path in [*MODULES, *TEMPLATES] if later.search(path.read_text())] == []


def test_templates_hold_no_script_and_no_style_of_their_own() -> None:
    """The policy would block them, in production only."""
    own = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=.application/json)|\son\w+=|\sstyle=|<(?:link|img|script)[^>]*https?://",
        re.I,
    )
    found = {name_of(path): hits for path in TEMPLATES if (hits := own.findall(path.read_text()))}

    assert found == {}


def test_the_generated_pages_of_the_documentation_are_fresh() -> None:
    assert list_stale() == []


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_role_has_rights_and_a_description() -> None:
    assert set(RIGHTS) == set(DESCRIPTIONS) == set(Role)


def test_every_right_is_held_by_somebody() -> None:
    assert {right for rights in RIGHTS.values() for right in rights} == set(Right)


def test_every_right_is_asked_for_somewhere() -> None:
    text = "\n".join(path.read_text() for path in MODULES if path.name not in {"roles.py", "documents.py"})
    unused = {right for right in Right if f"Right.{right.name}" not in text}

    assert unused == set()


def test_every_duty_asks_for_a_right_that_some_role_has() -> None:
    assert set(DUTY_RIGHTS) == set(Duty)


def test_every_state_can_be_reached_and_says_whose_turn_it_is() -> None:
    reached = {State.WAITING, State.IN_REVIEW}
    while more := {
        move.target for move in MOVES.values() if move.sources & reached and move.target and move.target not in reached
    }:
        reached |= more

    assert reached == set(State) == set(TURNS)


def test_a_closed_case_moves_nowhere() -> None:
    leaving = {verb for verb, move in MOVES.items() if move.sources & CLOSED and move.target is not None}

    assert leaving == set()


def test_every_verb_is_a_move_or_the_beginning() -> None:
    assert set(MOVES) | {Verb.SUBMIT} == set(Verb)


def test_every_gateway_of_messages_has_a_fake() -> None:
    assert [channel for channel, openers in SCHEMES.items() if not any(is_fake(f"{name}:") for name in openers)] == []


def list_enqueued() -> set[str]:
    calls = [call for path in MODULES for call in read_module(path).calls if call.name == "enqueue"]
    return {str(call.first) for call in calls if call.first is not None} | {entry.kind for entry in SCHEDULE}


def test_every_kind_of_job_has_a_handler_and_every_handler_a_cause() -> None:
    assert list_enqueued() == set(HANDLERS)


def test_only_the_commands_print() -> None:
    printing = [
        name_of(path)
        for path in MODULES
        if path.name != "commands.py"
        for call in read_module(path).calls
        if call.name == "print" and not call.has_dot
    ]

    assert printing == []


def test_the_glossary_knows_every_state_role_and_duty() -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text()
    words = [*State.values, *Role.values, *Duty.values]

    assert [word for word in words if f"`{word}`" not in glossary] == []


def test_the_receipt_has_one_name_for_people() -> None:
    texts = [*MODULES, *TEMPLATES, *PACKAGE.rglob("*.po"), *PACKAGE.rglob("*.toml"), *(ROOT / "docs").rglob("*.md")]
    other = re.compile(r"\b(nomor|no\.) (permohonan|resi|pengajuan|registrasi permohonan)\b", re.IGNORECASE)

    assert [name_of(path) for path in [*texts, ROOT / "CHANGELOG.md"] if other.search(path.read_text())] == []


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        (name_of(page), link)
        for page in pages
        for link in re.findall(r"\]\(([^)#]+)", page.read_text())
        if "://" not in link and not (page.parent / link).exists()
    ]

    assert broken == []


def test_files_that_the_documentation_names_exist() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    gone = [
        (name_of(page), path)
        for page in pages
        for path in re.findall(r"`((?:tuntas|tests|bench)/[\w./-]*)`", page.read_text())
        if not (ROOT / path).exists()
    ]

    assert gone == []


def test_a_decision_record_stays_short() -> None:
    records: dict[str, int] = {
        name_of(page): count
        for page in (ROOT / "docs" / "adr").glob("*.md")
        if (count := len(page.read_text().splitlines())) > 40
    }

    assert records == {}


def test_no_path_of_one_machine_is_in_the_project() -> None:
    """Where people and build machines keep their checkouts: a pattern to look for, no path of ours."""
    here = re.compile(r"/(?:home|Users)/\w+|/root/|/work/")
    texts = [*MODULES, *TEMPLATES, *(ROOT / "docs").rglob("*.md"), ROOT / "uv.lock", ROOT / "Makefile"]

    assert [name_of(path) for path in texts if here.search(path.read_text())] == []


def test_the_lock_file_knows_public_sources_only() -> None:
    lock = (ROOT / "uv.lock").read_text()

    assert set(re.findall(r'registry = "([^"]+)"', lock)) == {"https://pypi.org/simple"}
    assert set(re.findall(r'url = "https?://([^/"]+)', lock)) == {"files.pythonhosted.org"}
