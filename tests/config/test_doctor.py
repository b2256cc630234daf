"""The doctor names what is wrong and what to do, and nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.config.conftest import make_office_at_work
from tests.config.installation import Installation
from tests.make import Cast, make_officer
from tuntas.cases.models import Event
from tuntas.catalog.models import ServiceVersion
from tuntas.config.doctor import Finding, examine
from tuntas.jobs.models import Heartbeat, Job
from tuntas.letters.models import Series
from tuntas.vault.keys import field_ring, keys_folder


@pytest.fixture
def world(db: None) -> Cast:
    return make_office_at_work()


@pytest.fixture
def in_production(settings, monkeypatch) -> None:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # set for the browser tests
    settings.PUBLIC_URL = "https://layanan.example.go.id"
    settings.MAIL_URL = settings.SMS_URL = settings.WHATSAPP_URL = ""
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31_536_000, True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True


def list_bad(*, production: bool = False) -> list[Finding]:
    return [finding for finding in examine(production=production) if not finding.is_well]


def test_an_office_at_work_is_well(world: Cast) -> None:
    assert list_bad() == []


def test_every_bad_finding_says_what_to_do(db: None, settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:9?from=loket@example.go.id"

    bad = list_bad()

    assert {finding.name for finding in bad} >= {"data", "worker", "mail"}
    assert all(finding.mend for finding in bad)
    assert all("->" in finding.lines()[1] for finding in bad)


def test_a_worker_that_fell_silent_is_found(world: Cast) -> None:
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=10))

    assert [finding.mend for finding in list_bad()] == ["Start one: tuntas worker"]


def test_a_number_that_nobody_can_explain_is_told(world: Cast) -> None:
    Series.objects.create(office=world.office, name="surat-keluar", year=2026, last=2)

    says = [finding.says for finding in list_bad()]

    assert says == ["Kelurahan Sialang, surat-keluar 2026: nobody can explain 1, 2"]


def test_jobs_that_gave_up_are_told(world: Cast) -> None:
    Job.objects.create(kind="deliver_notice", run_at=timezone.now(), state=Job.State.DEAD)

    assert [finding.says for finding in examine() if finding.name == "jobs"] == ["1 gave up: deliver_notice"]


def test_a_catalogue_that_was_never_loaded_is_found(world: Cast) -> None:
    ServiceVersion.objects.update(is_current=False)

    assert [finding.mend for finding in list_bad()] == ["Run: tuntas catalog load"]


def test_keys_that_others_may_read_are_found(world: Cast) -> None:
    path = keys_folder() / "ring.json"
    path.chmod(0o644)

    bad = list_bad()
    path.chmod(0o600)

    assert "ring.json" in bad[0].says
    assert "chmod 600" in bad[0].mend


def test_a_database_beside_other_keys_is_found(world: Cast, settings) -> None:
    settings.TUNTAS_MASTER_KEY = "another installation's"
    field_ring.cache_clear()

    bad = list_bad()
    settings.TUNTAS_MASTER_KEY = ""
    field_ring.cache_clear()

    assert "cannot be decrypted" in bad[0].says


def test_a_clock_set_back_is_found(world: Cast) -> None:
    Event.objects.update(at=timezone.now() + timedelta(days=3))

    assert ["Set the clock" in finding.mend for finding in list_bad()] == [True]


def test_a_full_disk_is_found(world: Cast, monkeypatch) -> None:
    monkeypatch.setattr("tuntas.config.doctor._LITTLE_SPACE", 10**18)

    assert [finding.name for finding in list_bad()] == ["space"]


def test_a_storage_that_cannot_be_written_is_found(world: Cast, monkeypatch, tmp_path: Path) -> None:
    from django.core.files.storage import default_storage

    (tmp_path / "file").touch()
    monkeypatch.setattr(default_storage, "_wrapped", type(default_storage._wrapped)(location=tmp_path / "file" / "in"))

    assert [finding.name for finding in list_bad()] == ["storage"]


def test_a_mail_server_that_does_not_answer_is_found_without_its_password(world: Cast, settings) -> None:
    settings.MAIL_URL = "smtp://loket:rahasia@127.0.0.1:9?from=loket@example.go.id"

    bad = list_bad()

    assert [finding.name for finding in bad] == ["mail"]
    assert "rahasia" not in " ".join(bad[0].lines())


def test_a_gateway_that_nobody_knows_is_a_finding(world: Cast, settings) -> None:
    settings.WHATSAPP_URL = "pigeon:"

    assert [finding.name for finding in list_bad()] == ["messages"]


def test_settings_for_real_use_pass(world: Cast, in_production: None) -> None:
    assert list_bad(production=True) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("PUBLIC_URL", "http://layanan.example.go.id", "tuntas.E102"),
        ("DEBUG", True, "tuntas.E101"),
        ("WHATSAPP_URL", "simulator:", "tuntas.E103"),
        ("MAIL_URL", "outbox:", "tuntas.E103"),
        ("SMS_URL", "outbox:", "tuntas.E103"),
        ("CIVIL_REGISTRY_URL", "simulator:", "tuntas.E105"),
    ],
)
def test_production_refuses_what_a_demonstration_may_do(
    world: Cast, in_production: None, settings, name: str, value: object, code: str
) -> None:
    setattr(settings, name, value)

    assert any(code in finding.says for finding in list_bad(production=True))
    assert list_bad() == []


def test_production_refuses_demo_accounts(world: Cast, in_production: None) -> None:
    make_officer("lurah.sialang", is_demo=True)

    assert [finding.name for finding in list_bad(production=True)] == ["accounts"]


def test_an_installation_before_its_first_migration_gets_advice_instead_of_a_traceback(empty: Installation) -> None:
    done = empty.run("doctor")

    assert done.returncode == 1
    assert "tuntas migrate" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
