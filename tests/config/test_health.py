"""What load balancers and monitoring are told."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from tuntas.jobs.models import Heartbeat


@pytest.mark.django_db
def test_alive_is_told_without_a_look_at_anything(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert answer.status_code == 200


@pytest.mark.django_db
def test_ready_when_database_storage_and_worker_are_there(client: Client) -> None:
    Heartbeat.objects.create(worker="w", at=timezone.now())

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "database": "ok", "storage": "ok", "worker": "ok"}
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_worker_that_fell_silent_is_named(client: Client) -> None:
    Heartbeat.objects.create(worker="w", at=timezone.now() - timedelta(minutes=5))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["worker"] == "missing"


@pytest.mark.django_db
def test_a_storage_that_cannot_be_written_is_named(client: Client, monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(default_storage, "_wrapped", type(default_storage._wrapped)(location=tmp_path / "file" / "in"))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["storage"] == "missing"
