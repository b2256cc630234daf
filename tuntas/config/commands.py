"""The command line: one function for each `tuntas …`, which prints and returns the exit code."""

import argparse
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.problems import DefinitionsRefused
from tuntas.catalog.publishing import load, offer
from tuntas.catalog.reading import SERVICES_FOLDER
from tuntas.config import backup, doctor, importing, jobs_commands, languages, notices_commands, serve, work
from tuntas.config.demo_world import DemoRefused, demo_accounts, is_demo, is_empty, is_loaded, load_demo
from tuntas.flow.administer import ChangeRefused
from tuntas.flow.open_office import begin_installation
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_account import read_account
from tuntas.offices.gazetteer import RegionsRefused
from tuntas.offices.tree import OfficeUnknown
from tuntas.people.sheets import SheetRefused
from tuntas.reports.catalog_problems import list_office_problems, list_template_problems
from tuntas.vault.audit import AuditBroken, verify

Command = Callable[[argparse.Namespace], int]
TEMPLATES = settings.PACKAGE / "letters" / "templates"
REFUSALS = (
    serve.PortTaken,
    backup.BackupRefused,
    DemoRefused,
    DefinitionsRefused,
    AuditBroken,
    OfficeUnknown,
    SheetRefused,
    RegionsRefused,
    ChangeRefused,
    GatewayDown,
    GatewayRefused,
    GatewayUnknown,
    languages.LanguageRefused,
    FileNotFoundError,
)


def run_command(words: Sequence[str]) -> int:
    """Runs the command that the words name. Returns its exit code: 0 well, 1 refused or bad; argparse exits with 2."""
    given = make_parser().parse_args(words)
    command: Command = given.command
    if command not in {serve_web, work_jobs}:
        logging.getLogger().setLevel(logging.WARNING)  # what these do they say themselves
    try:
        return command(given)
    except REFUSALS as refusal:
        print(refusal, file=sys.stderr)
        return 1


def make_parser() -> argparse.ArgumentParser:
    """All commands and their words."""
    parser = argparse.ArgumentParser("tuntas", description="One counter for the whole of local administration.")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: Command, says: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=says, description=says)
        added.set_defaults(command=command)
        return added

    add("run", run, "prepare everything, load the demo world if empty, run web and worker (what make run does)")
    add("serve", serve_web, "the web process alone").add_argument("--host", default=serve.HOST)
    add("worker", work_jobs, "the job worker alone").add_argument(
        "--once", action="store_true", help="do what is due now, then end"
    )
    add("init", init, "prepare or upgrade: tables, static files, services")
    add("migrate", migrate, "bring the tables up to date")
    add("demo", demo, "load the demo world")
    add("doctor", examine, "check this installation and say what to mend").add_argument(
        "--production", action="store_true", help="refuse what only a demonstration may do"
    )
    _add_two_worded(commands)
    add("import-regions", import_regions, "load regions from Kemendagri CSV files").add_argument("folder", type=Path)
    residents = add("import-residents", import_residents, "load residents from a CSV or XLSX file")
    residents.add_argument("file", type=Path)
    residents.add_argument("--office", required=True, help="ten digits of the kelurahan or desa, dots optional")
    residents.add_argument("--dry-run", action="store_true", help="only look; write the errors, keep nothing")
    admin = add("add-admin", add_admin, "make an administrator with their office, and print the first password")
    admin.add_argument("username", help="to log in with, e.g. admin.palembang")
    admin.add_argument("--name", required=True, help="with titles, as officers read it")
    admin.add_argument("--office", required=True, help="code of the regency, kecamatan, kelurahan or desa, e.g. 16.71")
    add("backup", make_backup, "write one archive of database and files").add_argument("file", type=Path)
    add("restore", restore, "read such an archive into an empty installation").add_argument("file", type=Path)
    return parser


def _add_two_worded(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    catalog = commands.add_parser("catalog", help="check or load service definitions").add_subparsers(required=True)
    for name, command in {"check": check_catalog, "load": load_catalog}.items():
        added = catalog.add_parser(name)
        added.add_argument("folder", nargs="?", type=Path, default=SERVICES_FOLDER)
        added.set_defaults(command=command)
    audit = commands.add_parser("audit", help="look after the audit chain").add_subparsers(required=True)
    audit.add_parser("verify", help="walk the whole chain").set_defaults(command=verify_audit)
    jobs_commands.add_words(commands, answer)
    notices_commands.add_words(commands, answer)


def answer(given: argparse.Namespace) -> int:
    """Prints what a command of `notices_commands` has to say."""
    lines, code = given.answer(given)
    print(*lines, sep="\n")
    return int(code)


def run(_given: argparse.Namespace) -> int:
    """`make run`: everything, asking nothing."""
    serve.check_port(serve.HOST, settings.PORT)
    prepare()
    if is_empty() or (is_demo() and not is_loaded()):
        print("Loading the demo world, about half a minute ...")
        load_demo()
    return serve.run_all(host=serve.HOST, port=settings.PORT, say=print, accounts=demo_accounts())


def prepare() -> None:
    """Tables and static files as this version wants them; services too, unless an office may have its own by now.

    Then the administrator is shown what the shipped definitions say, and decides.
    """
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if is_demo() or not ServiceVersion.objects.exists():
        load()
    else:
        offer(read_catalog())
    if read_account().is_simulated:
        notices_commands.submit_templates()  # our own emulator approves at once


def init(_given: argparse.Namespace) -> int:
    """`tuntas init`."""
    prepare()
    print(f"{settings.TUNTAS_HOME} is ready. Next: tuntas doctor, then tuntas serve and tuntas worker.")
    return 0


def migrate(_given: argparse.Namespace) -> int:
    """`tuntas migrate`."""
    call_command("migrate", interactive=False)
    return 0


def serve_web(given: argparse.Namespace) -> int:
    """`tuntas serve`; does not come back."""
    serve.serve(host=given.host, port=settings.PORT)


def work_jobs(given: argparse.Namespace) -> int:
    """`tuntas worker`."""
    if given.once:
        print(f"{work.work_once()} jobs done")
    else:
        work.work_on()
    return 0


def demo(_given: argparse.Namespace) -> int:
    """`tuntas demo`."""
    prepare()
    load_demo()
    print("The demo world is loaded.", *demo_accounts(), sep="\n")
    return 0


def examine(given: argparse.Namespace) -> int:
    """`tuntas doctor`."""
    is_well = True
    for finding in doctor.examine(production=given.production):
        print(*finding.lines(), sep="\n")
        is_well = is_well and finding.is_well
    print("All is well." if is_well else "Something has to be mended; see the arrows above.")
    return 0 if is_well else 1


def check_catalog(given: argparse.Namespace) -> int:
    """`tuntas catalog check`."""
    found = read_catalog(given.folder, templates=TEMPLATES)
    services = [one for one in found if not one.is_package]
    problems = list_template_problems(services) + list_office_problems(services, on=timezone.localdate())
    if problems:
        raise DefinitionsRefused(problems)
    codes = " ".join(one.code for one in found)
    print(f"{len(services)} services and {len(found) - len(services)} packages, all well formed: {codes}")
    return 0


def load_catalog(given: argparse.Namespace) -> int:
    """`tuntas catalog load`."""
    loaded = load(given.folder, templates=TEMPLATES)
    print(f"{len(loaded.new)} new, {len(loaded.unchanged)} unchanged, {len(loaded.retired)} retired")
    if loaded.kept:
        print(f"edited here and left alone: {' '.join(loaded.kept)}; see /atur/layanan/")
    return 0


def verify_audit(_given: argparse.Namespace) -> int:
    """`tuntas audit verify`."""
    print(f"{verify()} entries, the chain holds")
    return 0


def import_residents(given: argparse.Namespace) -> int:
    """`tuntas import-residents FILE --office CODE`."""
    loaded = importing.import_residents(given.file, code=given.office, is_dry_run=given.dry_run, say=print)
    return 0 if loaded else 1


def add_admin(given: argparse.Namespace) -> int:
    """`tuntas add-admin USERNAME --name NAME --office CODE`."""
    office, password = begin_installation(given.username, name=given.name, code=given.office)
    print(
        f"{office.name}: {given.username.lower()}, first password {password}",
        "Log in at /masuk/, then /atur/.",
        sep="\n",
    )
    return 0


def import_regions(given: argparse.Namespace) -> int:
    """`tuntas import-regions DIR`."""
    importing.import_regions(given.folder, say=print)
    return 0


def make_backup(given: argparse.Namespace) -> int:
    """`tuntas backup FILE`."""
    print(backup.make_backup(given.file))
    return 0


def restore(given: argparse.Namespace) -> int:
    """`tuntas restore FILE`."""
    print(backup.restore(given.file))
    return 0
