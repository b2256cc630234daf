"""The table of services for docs/services.md, made from the definitions themselves."""

from collections.abc import Iterable

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.reading import read_folder, read_shared

_HEAD = ("Kode", "Layanan", "Peristiwa", "Syarat", "Jalannya berkas", "Janji", "Berlaku", "Klasifikasi arsip")


def services_table(definitions: Iterable[ServiceDefinition] | None = None) -> str:
    """A Markdown table: one row for each service that the product ships. Marks: (b) only when a condition holds,
    (o) may be left out."""
    rows = [_HEAD, ("---",) * len(_HEAD)]
    rows += [_row(definition) for definition in (read_folder() if definitions is None else definitions)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(definition: ServiceDefinition) -> tuple[str, ...]:
    letter = definition.letter
    return (
        definition.code,
        definition.name,
        read_shared("groups")[definition.group]["name"],
        ", ".join(_requirements(definition)),
        " → ".join(_steps(definition)),
        definition.promise.text,
        (letter.validity if letter else "") or "tanpa batas",
        letter.archive if letter else "–",
    )


def _requirements(definition: ServiceDefinition) -> list[str]:
    marks = [("" if one.required else "o") + ("b" if one.when else "") for one in definition.requirements]
    return [
        f"{one.code} ({mark})" if mark else one.code for one, mark in zip(definition.requirements, marks, strict=True)
    ]


def _steps(definition: ServiceDefinition) -> list[str]:
    names = (f"{step.role} {step.section}".strip() for step in definition.chain)
    return [f"{name} (b)" if step.when else name for name, step in zip(names, definition.chain, strict=True)]
