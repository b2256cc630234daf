"""Texts of a definition as fields of a form: the value as typed, and what is to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tuntas.catalog.texts import Group, Text


@dataclass(frozen=True)
class Shown:
    """One text as the form shows it."""

    text: Text
    value: str
    message: str = ""


@dataclass(frozen=True)
class ShownGroup:
    """One requirement or question with its fields; open where something is to be mended."""

    code: str
    title: str
    fields: tuple[Shown, ...]
    is_changed: bool = False

    @property
    def is_open(self) -> bool:
        return any(field.message for field in self.fields)


def shown_groups(
    groups: Sequence[Group], *, before: Sequence[Group], posted: Mapping[str, str], problems: Mapping[str, str]
) -> list[ShownGroup]:
    """The groups with what was typed, where the last try was refused; else with what is kept.

    `before` are the groups of the version that the draft began with.
    """
    was = {text.path: text.value for group in before for text in group.texts}
    return [
        ShownGroup(
            group.code,
            group.title,
            tuple(_show(text, posted, problems) for text in group.texts),
            is_changed=any(was.get(text.path) != text.value for text in group.texts),
        )
        for group in groups
    ]


def _show(text: Text, posted: Mapping[str, str], problems: Mapping[str, str]) -> Shown:
    value = posted.get(text.path, text.value) if problems else text.value
    return Shown(text, value, problems.get(text.path, ""))
