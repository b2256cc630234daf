"""Typesetting: typst within this process, alike for letters and forms; one compiler for each thread and main file."""

import json
import os
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from tuntas.letters.glyphs import FONTS

if TYPE_CHECKING:
    from typst import Compiler, Fonts, PDFStandard


class NotSet(Exception):
    """typst could not set it, or only in another face; its own words, which name places in the template."""


class RenderedBeforeFork(Exception):
    """This process was forked after typst had begun to work; its threads are gone and a compile would hang forever."""


class Options(TypedDict, total=False):
    """What typst is to make."""

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


def set_type(main: Path, data: Mapping[str, object], options: Options) -> list[bytes]:
    """The pictures of all pages, or the one file. `main` lies in a folder of the templates, and reads `data` as JSON.

    Raises NotSet, RenderedBeforeFork.
    """
    from typst import TypstError  # noqa: PLC0415 -- a 35 MB library, loaded only where letters are set

    if _Process.is_spoiled:
        raise RenderedBeforeFork("render before forking, or spawn")
    _Process.has_rendered = True
    inputs = {"data": json.dumps(data)}
    try:
        made, warnings = _compiler(main).compile_with_warnings(sys_inputs=inputs, **options)
    except TypstError as error:
        raise NotSet(error.message) from error
    if warnings:  # e.g. a font that is missing: the letter would be set in another face without a word
        raise NotSet(warnings[0].message)
    return made if isinstance(made, list) else [made or b""]


def _compiler(main: Path) -> "Compiler":
    """This thread's compiler: one object shared by two threads refuses to work."""
    from typst import Compiler  # noqa: PLC0415 -- see above

    compilers: dict[Path, Compiler] = vars(_Process.own).setdefault("compilers", {})
    if main not in compilers:
        compilers[main] = Compiler(input=str(main), root=str(main.parents[1]), font_paths=_fonts())
    return compilers[main]


@cache
def _fonts() -> "Fonts":
    from typst import Fonts  # noqa: PLC0415 -- see above

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
