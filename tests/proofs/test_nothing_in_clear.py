"""After a whole journey nobody finds the applicant in the database, in the files or in the log.

A real installation: web and worker as `tuntas run` starts them, everything over HTTP, on the disk as it is left.
"""

import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.config.installation import Installation
from tests.config.test_serve import free_port
from tests.databases import make_tables
from tests.flow.papers import draw_photo
from tests.make import PASSWORD, PIN, make_applicant
from tests.settings import WITH_POSTGRES

FOUND = f"""
from tests.make import make_cast
from tuntas.catalog.publishing import load
from tuntas.offices.signing import set_signing_pin
load()
set_signing_pin(make_cast().dewi, pin={PIN!r})
"""
WHO = make_applicant(
    name="Zubaidah Qurrotaayun",
    nik="1671085204900417",
    kk="1671081201100629",
    phone="+6281377442918",
    email="zubaidah.q@contoh.id",
    address="Lorong Kemboja 88",
)
ANSWER = "Melamar kerja di Pasar Kuto Baru"
# What would betray her, in every spelling that a table, a file or a log could hold.
SECRETS = [
    "Zubaidah",
    "Qurrotaayun",
    "1671085204900417",
    "16.71085204900417",
    "1671081201100629",
    "81377442918",
    "0813-7744",
    "zubaidah.q",
    "Kemboja 88",
    "Kuto Baru",
]


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    home = tmp_path / "home"
    return Installation(home, {"PORT": str(free_port()), "TUNTAS_DATABASE_URL": make_tables(home)})


@pytest.fixture
def site(installation: Installation) -> Iterator[httpx.Client]:
    """The installation at work."""
    installation.python(FOUND)
    running = installation.start("run")
    try:
        for line in running.stdout or ():
            if "/api/v1/docs" in line:
                break
        with httpx.Client(base_url=f"http://127.0.0.1:{installation.settings['PORT']}", timeout=60) as client:
            yield client
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)


def send(site: httpx.Client) -> dict[str, Any]:
    service = site.get("/api/v1/services/SKD").json()
    files = [
        {"requirement": one["code"], "upload": upload(site, colour)}
        for colour, one in enumerate(service["requirements"], 90)
        if one["required"]
    ]
    answers = {name: rule["examples"][0] for name, rule in service["schema"]["properties"].items()}
    answers = {name: value for name, value in answers.items() if name in service["schema"]["required"]}
    body = {
        "service": "SKD",
        "village": "16.71.08.1006",
        "applicant": WHO,
        "answers": {**answers, "purpose": ANSWER},
        "files": files,
        "delivery": {"method": "download"},
    }
    assert site.post("/api/v1/applications", json={**body, "answers": {}}).status_code == 422
    assert site.post("/api/v1/applications", content=str(body)).status_code in {400, 422}
    sent = site.post("/api/v1/applications", json=body, headers={"Idempotency-Key": "first"})
    assert sent.status_code == 201, sent.text
    return dict(sent.json())


def upload(site: httpx.Client, colour: int) -> str:
    name = f"KTP {WHO['name']} {WHO['nik']}.jpg"
    answer = site.post("/api/v1/uploads", files={"file": (name, draw_photo(colour), "image/jpeg")})
    return str(answer.json()["upload"])


def decide(site: httpx.Client, sent: dict[str, Any]) -> None:
    case = sent["cases"][0]["id"]
    for officer in ("budi", "citra", "fajar", "dewi"):
        session = site.post("/api/v1/session", json={"username": officer, "password": PASSWORD}).json()
        bearer = {"Authorization": f"Bearer {session['token']}"}
        assert WHO["name"] in site.get(f"/api/v1/cases/{case}", headers=bearer).text
        body = {"pin": PIN if officer == "dewi" else "", "note": f"Atas nama {WHO['name']}"}
        answer = site.post(f"/api/v1/cases/{case}/approve", json=body, headers=bearer)
        assert answer.status_code == 200, answer.text


def fetch(site: httpx.Client, sent: dict[str, Any]) -> bytes:
    status = f"/api/v1/applications/{sent['receipt']}?pin={sent['pin']}"
    until = time.monotonic() + 60
    while not (letter := site.get(status).json()["cases"][0].get("letter")):
        assert time.monotonic() < until, site.get(status).text
        time.sleep(0.2)
    return site.get(letter["pdf_url"], params={"pin": sent["pin"]}).content


def look_around(site: httpx.Client) -> None:
    """What people do wrong: identity in addresses, in the wrong fields, in searches."""
    for path in (f"/p/{WHO['nik']}/", f"/v/{WHO['nik']}", f"/?q={WHO['name']}", f"/api/v1/verify/{WHO['phone']}"):
        assert site.get(path).status_code < 500
    site.post("/api/v1/session", json={"username": WHO["nik"], "password": WHO["name"]})
    site.post("/lacak/", data={"receipt": WHO["nik"], "pin": WHO["name"]})


def dump(installation: Installation) -> bytes:
    """Everything that the database tells whoever may read all of it."""
    return _dump_postgres(installation) if WITH_POSTGRES else _dump_sqlite(installation)


def _dump_sqlite(installation: Installation) -> bytes:
    out = []
    with sqlite3.connect(installation.home / "tuntas.sqlite3") as database:
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in database.execute(f'SELECT * FROM "{table}"'):
                out += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return b"\n".join(out)


def _dump_postgres(installation: Installation) -> bytes:
    out = []
    with psycopg.connect(installation.settings["TUNTAS_DATABASE_URL"]) as database:
        tables = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            with database.cursor().copy(f'COPY "{table}" TO STDOUT') as rows:
                out += [bytes(row) for row in rows]
    return b"".join(out)


def list_betrayals(where: str, data: bytes) -> list[str]:
    low = data.lower()
    spellings = [
        (secret, form)
        for secret in SECRETS
        for form in (
            secret.lower().encode(),
            secret.lower().encode("utf-16-le"),
            secret.encode().hex().encode(),
        )
    ]
    return [f"{secret} in {where}" for secret, form in spellings if form in low]


@pytest.mark.django_db
def test_nobody_finds_the_applicant_in_database_files_or_log(installation: Installation, site: httpx.Client) -> None:
    """Peers 5.1: a whole incoming request, NIK included, written to the log."""
    sent = send(site)
    decide(site, sent)
    letter = fetch(site, sent)
    look_around(site)

    told = dump(installation)
    found = list_betrayals("the database", told)
    files = [path for path in sorted(installation.home.rglob("*")) if path.is_file()]
    for path in files:
        name = str(path.relative_to(installation.home))
        found += list_betrayals(name, path.read_bytes()) + list_betrayals(f"the name {name}", name.encode())

    assert letter.startswith(b"%PDF")
    assert sent["receipt"].encode() in told, "this is no dump of the database she is in"
    assert {path.name for path in files} >= {"tuntas.log"}
    assert found == []
