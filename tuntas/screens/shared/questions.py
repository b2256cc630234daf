"""A question of a service as fields on a page, and what was typed as the raw answer that `intake.answers` checks.

Works without JavaScript: dates are three small boxes, because a wheel of years is slow for a birth date; a table is its
rows one below the other, with empty ones to fill.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Choice, Kind, Question

INPUT_MODES = {
    Kind.NUMBER: "numeric",
    Kind.MONEY: "numeric",
    Kind.NIK: "numeric",
    Kind.KK: "numeric",
    Kind.PHONE: "tel",
}
_PARTS = {Kind.DATE: ("day", "month", "year"), Kind.MONTH: ("month", "year")}
_LENGTHS = {"day": 2, "month": 2, "year": 4}
_ROWS_AT_FIRST = 3
_ROWS_AT_MOST = 20


@dataclass(frozen=True)
class Part:
    """One of the small boxes of a date."""

    name: str
    label: str
    value: str
    length: int


@dataclass(frozen=True)
class Field:
    """One question as `ui/question.html` shows it. `name` is its place in the form, e.g. "answers.since"."""

    name: str
    label: str
    kind: Kind
    hint: str = ""
    value: str = ""
    message: str = ""
    required: bool = True
    inputmode: str = ""
    maxlength: int | None = None
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    rows: tuple[tuple["Field", ...], ...] = field(default=())

    @property
    def id(self) -> str:
        """What labels, hints and the error summary point at."""
        if self.rows:
            return self.rows[0][0].id
        return self.parts[0].name if self.parts else self.name


def make_field(
    question: Question, *, name: str, value: object = None, messages: Mapping[str, str] | None = None
) -> Field:
    """The field of a question with its answer so far. `messages` are what is still missing, by field name."""
    messages = messages or {}
    if question.kind == Kind.TABLE:
        return _make_table(question, name=name, value=value, messages=messages)
    text = _as_text(value)
    return Field(
        name=name,
        label=question.label,
        kind=question.kind,
        hint=_hint(question),
        value=text,
        message=messages.get(name, ""),
        required=question.required,
        inputmode=INPUT_MODES.get(question.kind, ""),
        maxlength=_longest(question),
        choices=_choices(question),
        parts=_parts(question.kind, name, text),
    )


def read_answer(question: Question, posted: Mapping[str, str], *, name: str) -> object:
    """The raw answer from a posted form, as it was typed; "" for an empty one, a list of rows for a table."""
    if question.kind == Kind.TABLE:
        return _read_table(question, posted, name=name)
    if question.kind in _PARTS:
        return _read_parts(question.kind, posted, name=name)
    return posted.get(name, "").strip()


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _hint(question: Question) -> str:
    shown = _shown_example(question)
    example = _("Contoh: %(example)s") % {"example": shown} if shown else ""
    return " ".join(part for part in (question.hint, example) if part)


def _shown_example(question: Question) -> str:
    """The example as it would be typed here: "3 2021" in the boxes of a month, none where one only picks."""
    if question.kind in {Kind.CHOICE, Kind.YES_NO}:
        return ""
    if question.kind in _PARTS:
        return " ".join(part.lstrip("0") for part in reversed(question.example.split("-")))
    return question.example


def _longest(question: Question) -> int | None:
    if question.kind in {Kind.NIK, Kind.KK}:
        return 24  # sixteen digits and the blanks people type between them
    is_text = question.kind in {Kind.TEXT, Kind.LONG, Kind.NAME, Kind.ADDRESS}
    return question.max if is_text else None


def _choices(question: Question) -> tuple[Choice, ...]:
    if question.kind == Kind.YES_NO:
        return Choice("true", _("Ya")), Choice("false", _("Tidak"))
    return question.choices


def _parts(kind: Kind, name: str, text: str) -> tuple[Part, ...]:
    labels = {"day": _("Tanggal"), "month": _("Bulan"), "year": _("Tahun")}
    given = dict(zip(("year", "month", "day"), text.split("-"), strict=False))
    return tuple(
        Part(f"{name}.{part}", labels[part], given.get(part, "").lstrip("0"), _LENGTHS[part])
        for part in _PARTS.get(kind, ())
    )


def _read_parts(kind: Kind, posted: Mapping[str, str], *, name: str) -> str:
    typed = {part: posted.get(f"{name}.{part}", "").strip() for part in _PARTS[kind]}
    if not any(typed.values()):
        return ""
    return "-".join(typed[part].zfill(_LENGTHS[part]) for part in reversed(_PARTS[kind]))


def _make_table(question: Question, *, name: str, value: object, messages: Mapping[str, str]) -> Field:
    given = [row for row in value if isinstance(row, Mapping)] if isinstance(value, Sequence) else []
    number = min(max(len(given) + 1, question.min or 0, _ROWS_AT_FIRST), question.max or _ROWS_AT_MOST)
    rows = [given[place] if place < len(given) else {} for place in range(number)]
    return Field(
        name=name,
        label=question.label,
        kind=question.kind,
        hint=_hint(question),
        message=messages.get(name, ""),
        required=question.required,
        rows=tuple(
            _make_row(question, row, name=f"{name}.{place}", messages=messages) for place, row in enumerate(rows)
        ),
    )


def _make_row(
    question: Question, row: Mapping[str, object], *, name: str, messages: Mapping[str, str]
) -> tuple[Field, ...]:
    return tuple(
        make_field(column, name=f"{name}.{column.code}", value=row.get(column.code), messages=messages)
        for column in question.columns
    )


def _read_table(question: Question, posted: Mapping[str, str], *, name: str) -> list[dict[str, object]]:
    rows = [_read_row(question, posted, name=f"{name}.{place}") for place in range(question.max or _ROWS_AT_MOST)]
    return [row for row in rows if any(row.values())]


def _read_row(question: Question, posted: Mapping[str, str], *, name: str) -> dict[str, object]:
    return {column.code: read_answer(column, posted, name=f"{name}.{column.code}") for column in question.columns}
