"""Whole lifecycles a second over HTTP: submit, four approvals, a sealed PDF in the resident's hands."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Iterator
from queue import Empty, SimpleQueue
from typing import Any

from django.db import connection

from bench.figures import Figure
from bench.processes import read_cpu_seconds
from bench.world import get_cast, make_body, running
from tests.make import PASSWORD, PIN
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.config.serve import HOST

PORT, PEOPLE, PAPERS = 18431, 8, 120


class Counter:
    """One keep-alive connection to the API."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection(HOST, PORT, timeout=60)

    def call(self, method: str, path: str, body: Any = None, *, token: str = "") -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self.connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def post(self, path: str, body: Any, *, token: str = "") -> Any:
        status, content = self.call("POST", path, body, token=token)
        if status >= 300:
            raise RuntimeError(f"POST {path.rpartition('/')[2]}: {status} {content[:300]!r}")
        return json.loads(content)


def log_in() -> list[str]:
    counter = Counter()
    sessions = [{"username": officer.username, "password": PASSWORD} for officer in get_cast().chain]
    return [counter.post("/api/v1/session", session)["token"] for session in sessions]


def live_through(counter: Counter, body: Any, tokens: list[str]) -> None:
    """One paper from home and back."""
    sent = counter.post("/api/v1/applications", body)
    case = sent["cases"][0]["id"]
    for token, pin in zip(tokens, ["", "", "", PIN], strict=True):
        counter.post(f"/api/v1/cases/{case}/approve", {"pin": pin} if pin else {}, token=token)
    deadline = time.monotonic() + 60
    while Case.objects.values_list("state", flat=True).get(pk=case) != State.READY:
        if time.monotonic() > deadline:
            raise RuntimeError("the letter was not sealed within a minute")
        time.sleep(0.1)
    status, pdf = counter.call("GET", f"/api/v1/applications/{sent['receipt']}/letters/{case}.pdf?pin={sent['pin']}")
    if status != 200 or not pdf.startswith(b"%PDF"):
        raise RuntimeError(f"the letter could not be fetched: {status}")


def measure() -> Iterator[Figure]:
    bodies: SimpleQueue[Any] = SimpleQueue()
    with running(PORT) as (_base, pid):
        for _ in range(PAPERS + PEOPLE):
            bodies.put(make_body())
        tokens = log_in()
        for _ in range(PEOPLE):  # the first one of each process is slow
            live_through(Counter(), bodies.get(), tokens)
        before = read_cpu_seconds(pid)
        spent, failures = work_off(bodies, tokens)
        after = read_cpu_seconds(pid)
    yield Figure("lifecycles over HTTP", PAPERS / spent, "a second", 15, at_least=True)
    for kind, seconds in after.items():
        yield Figure(f"lifecycle: CPU of {kind}", (seconds - before[kind]) / PAPERS * 1000, "ms CPU")
    yield Figure("lifecycles that failed", len(failures), "papers", 0)
    for failure in failures[:3]:
        print("   ", failure)


def work_off(bodies: "SimpleQueue[Any]", tokens: list[str]) -> tuple[float, list[str]]:
    """Several people at once until all papers are in hands. Returns seconds and what went wrong."""
    failures: list[str] = []

    def one_person() -> None:
        counter = Counter()
        while True:
            try:
                live_through(counter, bodies.get_nowait(), tokens)
            except Empty:
                break
            except RuntimeError as failure:
                failures.append(str(failure))
        connection.close()

    people = [threading.Thread(target=one_person) for _ in range(PEOPLE)]
    started = time.perf_counter()
    for person in people:
        person.start()
    for person in people:
        person.join()
    return time.perf_counter() - started, failures
