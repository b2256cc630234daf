"""Sheets: one TOML file as typed parts that remember where they stand and collect every problem."""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from tuntas.catalog.problems import Problem, suggest, unknown

_HEADER = re.compile(r"^\s*\[(\[?)\s*([A-Za-z0-9_.\-]+)\s*\]?\]")
_KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
_QUESTION = re.compile(r"pages\[\d+\]\.questions\[\d+\]")
_AT_LINE = re.compile(r"at line (\d+)")


class Sheet:
    """One file: its name, its text, and the problems found so far."""

    def __init__(self, file: Path) -> None:
        self.name = file.name
        self.problems: list[Problem] = []
        self.moved: dict[str, str] = {}  # where a question of a block stands, and the line that named the block
        self._lines: dict[str, int] = {}
        self.data = self._read(file)

    def _read(self, file: Path) -> dict[str, Any]:
        try:
            text = file.read_text(encoding="utf-8-sig")
            data = tomllib.loads(text)
        except UnicodeDecodeError:
            self.problems.append(Problem(self.name, 0, "", _("Simpan berkas ini sebagai teks UTF-8.")))
            return {}
        except tomllib.TOMLDecodeError as error:
            found = _AT_LINE.search(str(error))
            message = _("Bentuk TOML terputus di sini. Periksa tanda kutip, tanda sama dengan, dan kurung.")
            self.problems.append(Problem(self.name, int(found[1]) if found else len(text.splitlines()), "", message))
            return {}
        self._lines = _locate(text)
        return data

    def add(self, key: str, message: str) -> None:
        """Notes a problem at a key such as "pages[0].questions[2].kind"."""
        self.problems.append(Problem(self.name, self._line_of(key), key, message))

    def written(self, key: str) -> str:
        """A key of the definition as the file has it: blocks move the questions behind them."""
        place, question = _QUESTION.match(key), ""
        if place:
            question = self.moved.get(place[0], place[0])
        return question + key[len(place[0]) :] if place else key

    def _line_of(self, key: str) -> int:
        while key and key not in self._lines:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        return self._lines.get(key, 0)


class Part:
    """One table of a sheet. Whoever reads it asks for each key once; `close` reports the keys nobody asked for."""

    def __init__(self, sheet: Sheet, data: Mapping[str, Any], *, path: str = "") -> None:
        self.sheet = sheet
        self.path = path
        self._data = data
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """The full path of a key of this part."""
        return f"{self.path}.{key}" if self.path else key

    def refuse(self, key: str, message: str) -> None:
        """Notes a problem at one key of this part."""
        self.sheet.add(self.at(key), message)

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self._data

    def peek(self, key: str) -> object:
        """The raw value, where the shape of a key is free."""
        return self._data.get(key)

    def list_keys(self) -> list[str]:
        """The keys of a part whose keys are free, in their order."""
        return list(self._data)

    def free(self, key: str) -> object:
        """The raw value of a key whose shape is checked elsewhere."""
        return self._get(key, object, "", needed=False)

    def text(self, key: str, *, default: str | None = None) -> str:
        """A text; without a default it must be there and not be empty."""
        value = self._get(key, str, _("Tulis teks di antara tanda kutip."), needed=default is None)
        if isinstance(value, str) and (value.strip() or default is not None):
            return value.strip()
        if isinstance(value, str):
            self.refuse(key, _("Jangan dikosongkan. Tulis teks di antara tanda kutip."))
        return default or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none when the key is missing."""
        value = self._get(key, list, _('Tulis daftar teks, contoh ["satu", "dua"].'), needed=False)
        items = value if isinstance(value, list) else []
        if not all(isinstance(item, str) and item.strip() for item in items):
            self.refuse(key, _('Tulis daftar teks, contoh ["satu", "dua"].'))
            return ()
        return tuple(items)

    def number(self, key: str, *, needed: bool = False) -> int | None:
        value = self._get(key, int, _("Tulis angka bulat tanpa tanda kutip, contoh 30."), needed=needed)
        return value if isinstance(value, int) else None

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._get(key, bool, _("Tulis true atau false tanpa tanda kutip."), needed=False)
        return value if isinstance(value, bool) else default

    def one_of(self, key: str, options: Collection[str], *, default: str | None = None) -> str:
        """A text that must be one of the options."""
        word = self.text(key, default=default)
        if word and word not in options and word != default:
            self.refuse(key, unknown(word, options))
            return ""
        return word

    def part(self, key: str, *, needed: bool = False) -> "Part | None":
        message = _("Tulis sebagai tabel, contoh [%(key)s] di baris sendiri.") % {"key": key}
        value = self._get(key, dict, message, needed=needed)
        return Part(self.sheet, value, path=self.at(key)) if isinstance(value, dict) else None

    def parts(self, key: str) -> "list[Part]":
        """A list of tables; none when the key is missing."""
        message = _("Tulis sebagai daftar tabel, contoh [[%(key)s]] di baris sendiri.") % {"key": key}
        value = self._get(key, list, message, needed=False)
        items = value if isinstance(value, list) else []
        if not all(isinstance(item, dict) for item in items):
            self.refuse(key, message)
            return []
        return [Part(self.sheet, item, path=f"{self.at(key)}[{number}]") for number, item in enumerate(items)]

    def close(self) -> None:
        """Reports each key that means nothing here."""
        for key in sorted(self._data.keys() - self._asked):
            hint = suggest(key, self._asked)
            self.refuse(key, _('Kunci "%(key)s" tidak dikenal di sini. %(hint)s') % {"key": key, "hint": hint})

    def _get(self, key: str, kind: type, message: str, *, needed: bool) -> object:
        if not self.has(key):
            if needed:
                self.refuse(key, _('Kunci "%(key)s" belum ada. %(message)s') % {"key": key, "message": message})
            return None
        value = self._data[key]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.refuse(key, message)
            return None
        return value


def _locate(text: str) -> dict[str, int]:
    """The line of each key path, as far as tables, keys and items on lines of their own go."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table, open_list, item = "", "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if open_list:
            open_list, item = _follow_list(line, open_list, item, number, found)
        elif header := _HEADER.match(line):
            table = _enter(header[2].split("."), counts, is_list=bool(header[1]))
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            path = f"{table}.{key[1]}" if table else key[1]
            found.setdefault(path, number)
            if line.split("=", 1)[1].split("#")[0].strip() == "[":
                open_list, item = path, 0
    return found


def _follow_list(line: str, path: str, item: int, number: int, found: dict[str, int]) -> tuple[str, int]:
    """Inside a list whose items stand on lines of their own: the list and the number of the next item."""
    stripped = line.strip()
    if stripped.startswith("]"):
        return "", 0
    if not stripped or stripped.startswith("#"):
        return path, item
    found.setdefault(f"{path}[{item}]", number)
    return path, item + 1


def _enter(parts: Sequence[str], counts: dict[str, int], *, is_list: bool) -> str:
    """The path of a table header; a list's header begins its next element."""
    path = ""
    for position, part in enumerate(parts, 1):
        path = f"{path}.{part}" if path else part
        if position == len(parts) and is_list:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path
