"""The doctor names what is wrong and what to do, and nothing else."""

import pytest

from tests.config.installation import Installation

REAL = {
    "TUNTAS_PUBLIC_URL": "https://layanan.example.go.id",
    "TUNTAS_MAIL_URL": "",
    "TUNTAS_SMS_URL": "",
    "TUNTAS_WHATSAPP_URL": "",
}


def test_a_running_installation_is_well(prepared: Installation) -> None:
    prepared.python(
        "from tuntas.jobs.models import Heartbeat; from django.utils import timezone\n"
        "Heartbeat.objects.create(worker='w', at=timezone.now())"
    )

    done = prepared.run("doctor")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "All is well." in done.stdout
    assert "BAD" not in done.stdout


def test_a_missing_worker_is_found(prepared: Installation) -> None:
    done = prepared.run("doctor")

    assert done.returncode == 1
    assert "no worker is running" in done.stdout
    assert "tuntas worker" in done.stdout


def test_an_installation_before_its_first_migration_gets_advice_instead_of_a_traceback(empty: Installation) -> None:
    done = empty.run("doctor")

    assert done.returncode == 1
    assert "tuntas migrate" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_keys_that_others_may_read_are_found(prepared: Installation) -> None:
    next((prepared.home / "keys").iterdir()).chmod(0o644)

    done = prepared.run("doctor")

    assert "others may read" in done.stdout
    assert "chmod 600" in done.stdout


def test_a_database_beside_other_keys_is_found(lived_in: Installation) -> None:
    (lived_in.home / "keys" / "ring.json").unlink()

    done = lived_in.run("doctor")

    assert done.returncode == 1
    assert "cannot be decrypted" in done.stdout


def test_a_clock_set_back_is_found(lived_in: Installation) -> None:
    lived_in.python(
        "from datetime import timedelta; from django.utils import timezone; from tuntas.cases.models import Event\n"
        "Event.objects.update(at=timezone.now() + timedelta(days=3))"
    )

    assert "Set the clock" in lived_in.run("doctor").stdout


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"TUNTAS_PUBLIC_URL": "http://layanan.example.go.id"}, "tuntas.E102"),
        ({"TUNTAS_DEBUG": "true"}, "tuntas.E101"),
        ({"TUNTAS_WHATSAPP_URL": "simulator:"}, "tuntas.E103"),
        ({"TUNTAS_MAIL_URL": "outbox:"}, "tuntas.E103"),
    ],
)
def test_production_refuses_what_a_demonstration_may_do(
    prepared: Installation, change: dict[str, str], finding: str
) -> None:
    done = Installation(prepared.home, {**REAL, **change}).run("doctor", "--production")

    assert done.returncode == 1
    assert finding in done.stdout


def test_production_refuses_demo_accounts(prepared: Installation) -> None:
    prepared.python("from tests.make import make_officer; make_officer('lurah.sialang', is_demo=True)")

    done = Installation(prepared.home, REAL).run("doctor", "--production")

    assert "demo accounts are open" in done.stdout


def test_settings_for_real_use_pass(prepared: Installation) -> None:
    prepared.python(
        "from tuntas.jobs.models import Heartbeat; from django.utils import timezone\n"
        "Heartbeat.objects.create(worker='w', at=timezone.now())"
    )

    done = Installation(prepared.home, REAL).run("doctor", "--production")

    assert done.returncode == 0, done.stdout
