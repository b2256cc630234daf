"""The command line as the contract promises it."""

import pytest

from tests.config.installation import Installation
from tuntas.config.commands import make_parser

PROMISED = [
    "serve",
    "worker",
    "worker --once",
    "demo",
    "doctor",
    "doctor --production",
    "catalog check",
    "catalog check services",
    "catalog load services",
    "audit verify",
    "backup file.tar",
    "restore file.tar",
    "migrate",
    "init",
]


@pytest.mark.parametrize("words", PROMISED)
def test_promised_commands_exist(words: str) -> None:
    assert make_parser().parse_args(words.split()).command


def test_a_database_with_real_officers_refuses_the_demo_world(lived_in: Installation) -> None:
    done = lived_in.run("demo")

    assert done.returncode == 1
    assert "real officers" in done.stderr


def test_an_altered_audit_row_is_named_and_the_exit_code_is_one(lived_in: Installation) -> None:
    well = lived_in.run("audit", "verify")
    lived_in.python(
        "from django.db import connection; c = connection.cursor()\n"
        "c.execute('DROP TRIGGER vault_audit_no_UPDATE')\n"
        "c.execute(\"UPDATE vault_auditentry SET actor = 'system' WHERE action = 'case.read'\")"
    )

    bad = lived_in.run("audit", "verify")

    assert well.returncode == 0
    assert bad.returncode == 1
    assert "16.71.08.1006" in bad.stderr
    assert "Traceback" not in bad.stderr


def test_a_bad_definition_is_told_with_its_file(prepared: Installation) -> None:
    folder = prepared.home / "services"
    folder.mkdir()
    (folder / "skx.toml").write_text('code = "SKX"\n')

    done = prepared.run("catalog", "check", str(folder))

    assert done.returncode == 1
    assert "skx.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_work_that_is_due_is_done_once(prepared: Installation) -> None:
    assert prepared.run("worker", "--once").stdout == "0 jobs done\n"
