"""Paper form: the form of any service on A4, for a pen; empty, or with what a draft holds so far."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from tuntas.letters.form_pages import compile_form
from tuntas.letters.glyphs import list_printable
from tuntas.letters.render import make_qr
from tuntas.vault.fields import Json

TEMPLATE = "paper/form.typ"
CANNOT_PRINT = "?"  # what no face of ours has is left to the pen


@dataclass(frozen=True)
class Tick:
    """One box to tick."""

    label: str
    on: bool = False


@dataclass(frozen=True)
class Blank:
    """One question. `kind` is boxes, date, month, pair, money, choices, table or lines; `count` boxes or lines."""

    label: str
    kind: str
    note: str = ""
    value: str = ""
    count: int = 1
    columns: int = 1  # of the ticks
    options: Sequence[Tick] = ()
    heads: Sequence[str] = ()
    cells: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Section:
    title: str
    rows: Sequence[Blank]


@dataclass(frozen=True)
class PaperToBring:
    """One requirement in its counter form; `note` says when it is asked for."""

    name: str
    counter_form: str
    note: str = ""


@dataclass(frozen=True)
class PaperForm:
    """All that is printed. `opens` is the address behind the QR code, for an officer; `draft_code` the same, typed."""

    code: str
    service_name: str
    office: str
    lead: str
    facts: Sequence[str]
    sections: Sequence[Section]
    papers: Sequence[PaperToBring]
    helper: Sequence[Blank]
    consent: str
    qr_words: str
    foot: str
    opens: str
    applicant: str = ""
    draft_code: str = field(default="", repr=False)


def render_paper_form(form: PaperForm, *, at: datetime) -> bytes:
    """The PDF; a character that no face of ours has becomes a question mark. Raises LetterCannotBeSet."""
    data = _printable(asdict(form))
    return compile_form(TEMPLATE, data={**data, "qr": make_qr(form.opens)}, at=at)


def _printable(data: Json) -> Json:
    return {key: _clean(value) for key, value in data.items()}


def _clean(value: object) -> object:
    if isinstance(value, dict):
        return _printable(value)
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return _only_printable(value) if isinstance(value, str) else value


def _only_printable(text: str) -> str:
    known = list_printable()
    return "".join(sign if ord(sign) in known or sign == "\n" else CANNOT_PRINT for sign in text)
