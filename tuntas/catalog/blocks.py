"""Blocks: questions that many services ask alike, written once and named where they are asked."""

from collections.abc import Iterator, Mapping
from typing import Any

from tuntas.catalog.problems import unknown
from tuntas.catalog.sheets import Part

_SPOKEN = ("label", "short", "hint")


def expand(row: Part, *, blocks: Mapping[str, Mapping[str, Any]]) -> Iterator[Part]:
    """The questions that one written question stands for: itself, or those of the block it names.

    `{ block = "person", prefix = "father", who = "ayah" }` asks everything of the block about the father, with the
    codes father_name, father_nik and so on. `only` picks some, `optional` lets some be left out, `examples` gives an
    example by question, and `when` holds for all.
    """
    if not row.has("block"):
        yield row
        return
    name = row.one_of("block", blocks.keys())
    questions = {str(one["code"]): one for one in blocks.get(name, {}).get("questions", [])}
    prefix, who = row.text("prefix"), row.text("who")
    only = _pick(row, "only", questions) or tuple(questions)
    optional, examples = _pick(row, "optional", questions), row.peek("examples") if row.has("examples") else {}
    for code in only:
        given: dict[str, Any] = {**questions[code], "code": f"{prefix}_{code}"}
        given |= {key: given[key].format(who=who) for key in _SPOKEN if key in given}
        given |= {"when": row.peek("when")} if row.has("when") else {}
        given |= {"required": False} if code in optional else {}
        given |= {"example": examples[code]} if isinstance(examples, dict) and code in examples else {}
        yield Part(row.sheet, given, path=row.path)
    row.close()


def _pick(row: Part, key: str, questions: Mapping[str, object]) -> tuple[str, ...]:
    """The questions of the block that a key names."""
    codes = row.texts(key)
    for code in codes:
        if questions and code not in questions:
            row.refuse(key, unknown(code, questions))
    return tuple(code for code in codes if code in questions)
