"""The table of docs/rights.md, written from `offices.roles` so that it cannot go stale."""

from tuntas.offices.roles import DESCRIPTIONS, RIGHTS, Right, Role


def make_rights_table() -> str:
    """Markdown: one row per role with its Indonesian name and description, one column per right."""
    head = ["role", "in Indonesian", "what it is for", *(f"`{right}`" for right in Right)]
    rows = [_row(role) for role in Role]
    return "\n".join(_line(cells) for cells in [head, ["---"] * len(head), *rows]) + "\n"


def _row(role: Role) -> list[str]:
    marks = ["yes" if right in RIGHTS[role] else "" for right in Right]
    return [f"`{role.value}`", str(role.label), DESCRIPTIONS[role], *marks]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
