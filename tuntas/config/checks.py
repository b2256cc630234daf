"""System checks: what a setting would do wrong in real use, and what to write instead. `tuntas doctor` prints them."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning  # noqa: A004 -- Django's own word
from django.core.checks import register as registers
from django.db import connection

from tuntas.gateways.opening import is_fake
from tuntas.notices.reaching import channel_urls

Version = tuple[int, int, int]
# Where the WAL-reset bug is mended (sqlite.org/wal.html#walresetbug), also on older branches.
_FIXED: Final[Version] = (3, 51, 3)
_BACKPORTS: Final[tuple[Version, ...]] = ((3, 50, 7), (3, 44, 6))


def sqlite_version() -> Version:
    """The version of the SQLite that this process really uses."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        major, minor, patch = str(cursor.fetchone()[0]).split(".")
    return int(major), int(minor), int(patch)


def has_wal_bug(version: Version) -> bool:
    """True for a SQLite that may corrupt a WAL database when two connections write at once."""
    if version >= _FIXED:
        return False
    return not any(version[:2] == fixed[:2] and version >= fixed for fixed in _BACKPORTS)


@registers()
def check_sqlite(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Warns when the standard SQLite had to take pysqlite3's place and carries the WAL-reset bug."""
    if connection.vendor != "sqlite" or not has_wal_bug(sqlite_version()):
        return []
    return [
        Warning(
            f"SQLite {'.'.join(map(str, sqlite_version()))} may corrupt the database when two processes write at once.",
            hint="Install pysqlite3 (pip install pysqlite3), or use PostgreSQL: TUNTAS_DATABASE_URL=postgres://...",
            id="tuntas.W001",
        )
    ]


@registers(deploy=True)
def check_production(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """What a demonstration may do and an office may not."""
    return [*_addresses(), *_channels(), *_registry(), *_seal()]


def _addresses() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield Error("Error pages show the code to everybody.", hint="Remove TUNTAS_DEBUG.", id="tuntas.E101")
    if not settings.PUBLIC_URL.startswith("https://"):
        yield Error(
            "Residents would send their data without encryption, and QR codes would lead to this machine only.",
            hint="Set TUNTAS_PUBLIC_URL=https://... and put a proxy with a certificate in front.",
            id="tuntas.E102",
        )


def _channels() -> Iterator[CheckMessage]:
    for channel, url in channel_urls().items():
        if is_fake(url):
            name = channel.name
            yield Error(
                f"{name.title()} messages never leave this machine.",
                hint=f"Set TUNTAS_{name}_URL to a real gateway, or to nothing if the office has no such channel.",
                id="tuntas.E103",
            )


def _registry() -> Iterator[CheckMessage]:
    if is_fake(settings.CIVIL_REGISTRY_URL):
        yield Error(
            "The national population register is simulated: officers would believe answers that nobody gave.",
            hint="Leave TUNTAS_CIVIL_REGISTRY_URL empty until the agency has given access.",
            id="tuntas.E105",
        )


def _seal() -> Iterator[CheckMessage]:
    if settings.ESIGN_URL.startswith("local:"):
        yield Warning(
            "Letters carry this installation's internal seal, not a certified signature (BSrE).",
            hint="Set TUNTAS_ESIGN_URL to the connector's address once the city has one.",
            id="tuntas.W104",
        )
