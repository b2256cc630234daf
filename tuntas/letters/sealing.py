"""Sealing: an intent becomes a letter only when signed bytes exist, hold, and are stored."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.gateways.esign import Signer
from tuntas.gateways.refusals import GatewayDown
from tuntas.letters.authority import get_signer
from tuntas.letters.context import read_sheet
from tuntas.letters.models import Letter, Number
from tuntas.letters.numbering import void
from tuntas.letters.reading import read_pdf
from tuntas.letters.render import render
from tuntas.vault import files
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import update

PDF = "application/pdf"


class LetterAlreadySealed(Exception):
    """A sealed letter is not voided; it is revoked."""


class LetterVoid(Exception):
    """The intent was given up, and its number with it."""


def seal(letter: Letter) -> bytes:
    """The letter's PDF, rendered, signed and checked; nothing is stored. Call it outside any transaction.

    Safe to repeat: a letter that is kept already gives its kept bytes, so nothing is ever sealed twice. Raises
    LetterVoid, LetterCannotBeSet, GatewayRefused, and GatewayDown when the seal that came back does not hold.
    """
    if letter.voided_at:
        raise LetterVoid(_("Surat ini sudah dibatalkan."))
    if letter.blob:
        return read_pdf(letter)
    signer = get_signer()
    pdf = render(read_sheet(letter, seal=signer.name), at=letter.requested_at)
    sealed = signer.sign(pdf)
    check_sealed(sealed, pdf=pdf, signer=signer)
    return sealed


def check_sealed(sealed: bytes, *, pdf: bytes, signer: Signer) -> None:
    """Whatever signed it, what came back is our own letter plus a signature that holds. Raises GatewayDown."""
    if not sealed.startswith(pdf):
        raise GatewayDown("what came back from the signer is another file")
    if not signer.validate(sealed):
        raise GatewayDown("the seal that came back does not hold")


@transaction.atomic
def keep(letter: Letter, *, pdf: bytes, at: datetime) -> Letter:
    """Stores the sealed bytes and marks the number used; from here on the letter exists.

    Safe to repeat: the first bytes stay. Part of the caller's transaction. Raises LetterVoid.
    """
    row = _locked.get(letter.pk)
    if row.voided_at:
        raise LetterVoid(_("Surat ini sudah dibatalkan."))
    if not row.is_sealed:
        row.blob = files.store(pdf, media_type=PDF)
        row.sha256 = hashlib.sha256(pdf).hexdigest()
        row.seal, row.sealed_at = get_signer().name, at
        update(row, "blob", "sha256", "seal", "sealed_at")
        row.number.state = Number.State.USED
        update(row.number, "state")
    _copy(row, letter)
    return letter


@prepared
def _locked(letter: UUID) -> QuerySet[Letter]:
    return Letter.objects.select_for_update(of=("self",)).select_related("number").filter(pk=letter)


@transaction.atomic
def void_letter(letter: Letter, *, reason: str, at: datetime) -> None:
    """Gives an intent up; its number stays, with the reason. Raises LetterAlreadySealed. Safe to repeat."""
    row = _locked.get(letter.pk)
    if row.is_sealed:
        raise LetterAlreadySealed(_("Surat ini sudah tersegel. Cabut suratnya bila keliru."))
    if row.voided_at is None:
        void(row.number, reason=reason)
        row.voided_at = at
        row.save(update_fields=["voided_at"])
    _copy(row, letter)


def revoke_letter(letter: Letter, *, reason: str, at: datetime) -> None:
    """Marks a sealed letter as taken back; whoever checks it reads so from now on. The first revocation stays."""
    if letter.revoked_at is None:
        letter.revoked_at, letter.revoked_reason = at, reason.strip()[:200]
        letter.save(update_fields=["revoked_at", "revoked_reason"])


def _copy(row: Letter, letter: Letter) -> None:
    """The caller's object learns what the locked row knows."""
    for field in ("blob", "sha256", "seal", "sealed_at", "voided_at", "number"):
        setattr(letter, field, getattr(row, field))
