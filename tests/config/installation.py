"""An installation of its own: a home folder, a database, the real commands in processes of their own."""

import os
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Installation:
    """`run("doctor")` runs `tuntas doctor` there; `python("...")` a few lines with Django set up."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("TUNTAS_", "DJANGO_"))}
        return {**inherited, "PYTHONPATH": str(ROOT), "TUNTAS_HOME": str(self.home), **self.settings}

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._call("-m", "tuntas", *words)

    def python(self, lines: str) -> str:
        before = "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'tuntas.config.settings'; django.setup()\n"
        done = self._call("-c", before + lines)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(self, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tuntas", *words],
            env=self.environment,
            cwd=self.home,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _call(self, *words: str) -> subprocess.CompletedProcess[str]:
        self.home.mkdir(parents=True, exist_ok=True)
        return subprocess.run(
            [sys.executable, *words], env=self.environment, cwd=self.home, text=True, capture_output=True, timeout=300
        )


def make_postgres_database(server: str, *, like: str = "template1", name: str = "") -> str:
    """A new database on a server, with what is in the database `like`; its URL."""
    name = name or f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return server.replace("/postgres?", f"/{name}?")
