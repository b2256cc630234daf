"""Bytes of the pages as they cross the wire, gzip included, against the budgets."""

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from bench.figures import Figure
from bench.world import running

PORT = 18432
FIRST_VISIT = 14_000
PUBLIC = {"home": "/", "service": "/layanan/skd/", "track": "/lacak/", "check_file": "/periksa/", "help": "/bantuan/"}
BLOCKING = re.compile(
    rb"""<link[^>]+rel=["']?stylesheet[^>]*>|<script(?![^>]*(?:defer|async|type=["']?module))[^>]+src"""
)
PARTS = re.compile(rb"""<(?:script|img|link)[^>]+(?:src|href)=["']?([^"' >]+)""")


@dataclass(frozen=True)
class Visit:
    """One page and what it pulls in."""

    html: int
    scripts: int
    everything: int
    blocking: int


def fetch(url: str) -> tuple[int, bytes]:
    """Bytes on the wire, and the content."""
    import gzip

    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        raw = answer.read()
        return len(raw), gzip.decompress(raw) if answer.headers.get("Content-Encoding") == "gzip" else raw


def visit(base: str, path: str) -> Visit:
    size, html = fetch(base + path)
    parts = {urljoin(base + path, found.decode()) for found in PARTS.findall(html)}
    sizes = {part: fetch(part)[0] for part in parts if part.startswith(base) and "/static/" in part}
    scripts = sum(size for part, size in sizes.items() if part.endswith(".js"))
    return Visit(size, scripts, size + sum(sizes.values()), len(BLOCKING.findall(html)))


def measure() -> Iterator[Figure]:
    with running(PORT) as (base, _pid):
        for name, path in PUBLIC.items():
            seen = visit(base, path)
            yield Figure(f"page {name}: HTML, first visit", seen.html, "bytes", FIRST_VISIT)
            yield Figure(f"page {name}: blocking requests beside it", seen.blocking, "requests", 0)
        form = visit(base, "/ajukan/skd/")
        yield Figure("form page: everything", form.everything, "bytes", 40_000)
        yield Figure("form page: JavaScript", form.scripts, "bytes", 15_000)
