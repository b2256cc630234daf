"""Proof: a resident shows that they are who they say by a code sent to the phone that the register holds.

Whether the register knows a NIK, and whether it has a phone, must not be told to whoever asks: every answer is the
same, and only the phone rings or stays silent.
"""

import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.offices.models import Office
from tuntas.people.keeping import index_nik
from tuntas.people.models import ProofCode, Resident
from tuntas.people.prefill import Proof
from tuntas.vault import tries
from tuntas.vault.pins import make_pin

VALID_FOR = timedelta(minutes=10)
MOST_ASKED, ASKED_SECONDS = 3, 3600
MOST_GUESSED, GUESSED_SECONDS = 5, 600
MOST_SENT, SENT_SECONDS = 200, 24 * 3600  # of one office: what a flood of borrowed NIKs may cost it
_NOBODY = secrets.token_hex(8)  # what no code is equal to


class CodeRefused(Exception):
    """The code is not the one that was sent, or too old, or was used; the sentence does not say which."""


def make_code(nik: str, *, at: datetime) -> ProofCode:
    """A new code for whoever has this NIK, saved; for a stranger a row that no code opens.

    Asking counts per NIK. Raises vault.tries.TooManyTries. Call it outside a transaction.
    """
    subject = index_nik(nik)
    tries.spend("proof-asked", subject=subject, limit=MOST_ASKED, seconds=ASKED_SECONDS, at=at)
    residents = Resident.objects.present().filter(nik_index=subject).exclude(phone_index="").order_by("-created_at")
    resident = residents.first() if subject else None
    return ProofCode.objects.create(resident=resident, code=make_pin(), created_at=at)


def check_may_send(office: Office, *, at: datetime) -> None:
    """Counts one code that this office pays for. Raises vault.tries.TooManyTries. Call it outside a transaction.

    Asked when the code is sent, and never told to whoever asked for it: they would learn whom the register knows.
    """
    tries.spend("proof-sent", subject=str(office.pk), limit=MOST_SENT, seconds=SENT_SECONDS, at=at)


def check_code(code_id: uuid.UUID, *, code: str, at: datetime) -> Proof:
    """The proof that a right code gives, once. Raises CodeRefused, TooManyTries. Call it outside a transaction."""
    tries.spend("proof", subject=str(code_id), limit=MOST_GUESSED, seconds=GUESSED_SECONDS, at=at)
    with transaction.atomic():
        found = ProofCode.objects.select_for_update().filter(pk=code_id).first()
        resident = _find_proven(found, code=code, at=at)
        if found is not None and resident is not None:
            found.used_at = at
            found.save(update_fields=["used_at"])
    if resident is None:
        raise CodeRefused(_("Kode ini tidak cocok atau sudah lewat waktunya. Minta kode baru."))
    return Proof(resident, "applicant")


def _find_proven(found: ProofCode | None, *, code: str, at: datetime) -> Resident | None:
    digits = "".join(sign for sign in code if sign.isdecimal())
    fits = hmac.compare_digest((found.code if found else _NOBODY).encode(), digits.encode())
    is_open = found is not None and found.used_at is None and found.created_at > at - VALID_FOR
    if found is None or not (fits and is_open) or found.resident_id is None:
        return None
    return Resident.objects.select_related("family", "office").get(pk=found.resident_id)


def forget_old_codes(at: datetime) -> int:
    """Deletes codes that nothing can be done with any more; returns how many."""
    return ProofCode.objects.filter(created_at__lt=at - 6 * VALID_FOR).delete()[0]
