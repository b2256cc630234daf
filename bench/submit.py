"""CPU of one submit against the CPU of the same rows inserted by hand."""

import json
import re
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.figures import Figure
from bench.world import make_body

TIMES = 40
_NAMED = re.compile(r"%\((\w+)\)s")
_VALUES = re.compile(r"\((?:%s, )*%s\)")  # one row of an insert of several
Row = tuple[str, Any]


class Recorder:
    """Notes the rows that a piece of work inserts."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith("INSERT"):
            self.rows.append((sql, params))
        return execute(sql, params, many, context)


def post(client: Client, body: dict[str, Any]) -> tuple[float, list[Row]]:
    """Sends one application through the whole of Django. Returns milliseconds of CPU and the rows it wrote."""
    content, headers, recorder = json.dumps(body), {"Idempotency-Key": str(uuid.uuid4())}, Recorder()
    with connection.execute_wrapper(recorder):
        started = time.process_time()
        answer = client.post("/api/v1/applications", content, "application/json", headers=headers)
        spent = (time.process_time() - started) * 1000
    assert answer.status_code == 201, answer.content
    return spent, recorder.rows


def measure() -> Iterator[Figure]:
    client = Client(SERVER_NAME="127.0.0.1")
    post(client, make_body())
    bodies = [make_body() for _ in range(TIMES)]
    copy = copy_database()
    sent = [post(client, body) for body in bodies]
    ours = median(spent for spent, _ in sent)
    yield Figure("submit: rows written", sum(_count(sql) for sql, _ in sent[0][1]), "rows")
    yield Figure("submit: CPU of the whole request", ours, "ms CPU")
    if copy:
        raw = median(insert_raw(copy, rows) for _, rows in sent)
        yield Figure("submit: CPU of the same rows by hand", raw, "ms CPU")
        yield Figure("submit: request / rows by hand", ours / raw, "x", 10)


def _count(insert: str) -> int:
    return len(_VALUES.findall(insert)) or 1


def copy_database() -> Any:
    """A raw connection to a copy of the database as it is now; none on PostgreSQL, where the ratio is not defined."""
    if connection.vendor != "sqlite":
        return None
    import pysqlite3

    connection.ensure_connection()
    copy = pysqlite3.connect(Path(settings.TUNTAS_HOME) / "raw.sqlite3", isolation_level=None)
    connection.connection.backup(copy)
    copy.executescript("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;")
    return copy


def insert_raw(copy: Any, rows: list[Row]) -> float:
    """Milliseconds of CPU for one transaction with these rows."""
    prepared = [(_NAMED.sub(r":\1", sql).replace("%s", "?").replace("%%", "%"), params) for sql, params in rows]
    started = time.process_time()
    copy.execute("BEGIN IMMEDIATE")
    for sql, params in prepared:
        copy.execute(sql, params).fetchall()
    copy.execute("COMMIT")
    return (time.process_time() - started) * 1000
