"""Glyphs: which characters the letters' fonts have, read from the fonts themselves."""

import struct
import unicodedata
from functools import cache
from importlib.resources import files
from pathlib import Path

FONTS = Path(str(files("tuntas.letters") / "fonts"))
_LAYOUT = frozenset("\n\r\t ")  # never drawn, so no font has to have them


def find_unprintable(text: str) -> str | None:
    """The first character that some face of the letters lacks, or that is never to be seen: its sign, or "U+202E".

    None when everything can be printed. Marks that turn the reading direction are refused although fonts have them:
    a name must not read otherwise than it is written.
    """
    for character in sorted(set(text) - _LAYOUT, key=text.index):
        if unicodedata.category(character).startswith("C"):
            return f"U+{ord(character):04X}"
        if ord(character) not in list_printable():
            return character
    return None


@cache
def list_printable() -> frozenset[int]:
    """The code points that every bundled face has: a name may come out regular, bold or in the footer."""
    faces = sorted(FONTS.glob("*.ttf"))
    return frozenset.intersection(*(_read_face(face.read_bytes()) for face in faces))


def _read_face(data: bytes) -> frozenset[int]:
    """The characters of a TrueType file, from its Unicode table of format 4 (OpenType 1.9, `cmap`)."""
    start = _find_table(data, b"cmap")
    (count,) = struct.unpack_from(">H", data, start + 2)
    for index in range(count):
        platform, _encoding, offset = struct.unpack_from(">HHI", data, start + 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", data, start + offset)
        if platform in {0, 3} and kind == 4:
            return frozenset(_read_segments(data, start + offset))
    raise ValueError("a font without a Unicode table of format 4")


def _find_table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _check, offset, _length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError("a font without a character map")


def _read_segments(data: bytes, start: int) -> list[int]:
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, start + 14)
    begins = struct.unpack_from(f">{count}H", data, start + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, start + 16 + 2 * doubled)
    at = start + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, at)
    found = []
    for index in range(count):
        for code in range(begins[index], ends[index] + 1):
            glyph = code
            if ranges[index]:
                (glyph,) = struct.unpack_from(">H", data, at + 2 * index + ranges[index] + 2 * (code - begins[index]))
            if code != 0xFFFF and (glyph or not ranges[index]) and (glyph + deltas[index]) % 65536:
                found.append(code)
    return found
