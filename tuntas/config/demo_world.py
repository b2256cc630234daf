"""When the demo world may be loaded, and who lives in it; the world itself is in config/demo."""

from typing import Final

from django.utils import timezone

from tuntas.cases.models import Application
from tuntas.config.demo.offices import PASSWORD, SIGNING_PIN
from tuntas.config.demo.world import load_world
from tuntas.offices.models import Officer
from tuntas.vault import audit
from tuntas.vault.models import AuditEntry

LOADED: Final = "demo.loaded"
_SHOWN: Final = (
    "operator.sialang kasi.sialang seklur.sialang lurah.sialang",
    "rt03.dabo operator.dabo kasi.dabo seklur.dabo lurah.dabo",
    "operator.dukcapil-palembang kasi.dukcapil-palembang kabid.dukcapil-palembang kadis.dukcapil-palembang",
    "camat.sako kurir.sako jemput.oki admin",
)


class DemoRefused(Exception):
    """The database holds something that is not the demo world."""


def is_empty() -> bool:
    """True for a database that nobody works in yet."""
    return not Officer.objects.exists() and not Application.objects.exists()


def is_demo() -> bool:
    """True for a database that the demo world was loaded into."""
    return Officer.objects.filter(is_demo=True).exists()


def is_loaded() -> bool:
    """True once the demo world is complete."""
    return AuditEntry.objects.filter(stream=audit.ROOT, action=LOADED).exists()


def load_demo() -> None:
    """Loads the demo world into an empty database, or the rest of it where somebody stopped it half-way.

    Raises DemoRefused.
    """
    if is_loaded():
        return
    if not is_empty() and not is_demo():
        raise DemoRefused("This database holds real officers or applications. The demo world needs an empty one.")
    load_world()
    audit.record(LOADED, subject="demo", actor="system", at=timezone.now())


def demo_accounts() -> list[str]:
    """Lines for the terminal: the accounts to begin with, by place; none outside a demo database."""
    names = set(Officer.objects.filter(is_demo=True).values_list("username", flat=True))
    if not names:
        return []
    rows = [[name for name in row.split() if name in names] for row in _SHOWN]
    more = len(names) - sum(len(row) for row in rows)
    return [
        "",
        f"  Demo accounts, password {PASSWORD}, signing PIN {SIGNING_PIN}:",
        *(f"    {'  '.join(row)}" for row in rows if row),
        f"    and {more} more of the pattern role.place, listed at /simulator/",
    ]
