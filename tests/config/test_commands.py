"""The command line as the contract promises it."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.make import Cast
from tuntas.config.commands import make_parser, run_command
from tuntas.jobs.models import Job

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


def test_a_database_with_real_officers_refuses_the_demo_world(office_at_work: Cast, capsys) -> None:
    code = run_command(["demo"])

    assert code == 1
    assert "real officers" in capsys.readouterr().err


def test_an_altered_audit_row_is_named_and_the_exit_code_is_one(office_at_work: Cast, capsys) -> None:
    well = run_command(["audit", "verify"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_auditentry SET actor = 'system' WHERE action = 'case.read'")

    bad = run_command(["audit", "verify"])

    said = capsys.readouterr()
    assert (well, bad) == (0, 1)
    assert "entries, the chain holds" in said.out
    assert office_at_work.office.code in said.err


@pytest.mark.django_db
def test_the_shipped_definitions_are_well_formed(capsys) -> None:
    assert run_command(["catalog", "check"]) == 0
    assert "SKD" in capsys.readouterr().out


def test_a_bad_definition_is_told_with_its_file(tmp_path: Path, capsys) -> None:
    (tmp_path / "skx.toml").write_text('code = "SKX"\n')

    code = run_command(["catalog", "check", str(tmp_path)])

    assert code == 1
    assert "skx.toml" in capsys.readouterr().err


@pytest.mark.django_db
def test_loading_the_catalogue_twice_changes_nothing(capsys) -> None:
    run_command(["catalog", "load"])
    run_command(["catalog", "load"])

    assert "0 new" in capsys.readouterr().out.splitlines()[-1]


@pytest.mark.django_db
def test_work_that_is_due_is_done_once(capsys) -> None:
    assert run_command(["worker", "--once"]) == 0
    assert capsys.readouterr().out == "0 jobs done\n"


@pytest.mark.django_db
def test_jobs_that_gave_up_are_listed_and_run_again(capsys) -> None:
    job = Job.objects.create(kind="deliver_notice", run_at=timezone.now(), state=Job.State.DEAD, last_error="Down")

    assert run_command(["jobs", "list"]) == 0
    listed = capsys.readouterr().out
    assert run_command(["jobs", "again", str(job.pk), "0"]) == 1
    answered = capsys.readouterr().out
    assert run_command(["jobs", "again"]) == 0

    assert f"{job.pk}  deliver_notice" in listed
    assert "Down" in listed
    assert answered.splitlines()[:2] == ["1 jobs run again", "0 is no job that gave up: see tuntas jobs list"]
    assert Job.objects.get().state == Job.State.WAITING


def test_an_unknown_command_is_told_with_the_known_ones(capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(["dance"])

    assert ended.value.code == 2
    assert "doctor" in capsys.readouterr().err
