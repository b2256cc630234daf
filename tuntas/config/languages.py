"""Languages of an installation: reads a translator's file, refuses one that would break a message, and installs it.

Offices need no gettext tools: the .po file is read and compiled here.
"""

import ast
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

SAMPLE: Final = Path(__file__).with_name("sample_locale") / "mui.po"
_ROOMS: Final = ("notices", "chat")
_CALLS: Final = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2}
_CODE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_VARIABLE: Final = re.compile(r"%\((\w+)\)[sd]|%%")
_COMMAND: Final = re.compile(r"\*([a-z]+)\*")
_HEADER: Final = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\nX-Tuntas-Name: \n"


class LanguageRefused(Exception):
    """A translator's file that cannot be used; the message names each line."""


@dataclass(frozen=True)
class Entry:
    """One text and its translation, "" where there is none yet; `line` is where it begins in the file."""

    source: str
    plural: str
    text: str
    line: int


def add_language(code: str, path: Path) -> int:
    """Checks and installs a translation, and returns how many texts it has. Raises LanguageRefused."""
    if not _CODE.fullmatch(code) or code == "id":
        raise LanguageRefused(f"{code} is no code of a language; write it like mui, jv or ms-bn")
    entries = read_po(path.read_text(encoding="utf-8"))
    problems = [problem for one in entries if one.text and (problem := find_problem(one))]
    if problems:
        raise LanguageRefused("\n".join(f"{path.name}:{problem}" for problem in problems))
    folder = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "django.po").write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "django.mo").write_bytes(make_mo(entries))
    return sum(1 for one in entries if one.source and one.text)


def find_problem(entry: Entry) -> str:
    """What is wrong with a translation, with its line; "" for nothing. Variables and commands must be the same."""
    if not entry.source:
        return ""
    wanted, given = sorted(_VARIABLE.findall(entry.source)), sorted(_VARIABLE.findall(entry.text))
    if wanted != given or entry.text.count("%") != entry.source.count("%"):
        return f"{entry.line}: the variables must be {', '.join(f'%({name})s' for name in wanted) or 'none'}"
    if sorted(_COMMAND.findall(entry.source)) != sorted(_COMMAND.findall(entry.text)):
        return f"{entry.line}: words between stars are commands and stay as they are"
    return ""


def list_sources() -> list[tuple[str, str]]:
    """Every text of notices and chat that may be translated, with its plural form or ""."""
    package = Path(__file__).resolve().parent.parent
    paths = [path for room in _ROOMS for path in sorted((package / room).glob("*.py"))]
    found = [pair for path in paths for pair in _list_calls(ast.parse(path.read_text(encoding="utf-8")))]
    return list(dict.fromkeys(found))


def _list_calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
        if not isinstance(node, ast.Call) or name not in _CALLS:
            continue
        texts = [one.value for one in node.args[: _CALLS[name]] if isinstance(one, ast.Constant)]
        if texts and all(isinstance(text, str) for text in texts):
            yield str(texts[0]), str(texts[1]) if len(texts) > 1 else ""


def make_po(*, known: dict[str, str] | None = None) -> str:
    """A file for a translator: every text, with what is known already."""
    parts = [f'msgid ""\nmsgstr {_quote(_HEADER)}\n']
    for source, plural in list_sources():
        text = _quote((known or {}).get(source, ""))
        more = f"msgid_plural {_quote(plural)}\nmsgstr[0] {text}\n" if plural else f"msgstr {text}\n"
        parts.append(f"msgid {_quote(source)}\n{more}")
    return "\n".join(parts)


def read_po(text: str) -> list[Entry]:
    """The entries of a file. Raises LanguageRefused for a line that is none."""
    entries: list[Entry] = []
    fields: dict[str, str] = {}
    field, begun = "", 0
    for number, line in enumerate([*text.splitlines(), ""], 1):
        match = re.fullmatch(r'\s*(msgid|msgid_plural|msgstr|msgstr\[0\])?\s*("(?:[^"\\]|\\.)*")\s*', line)
        if match and (match[1] or field):
            if match[1] == "msgid":
                begun = number
            field = match[1] or field
            fields[field] = fields.get(field, "") + _unquote(match[2])
        elif not line.strip() or line.lstrip().startswith("#"):
            if fields:
                entries.append(_make_entry(fields, begun))
            fields, field = {}, ""
        else:
            raise LanguageRefused(f"{number}: this line is not understood")
    return entries


def _make_entry(fields: dict[str, str], line: int) -> Entry:
    text = fields.get("msgstr[0]", fields.get("msgstr", ""))
    return Entry(fields.get("msgid", ""), fields.get("msgid_plural", ""), text, line)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _unquote(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text[1:-1])


def make_mo(entries: list[Entry]) -> bytes:
    """The compiled catalogue, as gettext reads it (GNU gettext manual, "The Format of GNU MO Files")."""
    pairs = sorted(
        (f"{one.source}\0{one.plural}" if one.plural else one.source).encode() for one in entries if one.text
    )
    texts = {
        (f"{one.source}\0{one.plural}" if one.plural else one.source).encode(): one.text.encode() for one in entries
    }
    ids, strings = b"\0".join([*pairs, b""]), b"\0".join([*(texts[key] for key in pairs), b""])
    start = 7 * 4 + 16 * len(pairs)
    heads: list[int] = []
    for block, base in ((pairs, start), ([texts[key] for key in pairs], start + len(ids))):
        offset = base
        for piece in block:
            heads += [len(piece), offset]
            offset += len(piece) + 1
    first, second = 7 * 4, 7 * 4 + 8 * len(pairs)
    header = struct.pack("<7I", 0x950412DE, 0, len(pairs), first, second, 0, start)
    return header + struct.pack(f"<{len(heads)}I", *heads) + ids + strings
