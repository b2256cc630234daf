"""An installation of one's own begins with regions and one administrator; everything else is done in the browser."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import make_region
from tuntas.config.commands import run_command
from tuntas.offices.duty import rights_today
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Right

WORDS = ["add-admin", "Admin.Palembang", "--name", "Rizal Mahendra, S.Kom.", "--office", "16.71"]


@pytest.mark.django_db
def test_the_first_administrator_logs_in_and_chooses_a_password(capsys: pytest.CaptureFixture[str]) -> None:
    make_region("16.71")

    assert run_command(WORDS) == 0

    password = capsys.readouterr().out.split("first password ")[1].split()[0]
    officer = Officer.objects.get(username="admin.palembang")
    assert {Right.PUBLISH, Right.ADMINISTER} <= rights_today(officer, on=timezone.localdate())
    assert Office.objects.get().name == "Pemerintah Kota Palembang"
    client = Client()
    client.post("/masuk/", {"login": "admin.palembang", "password": password})
    assert client.get("/atur/")["Location"] == "/akun/sandi/"


@pytest.mark.django_db
def test_without_regions_or_twice_it_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(WORDS) == 1
    assert "Muat dulu data wilayah" in capsys.readouterr().err

    make_region("16.71")
    assert run_command(WORDS) == 0
    assert run_command(WORDS) == 1
    assert Officer.objects.count() == 1
