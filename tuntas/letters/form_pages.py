"""Form pages: a form's template and its data become a PDF through typst."""

import json
import os
import sys
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tuntas.letters.render import FONTS, TEMPLATES, LetterCannotBeSet, RenderedBeforeFork

if TYPE_CHECKING:
    from typst import Compiler, Fonts

MAIN = TEMPLATES / "forms" / "_main.typ"


class _Process:
    """What is true of this process, as in `letters.render`: one compiler for each thread, none in a forked child."""

    is_spoiled = False
    own = threading.local()


def _after_fork() -> None:
    _Process.is_spoiled = _Process.is_spoiled or "typst" in sys.modules


os.register_at_fork(after_in_child=_after_fork)


def compile_form(template: str, *, data: Mapping[str, object], at: datetime) -> bytes:
    """The form as PDF, the same bytes for the same data. Raises LetterCannotBeSet, RenderedBeforeFork."""
    from typst import TypstError  # noqa: PLC0415 -- a 35 MB library, loaded only where forms are set

    if _Process.is_spoiled:
        raise RenderedBeforeFork("render before forking, or spawn")
    inputs = {"data": json.dumps({"template": template, "form": data})}
    try:
        made, warnings = _compiler().compile_with_warnings(
            sys_inputs=inputs, format="pdf", timestamp=int(at.timestamp())
        )
    except TypstError as error:
        raise LetterCannotBeSet(_("Formulir ini belum dapat disusun. Hubungi administrator.")) from error
    if warnings or not isinstance(made, bytes):
        raise LetterCannotBeSet(_("Formulir ini belum dapat disusun. Hubungi administrator."))
    return made


def _compiler() -> "Compiler":
    if not hasattr(_Process.own, "compiler"):
        from typst import Compiler  # noqa: PLC0415 -- see above

        _Process.own.compiler = Compiler(input=str(MAIN), root=str(TEMPLATES), font_paths=_fonts())
    compiler: Compiler = _Process.own.compiler
    return compiler


@cache
def _fonts() -> "Fonts":
    from typst import Fonts  # noqa: PLC0415 -- see above

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
