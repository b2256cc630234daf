"""What the emulated WhatsApp remembers: its people, their messages and files, in a file of its own.

It plays an outside system, so it does not live in the product's database: what it was given stays given, whatever
becomes of our processes. Numbers, names, texts and files are encrypted like everything else on this computer.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.fernet import Fernet
from django.conf import settings

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, number TEXT, data BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS person_number ON person (number);
CREATE TABLE IF NOT EXISTS message (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, person TEXT, data BLOB NOT NULL,
  at REAL, is_ours INTEGER, status TEXT, key TEXT);
CREATE INDEX IF NOT EXISTS message_person ON message (person, seq);
CREATE TABLE IF NOT EXISTS media (id TEXT PRIMARY KEY, type TEXT, sha256 TEXT, data BLOB NOT NULL, at REAL);
"""
KEPT_SECONDS: Final = 7 * 24 * 3600  # as long as the real media ids live


@dataclass(frozen=True)
class Person:
    """Who holds a simulated phone. Without a number WhatsApp tells their user id alone."""

    id: str
    name: str = field(repr=False)
    phone: str = field(default="", repr=False)  # E.164


@dataclass(frozen=True)
class Line:
    """One message on a phone: `is_ours` when the office said it; `content` is the API's JSON for it."""

    id: str
    person: str
    content: dict[str, Any] = field(repr=False)
    at: float
    is_ours: bool
    status: str = ""
    key: str = ""


class Phonebook:
    """The memory of the emulator: safe for several processes, because SQLite is."""

    def __init__(self, path: Path | None = None, *, now: Callable[[], float] = time.time) -> None:
        self.path = path or Path(settings.TUNTAS_HOME) / "simulator.sqlite3"
        self.now = now
        self._key = hashlib.sha256(f"simulator:{settings.SECRET_KEY}".encode()).digest()
        self._box = Fernet(base64.urlsafe_b64encode(self._key))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = sqlite3.connect(self.path, timeout=20)
        try:
            file.executescript(_TABLES)
            with file:
                yield file
        finally:
            file.close()

    def add_person(self, name: str, *, phone: str = "") -> Person:
        """A new phone; one without a number is known by its user id only."""
        person = Person(f"ID.{secrets.randbelow(10**15):015d}", name, phone)
        with self._open() as file:
            row = (person.id, self._hide(phone), self._seal(asdict(person)))
            file.execute("INSERT INTO person VALUES (?, ?, ?)", row)
        return person

    def list_people(self) -> list[Person]:
        """Everybody with a phone, in the order they came."""
        with self._open() as file:
            rows = file.execute("SELECT data FROM person ORDER BY rowid").fetchall()
        return [Person(**self._unseal(data)) for (data,) in rows]

    def find_person(self, address: str) -> Person | None:
        """By user id, or by the number with or without a plus."""
        with self._open() as file:
            query = "SELECT data FROM person WHERE id = ? OR (number = ? AND number != '') ORDER BY rowid DESC"
            row = file.execute(query, (address, self._hide(address))).fetchone()
        return Person(**self._unseal(row[0])) if row else None

    def _hide(self, number: str) -> str:
        """A number as the file may hold it."""
        digits = number.lstrip("+")
        return hmac.new(self._key, digits.encode(), hashlib.sha256).hexdigest() if digits else ""

    def add_line(self, line: Line) -> None:
        """Keeps a message; the same id is kept once."""
        row = (line.id, line.person, self._seal(line.content), line.at, line.is_ours, line.status, line.key)
        with self._open() as file:
            file.execute(
                "INSERT OR IGNORE INTO message (id, person, data, at, is_ours, status, key)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )

    def list_lines(self, person: str, *, limit: int = 200) -> list[Line]:
        """The newest messages of a phone, oldest first."""
        return self._select("person = ? ORDER BY seq DESC LIMIT ?", person, limit)[::-1]

    def list_unreported(self, person: str) -> list[Line]:
        """What the office sent and this phone has not confirmed yet."""
        return self._select("person = ? AND is_ours AND status != 'read' ORDER BY seq", person)

    def last_word(self, person: str) -> float:
        """When this person last wrote: the 24 hours count from there; 0 for never."""
        with self._open() as file:
            query = "SELECT max(at) FROM message WHERE person = ? AND NOT is_ours"
            return float(file.execute(query, (person,)).fetchone()[0] or 0)

    def mark(self, message_id: str, status: str) -> None:
        """Notes how far a message came."""
        with self._open() as file:
            file.execute("UPDATE message SET status = ? WHERE id = ?", (status, message_id))

    def add_media(self, data: bytes, *, media_type: str) -> str:
        """Keeps a file and forgets those older than a week; returns the media id."""
        media_id = f"{secrets.randbelow(9 * 10**15) + 10**15}"
        with self._open() as file:
            file.execute("DELETE FROM media WHERE at < ?", (self.now() - KEPT_SECONDS,))
            row = (media_id, media_type, hashlib.sha256(data).hexdigest(), self._box.encrypt(data), self.now())
            file.execute("INSERT INTO media VALUES (?, ?, ?, ?, ?)", row)
        return media_id

    def find_media(self, media_id: str) -> tuple[str, str, bytes] | None:
        """Type, checksum and bytes of a file."""
        with self._open() as file:
            row = file.execute("SELECT type, sha256, data FROM media WHERE id = ?", (media_id,)).fetchone()
        return (row[0], row[1], self._box.decrypt(row[2])) if row else None

    def _select(self, where: str, *values: object) -> list[Line]:
        with self._open() as file:
            query = f"SELECT id, person, data, at, is_ours, status, key FROM message WHERE {where}"  # noqa: S608 -- ours
            rows = file.execute(query, values).fetchall()
        return [
            Line(one, who, self._unseal(data), at, bool(ours), status, key)
            for one, who, data, at, ours, status, key in rows
        ]

    def _seal(self, content: dict[str, Any]) -> bytes:
        return self._box.encrypt(json.dumps(content).encode())

    def _unseal(self, data: bytes) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self._box.decrypt(data))
        return content
