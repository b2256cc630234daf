"""`tuntas doctor`: looks at everything that an installation needs, and says what to mend."""

import io
import shutil
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pikepdf
from django.conf import settings
from django.core.checks import ERROR, WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tuntas.cases.models import Application, Event
from tuntas.catalog.models import ServiceVersion
from tuntas.config.checks import sqlite_version
from tuntas.gateways.messages import Channel
from tuntas.gateways.opening import is_fake, open_gateway
from tuntas.gateways.refusals import GatewayDown, GatewayRefused
from tuntas.jobs.models import Heartbeat
from tuntas.jobs.queue import list_dead
from tuntas.jobs.worker import is_alive
from tuntas.letters.authority import get_signer
from tuntas.letters.numbering import list_broken
from tuntas.notices.reaching import channel_urls
from tuntas.offices.models import Officer
from tuntas.vault.keys import KeyMissing, ValueAltered, decrypt, encrypt, keys_folder, list_open_key_files

_LITTLE_SPACE: Final = 1_000_000_000  # bytes: some ten thousand photos
_CLOCK_SLACK: Final = timedelta(minutes=5)


@dataclass(frozen=True)
class Finding:
    """One look: its name, what was seen, and what to do if it is not well."""

    name: str
    says: str
    mend: str = ""
    is_well: bool = True

    def lines(self) -> list[str]:
        """As the terminal shows it."""
        mark = "ok  " if self.is_well and not self.mend else ("note" if self.is_well else "BAD ")
        first = f"{mark}  {self.name:<12}{self.says}"
        return [first, f"{'':18}-> {self.mend}"] if self.mend else [first]


Look = Callable[[], Iterator[Finding]]


def examine(*, production: bool = False) -> Iterator[Finding]:
    """All findings, one after the other; a look that cannot even be taken is a finding too."""
    yield from _settings(production=production)
    looks: dict[str, Look] = {
        "keys": _keys,
        "database": _database,
        "data": _data,
        "storage": _storage,
        "signer": _signer,
        "numbers": _numbers,
        "messages": _messages,
        "worker": _worker,
        "space": _space,
        "clock": _clock,
    }
    for name, look in looks.items():
        try:
            yield from look()
        except (DatabaseError, OSError, ImproperlyConfigured) as error:
            yield _bad(name, _why(error), "Mend what stands above first.")
    if production:
        yield from _demo_accounts()


def _why(error: Exception) -> str:
    """A driver's message may quote data; a setting's message is written for people."""
    return str(error) if isinstance(error, ImproperlyConfigured) else f"could not be looked at: {type(error).__name__}"


def _bad(name: str, says: str, mend: str) -> Finding:
    return Finding(name, says, mend, is_well=False)


def _settings(*, production: bool) -> Iterator[Finding]:
    found = run_checks(include_deployment_checks=production)
    heard = [message for message in found if not message.is_silenced()]
    ours = [message for message in heard if production or not str(message.id).startswith("security.")]
    for message in ours:
        least = WARNING if str(message.id).startswith("security.") else ERROR
        yield Finding("settings", f"{message.msg} ({message.id})", message.hint or "", is_well=message.level < least)
    if not ours:
        yield Finding("settings", f"home {settings.TUNTAS_HOME}, address {settings.PUBLIC_URL}")


def _keys() -> Iterator[Finding]:
    folder = keys_folder()
    if open_files := list_open_key_files():
        yield _bad("keys", f"others may read {', '.join(open_files)}", f"chmod 600 {folder}/*")
    if decrypt(encrypt(b"probe", bound_to="doctor"), bound_to="doctor") != b"probe":
        yield _bad("keys", "what was encrypted came back changed", "Restore the keys from their backup.")
    source = "TUNTAS_MASTER_KEY" if settings.TUNTAS_MASTER_KEY else str(folder)
    yield Finding("keys", f"read from {source}")


def _data() -> Iterator[Finding]:
    """The newest record opens with the keys at hand: a database beside another installation's keys does not."""
    newest = Application.objects.order_by("-submitted_at").first()
    try:
        readable = newest is None or bool(newest.applicant)
    except (KeyMissing, ValueAltered):
        readable = False
    if not readable:
        yield _bad("data", "stored records cannot be decrypted", "Put back the keys that belong to this database.")
        return
    services = ServiceVersion.objects.filter(is_current=True).count()
    if not services:
        yield _bad("data", "no services are loaded", "Run: tuntas catalog load")
        return
    yield Finding("data", f"{services} services, {Officer.objects.count()} officers, records open")


def _database() -> Iterator[Finding]:
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        version = f"SQLite {'.'.join(map(str, sqlite_version()))}"
    else:
        version = f"PostgreSQL {'.'.join(map(str, connection.get_database_version()))}"
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield _bad("database", f"{version}, {len(waiting)} migrations are waiting", "Run: tuntas migrate")
        return
    yield Finding("database", f"{version}, all migrations applied")


def _storage() -> Iterator[Finding]:
    content = uuid.uuid4().hex.encode()
    try:
        name = default_storage.save(f"doctor/{uuid.uuid4()}", ContentFile(content))
        with default_storage.open(name) as handle:
            came_back = handle.read() == content
        default_storage.delete(name)
    except Exception as error:  # an S3 client has exceptions of its own, and any of them is the finding
        yield _bad("storage", f"a probe could not be stored: {type(error).__name__}", "Check TUNTAS_STORAGE_URL.")
        return
    if not came_back:
        yield _bad("storage", "a probe came back changed", "Check the disk or the bucket behind TUNTAS_STORAGE_URL.")
        return
    yield Finding("storage", f"a probe was stored, read and removed ({settings.STORAGE_URL})")


def _signer() -> Iterator[Finding]:
    """Seals a page of nothing and asks whether the seal holds."""
    try:
        signer = get_signer()
        holds = signer.validate(signer.sign(_make_page()))
    except (GatewayDown, GatewayRefused) as refusal:
        yield _bad("signer", str(refusal), "Check TUNTAS_ESIGN_URL.")
        return
    if not holds:
        yield _bad("signer", "a fresh seal does not hold", "Restore keys/seal.key from its backup.")
        return
    yield Finding("signer", f"a probe was sealed and the seal holds ({signer.name})")


def _make_page() -> bytes:
    with pikepdf.new() as pdf, io.BytesIO() as buffer:
        pdf.add_blank_page()
        pdf.save(buffer, force_version="1.7")
        return buffer.getvalue()


def _messages() -> Iterator[Finding]:
    for channel, url in channel_urls().items():
        yield _channel(channel, url)


def _channel(channel: Channel, url: str) -> Finding:
    if not url:
        return Finding(channel.value, "not used")
    open_gateway(channel, url)
    if is_fake(url):
        return Finding(channel.value, "simulated: messages stay on this machine")
    parts = urlsplit(url)
    port = parts.port or {"smtp": 587, "smtps": 465}.get(parts.scheme, 443)
    try:
        socket.create_connection((parts.hostname or "", port), timeout=5).close()
    except OSError:
        mend = f"Check TUNTAS_{channel.name}_URL and the firewall."
        return _bad(channel.value, f"{parts.hostname}:{port} does not answer", mend)
    return Finding(channel.value, f"{parts.hostname}:{port} answers")


def _numbers() -> Iterator[Finding]:
    """Gaps in the numbers of letters: each has its explanation, unless rows were lost or altered."""
    broken = list_broken()
    for series, gaps in broken:
        says = f"{series.office.name}, {series.name} {series.year}: nobody can explain {', '.join(map(str, gaps))}"
        yield _bad("numbers", says, "Compare with a backup: rows were lost or altered by hand.")
    if not broken:
        yield Finding("numbers", "every number of a letter is explained")


def _worker() -> Iterator[Finding]:
    last = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if not is_alive(timezone.now()):
        seen = f"last seen {_local(last)}" if last else "never seen"
        yield _bad("worker", f"no worker is running, {seen}", "Start one: tuntas worker")
    elif last:
        yield Finding("worker", f"seen {_local(last)}")
    if dead := list_dead().count():
        kinds = sorted(set(list_dead().values_list("kind", flat=True)[:100]))
        yield Finding(
            "jobs",
            f"{dead} gave up: {', '.join(kinds)}",
            "See tuntas jobs list; mend the cause, then: tuntas jobs again",
        )


def _space() -> Iterator[Finding]:
    usage = shutil.disk_usage(Path(settings.TUNTAS_HOME))
    says = f"{usage.free / 1e9:.1f} GB free where {settings.TUNTAS_HOME} lies"
    if usage.free < _LITTLE_SPACE:
        yield _bad("space", says, "Make room before uploads are refused.")
    else:
        yield Finding("space", says)


def _clock() -> Iterator[Finding]:
    now = timezone.now()
    newest = Event.objects.order_by("-at").values_list("at", flat=True).first()
    if newest and newest > now + _CLOCK_SLACK:
        yield _bad("clock", f"it is {_local(now)}, but something happened at {_local(newest)}", "Set the clock (NTP).")
    else:
        yield Finding("clock", _local(now))


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M:%S %Z")


def _demo_accounts() -> Iterator[Finding]:
    count = Officer.objects.filter(is_demo=True, is_active=True).count()
    if count:
        mend = "Begin with an empty database; a demonstration is no place for real papers."
        yield _bad("accounts", f"{count} demo accounts are open, their password is in the documentation", mend)
