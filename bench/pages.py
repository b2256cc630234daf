"""Bytes of the pages as they cross the wire, gzip included, against the budgets."""

import gzip
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from django.conf import settings
from django.test import Client

from bench.figures import Figure
from bench.letters import make_case
from bench.world import get_cast, running
from tuntas.offices.models import Officer
from tuntas.screens.shared.place import COOKIE

PORT, ROWS = 18432, 20
FIRST_VISIT = 14_000
PUBLIC = {
    "home": "/",
    "service": "/layanan/skd/",
    "offices": "/kantor/",
    "track": "/lacak/",
    "check_file": "/periksa/",
    "help": "/bantuan/",
}
BLOCKING = re.compile(
    rb"""<link[^>]+rel=["']?stylesheet[^>]*>|<script(?![^>]*(?:defer|async|type=["']?module))[^>]+src"""
)
PARTS = re.compile(rb"""<(?:script|img|link)[^>]+(?:src|href)=["']?([^"' >]+)""")
OURS = re.compile(r"/(?:static|gaya)/")


@dataclass(frozen=True)
class Visit:
    """One page and what it pulls in; photos of papers are not counted."""

    html: int
    scripts: int
    everything: int
    blocking: int


def fetch(url: str, cookies: dict[str, str]) -> tuple[int, bytes]:
    """Bytes of the body on the wire, and the content."""
    jar = "; ".join(f"{name}={value}" for name, value in cookies.items())
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip", "Cookie": jar})
    with urllib.request.urlopen(request, timeout=60) as answer:
        raw = answer.read()
        if answer.geturl() != url:
            raise RuntimeError(f"{url} leads to {answer.geturl()}")
        return len(raw), gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw


def visit(base: str, path: str, cookies: dict[str, str]) -> Visit:
    size, html = fetch(base + path, cookies)
    parts = {urljoin(base + path, found.decode()) for found in PARTS.findall(html)}
    sizes = {part: fetch(part, cookies)[0] for part in parts if part.startswith(base) and OURS.search(part)}
    scripts = sum(size for part, size in sizes.items() if part.endswith(".js"))
    return Visit(size, scripts, size + sum(sizes.values()), len(BLOCKING.findall(html)))


def log_in(officer: Officer) -> dict[str, str]:
    """The cookie of a session on the database that the running product uses."""
    client = Client()
    client.force_login(officer, settings.AUTHENTICATION_BACKENDS[0])
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def measure() -> Iterator[Figure]:
    at_home = {COOKIE: get_cast().office.code}
    waiting = [make_case(steps=3) for _ in range(ROWS)]
    at_counter = make_case(steps=0)
    with running(PORT) as (base, _pid):
        for name, path in PUBLIC.items():
            seen = visit(base, path, at_home)
            yield Figure(f"page {name}: HTML, first visit", seen.html, "bytes", FIRST_VISIT)
            yield Figure(f"page {name}: blocking requests beside it", seen.blocking, "requests", 0)
        form = visit(base, "/ajukan/skd/", at_home)
        yield Figure("form page: everything", form.everything, "bytes", 40_000)
        yield Figure("form page: JavaScript", form.scripts, "bytes", 15_000)
        head = visit(base, "/setujui/", log_in(get_cast().dewi))
        yield Figure(f"approve on a phone, {len(waiting)} rows: HTML", head.html, "bytes", 14_000)
        yield Figure(f"approve on a phone, {len(waiting)} rows: everything", head.everything, "bytes", 40_000)
        desk = visit(base, f"/meja/{at_counter.pk}/", log_in(get_cast().budi))
        yield Figure("workbench: everything but photos", desk.everything, "bytes", 90_000)
