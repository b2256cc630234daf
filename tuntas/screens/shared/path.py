"""The line of stations that `ui/path.html` draws, for whoever looks at a chain or follows a paper."""

from dataclasses import dataclass

# By what a step of the chain asks (`catalog.definition.DUTIES`).
DUTY_ICONS = {
    "endorse": "users",
    "check": "desk",
    "survey": "pin",
    "initial": "list",
    "countersign": "pen",
    "attach": "doc",
    "sign": "pen",
}


@dataclass(frozen=True)
class Station:
    """One stop: `place` is "past", "now", "goal", "" for ahead."""

    place: str
    icon: str
    title: str
    text: str
