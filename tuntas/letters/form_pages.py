"""Form pages: a form's template and its data become a PDF through typst."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from tuntas.letters.render import TEMPLATES, LetterCannotBeSet
from tuntas.letters.typesetting import NotSet, Options, set_type

MAIN = TEMPLATES / "forms" / "_main.typ"


def compile_form(template: str, *, data: Mapping[str, object], at: datetime) -> bytes:
    """The form as PDF, the same bytes for the same data. Raises LetterCannotBeSet, RenderedBeforeFork."""
    try:
        [pdf] = set_type(
            MAIN, {"template": template, "form": data}, Options(format="pdf", timestamp=int(at.timestamp()))
        )
    except NotSet as error:
        raise LetterCannotBeSet(_("Formulir ini belum dapat disusun. Hubungi administrator.")) from error
    return pdf
