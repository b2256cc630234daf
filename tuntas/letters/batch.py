"""Batch: many letters in one file for the printer; unsigned, and marked so on every page."""

from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _

from tuntas.letters.context import read_sheet
from tuntas.letters.models import Letter
from tuntas.letters.reading import LetterNotSealed
from tuntas.letters.render import Paper, compile_copy

CHUNK = 100  # letters in one compile: time and memory stay bounded


def render_batch(letters: Sequence[Letter]) -> bytes:
    """A print copy of sealed letters, in their order; the sealed files stay the originals.

    Raises LetterNotSealed, ValueError without letters.
    """
    if not letters:
        raise ValueError("nothing to print")
    parts = list(_compile_chunks(letters))
    return parts[0] if len(parts) == 1 else _merge(parts)


def _compile_chunks(letters: Sequence[Letter]) -> Iterator[bytes]:
    for start in range(0, len(letters), CHUNK):
        chunk = letters[start : start + CHUNK]
        if unsealed := next((letter for letter in chunk if not letter.is_sealed), None):
            raise LetterNotSealed(str(unsealed.pk))
        sheets = [read_sheet(letter, seal=letter.seal) for letter in chunk]
        at = max(letter.requested_at for letter in chunk)
        mark = _("SALINAN CETAK tanpa segel elektronik. Aslinya berkas PDF bersegel.")
        yield compile_copy(Paper(sheets, title=_("Salinan cetak"), author=sheets[0].place.unit, mark=mark), at=at)


def _merge(parts: list[bytes]) -> bytes:
    merged, memory = pikepdf.new(), BytesIO()
    for part in parts:
        with pikepdf.open(BytesIO(part)) as pdf:
            merged.pages.extend(pdf.pages)
    merged.save(memory, deterministic_id=True)
    return memory.getvalue()
