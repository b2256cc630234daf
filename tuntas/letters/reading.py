"""Reading: the sealed letter of a case, its bytes, and where anybody may check it."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from tuntas.cases.models import Case
from tuntas.letters.models import Letter
from tuntas.vault import files
from tuntas.vault.prepared import prepared

CODE_INDEX = "letter-code"  # the purpose of the blind index of verification codes


class LetterNotSealed(Exception):
    """An intent is no letter: its bytes do not exist yet, or never will."""


def find_letter(case: Case) -> Letter | None:
    """The sealed letter of a case, also when revoked; never an intent."""
    return _sealed.first(case.pk)


@prepared
def _sealed(case: UUID) -> QuerySet[Letter]:
    letters = Letter.objects.filter(case=case, sealed_at__isnull=False, voided_at__isnull=True)
    return letters.select_related("number", "office", "blob")


def list_letters(cases: Sequence[Case]) -> list[Letter]:
    """The sealed letters of these cases that were not revoked, in the order of the cases."""
    sealed = Letter.objects.filter(case__in=cases, sealed_at__isnull=False, voided_at__isnull=True, revoked_at=None)
    found = {letter.case_id: letter for letter in sealed.select_related("case__office", "office", "number")}
    return [found[case.pk] for case in cases if case.pk in found]


def read_pdf(letter: Letter) -> bytes:
    """The sealed bytes, as they were kept. Raises LetterNotSealed, vault.files.FileAltered, FileMissing."""
    if letter.blob is None:
        raise LetterNotSealed(str(letter.pk))
    return files.read(letter.blob)


def verify_url(letter: Letter) -> str:
    """The address in the letter's QR code."""
    return make_url(letter.code)


def make_url(code: str) -> str:
    """Where a code is checked, e.g. "https://tuntas.palembang.go.id/v/7H4KXNQ2M9TR3WCB"."""
    return f"{settings.PUBLIC_URL}/v/{code}"
