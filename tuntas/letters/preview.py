"""Preview: the letter as it would be sealed, as a picture for the phone of whoever signs; it takes no number."""

from datetime import datetime
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image

from tuntas.cases.models import Case
from tuntas.letters.authority import get_signer
from tuntas.letters.codes import make_code
from tuntas.letters.context import make_sheet
from tuntas.letters.intent import make_letter
from tuntas.letters.models import Number
from tuntas.letters.numbering import local_day
from tuntas.letters.render import Paper, compile_pictures
from tuntas.offices.duty import find_assignment
from tuntas.offices.models import Officer
from tuntas.offices.tree import PostMissing

GREYS = 16  # enough for text; keeps the picture small on a weak signal


def render_preview(case: Case, *, signer: Officer, at: datetime) -> bytes:
    """PNG of all pages, one below the other, marked as not signed.

    Raises LetterCannotBeSet, CannotMove (a service without a letter), PostMissing when the case is not on a desk of
    this officer.
    """
    on = local_day(case.office, at=at)
    assignment = find_assignment(signer, post=case.desk, on=on) if case.desk else None
    if assignment is None:
        raise PostMissing(_("Berkas ini tidak sedang di meja Anda."))
    letter = make_letter(case, signer=assignment, code=make_code(), at=at)
    letter.number = Number(text=_("(diberikan saat ditandatangani)"))
    sheet = make_sheet(letter, seal=get_signer().name, qr="")
    paper = Paper([sheet], title=sheet.title, author=sheet.place.unit, mark=_("PRATINJAU. Surat ini belum sah."))
    return stack(compile_pictures(paper))


def stack(pages: list[bytes]) -> bytes:
    """All pages as one PNG, one below the other."""
    pictures = [Image.open(BytesIO(page)).convert("L") for page in pages]
    width, height = max(one.width for one in pictures), sum(one.height for one in pictures)
    whole, top = Image.new("L", (width, height), 255), 0
    for picture in pictures:
        whole.paste(picture, (0, top))
        top += picture.height
    memory = BytesIO()
    whole.quantize(GREYS).save(memory, "PNG", optimize=True)
    return memory.getvalue()
