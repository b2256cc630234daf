"""Render: a letter's data becomes PDF/A-2b through typst, byte for byte the same each time for the same data."""

import json
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

import segno
from django.utils.translation import gettext as _

from tuntas.cases.refusals import CannotMove
from tuntas.letters.context import Sheet
from tuntas.letters.glyphs import find_unprintable
from tuntas.vault.fields import Json

if TYPE_CHECKING:
    from typst import Compiler, Fonts, PDFStandard

TEMPLATES = Path(str(files("tuntas.letters") / "templates"))
FONTS = Path(str(files("tuntas.letters") / "fonts"))
SHARP = 110  # dots per inch of a preview: readable on a phone, about 50 KB


class LetterCannotBeSet(CannotMove):
    """Something in the letter's data cannot be printed; the sentence says what, and names no person."""


class RenderedBeforeFork(Exception):
    """This process was forked after typst had begun to work; its threads are gone and a compile would hang forever."""


@dataclass(frozen=True)
class Paper:
    """What one file is made of. `mark` stands on every page of what is no original; "" for a letter to be sealed."""

    sheets: Sequence[Sheet]
    title: str
    author: str
    mark: str = ""


class _Options(TypedDict, total=False):
    format: Literal["pdf", "png"]
    pdf_standards: "list[PDFStandard]"
    timestamp: int
    pdf_tags: bool
    ppi: float


class _Process:
    """What is true of this process: each thread compiles by itself, and a child of a rendering parent must not."""

    has_rendered = False
    is_spoiled = False
    own = threading.local()


def _after_fork() -> None:
    _Process.is_spoiled = _Process.is_spoiled or _Process.has_rendered


os.register_at_fork(after_in_child=_after_fork)


def make_qr(url: str) -> str:
    """An SVG of the address, level M with its quiet zone. The mask is searched: it must scan from worn paper."""
    symbol = segno.make(url, error="m", boost_error=False, micro=False)
    return str(symbol.svg_inline(border=4, omitsize=True, svgclass=None, lineclass=None))


def render(sheet: Sheet, *, at: datetime) -> bytes:
    """One letter as PDF/A-2b. `at` goes into the file, so that the same letter gives the same bytes.

    Raises LetterCannotBeSet, RenderedBeforeFork.
    """
    return compile_pdf(Paper([sheet], title=f"{sheet.title.title()} {sheet.number}", author=sheet.place.unit), at=at)


def compile_pdf(paper: Paper, *, at: datetime, standard: "PDFStandard" = "a-2b") -> bytes:
    """A file with a page or more for each sheet. Raises like `render`."""
    options = _Options(format="pdf", pdf_standards=[standard], timestamp=int(at.timestamp()))
    return _compile(paper, options)[0]


def compile_copy(paper: Paper, *, at: datetime) -> bytes:
    """A plain PDF for a printer: a third of the size, for neither an archive nor a voice will read it."""
    return _compile(paper, _Options(format="pdf", pdf_tags=False, timestamp=int(at.timestamp())))[0]


def compile_pictures(paper: Paper) -> list[bytes]:
    """Each page as PNG. Raises like `render`."""
    return _compile(paper, _Options(format="png", ppi=SHARP))


def check_printable(sheets: Sequence[Sheet]) -> None:
    """Raises LetterCannotBeSet naming the first character that the letters' fonts do not have.

    PDF/A would refuse it too, but only once the number is taken.
    """
    _refuse_unprintable([asdict(sheet) for sheet in sheets])


def _refuse_unprintable(sheets: list[Json]) -> None:
    if unprintable := find_unprintable("".join(_walk(sheet) for sheet in sheets)):
        raise LetterCannotBeSet(
            _("Huruf atau tanda “%(character)s” tidak dapat dicetak pada surat. Ganti dengan huruf Latin.")
            % {"character": unprintable}
        )


def _walk(value: object) -> str:
    """All texts within a sheet, one after the other, but for the pictures."""
    if isinstance(value, dict):
        return "".join(_walk(inner) for key, inner in value.items() if key not in {"arms", "qr"})
    if isinstance(value, list):
        return "".join(_walk(inner) for inner in value)
    return value if isinstance(value, str) else ""


def _compile(paper: Paper, options: _Options) -> list[bytes]:
    from typst import TypstError  # noqa: PLC0415 -- a 35 MB library, loaded only where letters are set

    data = asdict(paper)
    _refuse_unprintable(data["sheets"])
    if _Process.is_spoiled:
        raise RenderedBeforeFork("render before forking, or spawn")
    _Process.has_rendered = True
    inputs = {"data": json.dumps(data)}
    try:
        made, warnings = _compiler().compile_with_warnings(sys_inputs=inputs, **options)
    except TypstError as error:
        raise LetterCannotBeSet(_describe(error.message)) from error
    if warnings:  # e.g. a font that is missing: the letter would be set in another face without a word
        raise LetterCannotBeSet(_describe(warnings[0].message))
    return made if isinstance(made, list) else [made or b""]


def _describe(message: str) -> str:
    """A sentence for the officer; typst's own words name places in the template."""
    if missing := re.search(r'the text \W*?"(.)', message):
        return _("Huruf atau tanda “%(character)s” tidak dapat dicetak pada surat.") % {"character": missing[1]}
    return _("Naskah surat ini belum dapat disusun. Hubungi administrator.")


def _compiler() -> "Compiler":
    """This thread's compiler: one object shared by two threads refuses to work."""
    if not hasattr(_Process.own, "compiler"):
        from typst import Compiler  # noqa: PLC0415 -- see above

        main = TEMPLATES / "frame" / "main.typ"
        _Process.own.compiler = Compiler(input=str(main), root=str(TEMPLATES), font_paths=_fonts())
    compiler: Compiler = _Process.own.compiler
    return compiler


@cache
def _fonts() -> "Fonts":
    from typst import Fonts  # noqa: PLC0415 -- see above

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
