"""The test's side of `workshop.py`: an installation with its own home and database, and orders to its processes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.config.installation import ROOT


class Workshop:
    """`ask("sign", case=...)` gives what the process answered, or that it was killed; `papers` wait to be signed."""

    def __init__(self, home: Path, *, papers: int, database: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TUNTAS_", "DJANGO_"))}
        self.log = home / "workshop.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "tests/proofs/workshop.py")],
                # All papers are Ani's: more than the messages that one person gets in an hour.
                env={
                    **kept,
                    "PYTHONPATH": str(ROOT),
                    "TUNTAS_DATABASE_URL": database,
                    "TUNTAS_HOME": str(home),
                    "TUNTAS_NOTICE_HOURLY": "1000",
                    "TUNTAS_QUIET_HOURS": "",
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
            )
        self.papers: list[str] = self.ask("found", papers=papers)["cases"]

    def ask(self, do: str, **fields: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": do, **fields}) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline() or '{"failed": "gone"}')
        assert "failed" not in answer, self.log.read_text()[-3000:]
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(timeout=30)
