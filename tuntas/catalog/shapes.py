"""Shapes: what an answer of each kind looks like once it is clean, as JSON Schema fragments and patterns."""

from datetime import date
from typing import TypeAlias

from django.utils.formats import date_format

from tuntas.catalog.definition import Kind, Question

Value: TypeAlias = "str | int | bool | list[dict[str, Value]]"

# Characters as regular expression classes, the same for Python and ECMAScript. The fonts of the letters hold these and
# no more, in capitals too: PDF/A refuses a letter with a character that its fonts lack.
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0148\u014a-\u017f\u1e00-\u1e95\u1ea0-\u1ef9"
NAME_SIGNS = LATIN + "0-9 '\u2018\u2019`\u00b4.,/()\\-"
TEXT_SIGNS = LATIN + "\u0020-\u007e\u00b0\u00b4\u2013\u2014\u2018\u2019\u201c\u201d\u2026"

NIK = "^[0-9]{16}$"
KK = "^[0-9]{16}$"
PHONE = r"^\+628[0-9]{8,11}$"
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"
DATE = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
RT_RW = "^[0-9]{3}/[0-9]{3}$"

LENGTHS: dict[Kind, int] = {Kind.TEXT: 200, Kind.LONG: 1000, Kind.NAME: 100, Kind.ADDRESS: 200}
LARGEST: dict[Kind, int] = {Kind.NUMBER: 1_000_000_000, Kind.MONEY: 1_000_000_000_000}
MOST_ROWS = 20

PATTERNS: dict[Kind, str] = {
    Kind.TEXT: f"^[{TEXT_SIGNS}]+$",
    Kind.LONG: f"^[{TEXT_SIGNS}\\n]+$",
    Kind.ADDRESS: f"^[{TEXT_SIGNS}]+$",
    Kind.NAME: f"^[{NAME_SIGNS}]+$",
    Kind.NIK: NIK,
    Kind.KK: KK,
    Kind.PHONE: PHONE,
    Kind.DATE: DATE,
    Kind.MONTH: MONTH,
    Kind.TIME: TIME,
    Kind.RT_RW: RT_RW,
}

EXAMPLES: dict[Kind, str] = {
    Kind.NAME: "Siti Rahmawati",
    Kind.ADDRESS: "Jalan Siaran No. 18",
    Kind.NIK: "1671085203900004",
    Kind.KK: "1671081503210007",
    Kind.PHONE: "+6281271000143",
    Kind.DATE: "1990-03-12",
    Kind.MONTH: "2021-03",
    Kind.TIME: "09:00",
    Kind.RT_RW: "012/004",
}


def longest(question: Question) -> int:
    """The most characters that a text may have."""
    return question.max if question.max is not None else LENGTHS[question.kind]


def bounds(question: Question) -> tuple[int, int]:
    """The smallest and largest number or amount of rupiah that may be answered."""
    smallest = question.min if question.min is not None else 0
    return smallest, question.max if question.max is not None else LARGEST[question.kind]


def rows(question: Question) -> tuple[int, int]:
    """The fewest and most rows that a table may have."""
    fewest = question.min if question.min is not None else int(question.required)
    return fewest, question.max if question.max is not None else MOST_ROWS


def example_of(question: Question) -> Value:
    """A fitting answer: the definition's own, else one of its kind."""
    match question.kind:
        case Kind.YES_NO:
            return question.example.casefold() != "tidak"
        case Kind.NUMBER | Kind.MONEY:
            return int(question.example) if question.example.isdecimal() else max(bounds(question)[0], 1)
        case Kind.CHOICE:
            return question.example or (question.choices[0].value if question.choices else "")
        case Kind.TABLE:
            return [{column.code: example_of(column) for column in question.columns if column.required}]
    return question.example or EXAMPLES.get(question.kind, "")


def example_text(question: Question) -> str:
    """The example as people write it ("Maret 2021", "Rp1.500.000"); "" where the form shows the choices anyway."""
    example = str(example_of(question))
    match question.kind:
        case Kind.YES_NO | Kind.CHOICE | Kind.TABLE:
            return ""
        case Kind.DATE:
            return date_format(date.fromisoformat(example), "j F Y")
        case Kind.MONTH:
            return date_format(date.fromisoformat(f"{example}-01"), "F Y")
        case Kind.MONEY:
            return f"Rp{int(example):,}".replace(",", ".")
        case Kind.TIME:
            return example.replace(":", ".")
    return example
