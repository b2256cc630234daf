"""Settings are read once, and a first start by several processes at once is no race."""

import subprocess
import sys

import pytest

from tests.config.installation import Installation
from tuntas.config import environment

ASK = "from django.conf import settings; print(settings.SECRET_KEY)"


def test_processes_that_start_at_once_share_one_secret(empty: Installation) -> None:
    empty.home.mkdir()
    environment_of_all = {**empty.environment, "DJANGO_SETTINGS_MODULE": "tuntas.config.settings"}

    started = [
        subprocess.Popen([sys.executable, "-c", ASK], env=environment_of_all, text=True, stdout=subprocess.PIPE)
        for _ in range(4)
    ]
    secrets = {process.communicate(timeout=60)[0] for process in started}

    assert len(secrets) == 1
    assert len(secrets.pop().strip()) == 64
    assert [path.name for path in (empty.home / "keys").iterdir()] == ["secret.key"]
    assert (empty.home / "keys" / "secret.key").stat().st_mode & 0o077 == 0


def test_behind_a_proxy_with_a_certificate_cookies_and_links_are_secure(empty: Installation) -> None:
    secure = Installation(empty.home, {"TUNTAS_PUBLIC_URL": "https://layanan.example.go.id"})

    said = secure.python(
        "from django.test import RequestFactory; from django.conf import settings\n"
        "request = RequestFactory().get('/', headers={'X-Forwarded-Proto': 'https', 'Host': 'layanan.example.go.id'})\n"
        "print(request.build_absolute_uri(), settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)"
    )

    assert said == "https://layanan.example.go.id/ True True"


def test_a_secret_can_come_from_a_file(tmp_path, monkeypatch) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    monkeypatch.setenv("TUNTAS_EXAMPLE_FILE", str(tmp_path / "secret"))

    assert environment.text("TUNTAS_EXAMPLE") == "from the file"


@pytest.mark.parametrize("value", ["yes", "on", "2", "benar"])
def test_a_switch_that_is_neither_true_nor_false_stops_the_start(value: str, monkeypatch) -> None:
    monkeypatch.setenv("TUNTAS_EXAMPLE", value)

    with pytest.raises(Exception, match="must be true or false"):
        environment.flag("TUNTAS_EXAMPLE")


def test_a_number_that_is_none_is_told_with_its_name(monkeypatch) -> None:
    monkeypatch.setenv("TUNTAS_EXAMPLE", "acht")

    with pytest.raises(Exception, match="TUNTAS_EXAMPLE must be a whole number"):
        environment.number("TUNTAS_EXAMPLE", 8000)
