"""Render: a letter's data becomes PDF/A-2b through typst, byte for byte the same each time for the same data."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import segno
from django.utils.translation import gettext as _

from tuntas.cases.refusals import CannotMove
from tuntas.letters.context import Sheet
from tuntas.letters.glyphs import find_unprintable
from tuntas.letters.typesetting import NotSet, Options, set_type
from tuntas.vault.fields import Json

if TYPE_CHECKING:
    from typst import PDFStandard

TEMPLATES = Path(str(files("tuntas.letters") / "templates"))
SHARP = 110  # dots per inch of a preview: readable on a phone, about 50 KB


class LetterCannotBeSet(CannotMove):
    """Something in the letter's data cannot be printed; the sentence says what, and names no person."""


@dataclass(frozen=True)
class Paper:
    """What one file is made of. `mark` stands on every page of what is no original; "" for a letter to be sealed."""

    sheets: Sequence[Sheet]
    title: str
    author: str
    mark: str = ""


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
    options = Options(format="pdf", pdf_standards=[standard], timestamp=int(at.timestamp()))
    return _compile(paper, options)[0]


def compile_copy(paper: Paper, *, at: datetime) -> bytes:
    """A plain PDF for a printer: a third of the size, for neither an archive nor a voice will read it."""
    return _compile(paper, Options(format="pdf", pdf_tags=False, timestamp=int(at.timestamp())))[0]


def compile_pictures(paper: Paper) -> list[bytes]:
    """Each page as PNG. Raises like `render`."""
    return _compile(paper, Options(format="png", ppi=SHARP))


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


def _compile(paper: Paper, options: Options) -> list[bytes]:
    data = asdict(paper)
    _refuse_unprintable(data["sheets"])
    try:
        return set_type(TEMPLATES / "frame" / "main.typ", data, options)
    except NotSet as error:
        raise LetterCannotBeSet(_describe(str(error))) from error


def _describe(message: str) -> str:
    """A sentence for the officer; typst's own words name places in the template."""
    if missing := re.search(r'the text \W*?"(.)', message):
        return _("Huruf atau tanda “%(character)s” tidak dapat dicetak pada surat.") % {"character": missing[1]}
    return _("Naskah surat ini belum dapat disusun. Hubungi administrator.")
