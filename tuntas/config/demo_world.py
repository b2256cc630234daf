"""When the demo world may be loaded, and who lives in it; the world itself is in config/demo."""

from itertools import groupby
from typing import Final

from tuntas.cases.models import Application
from tuntas.config.demo.world import load_world
from tuntas.offices.models import Officer

PASSWORD: Final = "tuntas"  # noqa: S105 -- known to everybody: demo accounts exist in a demo database only
PIN: Final = "123456"


class DemoRefused(Exception):
    """The database holds something that is not the demo world."""


def is_empty() -> bool:
    """True for a database that nobody works in yet."""
    return not Officer.objects.exists() and not Application.objects.exists()


def is_demo() -> bool:
    """True for a database that the demo world was loaded into."""
    return Officer.objects.filter(is_demo=True).exists()


def load_demo() -> None:
    """Loads the demo world into an empty database; does nothing where it is loaded already. Raises DemoRefused."""
    if is_demo():
        return
    if not is_empty():
        raise DemoRefused("This database holds real officers or applications. The demo world needs an empty one.")
    load_world()


def demo_accounts() -> list[str]:
    """Lines for the terminal: the accounts by place; none outside a demo database."""
    names = Officer.objects.filter(is_demo=True).values_list("username", flat=True)
    if not names:
        return []
    by_place = sorted((name.partition(".")[2], name) for name in names)
    groups = [[name for _, name in group] for _, group in groupby(by_place, key=lambda pair: pair[0])]
    head = f"  Demo accounts, password {PASSWORD}, signing PIN {PIN}:"
    return ["", head, *(f"    {'  '.join(group)}" for group in groups)]
