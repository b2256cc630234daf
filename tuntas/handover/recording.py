"""Records that a document reached a hand: who took it, how, and the proof; once per case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.paper import list_old_papers
from tuntas.handover.models import Handover
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.vault.prepared import prepared
from tuntas.vault.rows import insert

OLD_PAPERS: Final = ("taken", "missing")
_NAME_LENGTH: Final = 100
_PROOF_LENGTH: Final = 500


class AlreadyHandedOver(Exception):
    """This document is in a hand already; nothing was written."""


def record(  # noqa: PLR0913 -- one fact of the hand-over each
    case: Case,
    *,
    method: str,
    receiver: str,
    relation: str,
    proof: str = "",
    by: Officer | None = None,
    old_papers: Mapping[str, str] | None = None,
    at: datetime,
) -> Handover:
    """Writes the hand-over in the caller's transaction and returns it.

    `receiver` is the name of who took it; for the applicant in person it may be left out. `proof` is free text, such as
    the number of a letter of authority, and is asked for when somebody acts for the applicant. `by` is the officer who
    gave it; only a download has none. `old_papers` says of each old document that goes back whether it was "taken" or
    is "missing"; None where nobody asked. Raises InputRefused naming each field, AlreadyHandedOver.
    """
    receiver = _clean(receiver) or _name_of_applicant(case, relation=relation)
    proof = proof.strip()
    errors = [
        *_check_way(method, by=by),
        *_check_receiver(case, receiver=receiver, relation=relation),
        *_check_proof(proof, relation=relation),
        *_check_old_papers(case, old_papers),
    ]
    if errors:
        raise InputRefused(errors)
    _check_first(case)
    handover = Handover(case=case, method=method, receiver=receiver, relation=relation, proof=proof, by=by, at=at)
    handover.old_papers = dict(old_papers or {})
    try:
        with transaction.atomic():
            insert([handover])
    except IntegrityError:
        _check_first(case)
        raise
    return handover


def find_handover(case: Case) -> Handover | None:
    """How the document of a case reached a hand, if it has."""
    return _handovers.first(case.pk)


@prepared
def _handovers(case: UUID) -> QuerySet[Handover]:
    return Handover.objects.select_related("by").filter(case=case)


def _check_first(case: Case) -> None:
    earlier = find_handover(case)
    if earlier:
        on = formats.date_format(timezone.localtime(earlier.at), "j F Y")
        raise AlreadyHandedOver(_("Dokumen ini sudah diserahkan pada %(on)s.") % {"on": on})


def _check_way(method: str, *, by: Officer | None) -> list[FieldError]:
    if method not in Handover.Method.values:
        return [FieldError("method", _("Pilih cara penyerahan dari daftar."))]
    if by is None and method != Handover.Method.DOWNLOAD:
        return [FieldError("method", _("Cara ini memerlukan petugas yang menyerahkan."))]
    return []


def _check_receiver(case: Case, *, receiver: str, relation: str) -> list[FieldError]:
    errors = []
    if not any(character.isalpha() for character in receiver):
        errors.append(FieldError("receiver", _("Tulis nama penerima, contoh Siti Aminah.")))
    elif len(receiver) > _NAME_LENGTH:
        errors.append(FieldError("receiver", _("Tulis nama penerima paling panjang 100 huruf.")))
    if relation not in Handover.Relation.values:
        errors.append(FieldError("relation", _("Pilih hubungan penerima dari daftar.")))
    elif relation == Handover.Relation.HELPER and not case.application.helper:
        errors.append(FieldError("relation", _("Permohonan ini tidak memakai pendamping. Pilih hubungan lain.")))
    return errors


def _check_proof(proof: str, *, relation: str) -> list[FieldError]:
    """A proxy shows a letter of authority (form F-1.07 for civil registration, Permendagri 109/2019)."""
    if len(proof) > _PROOF_LENGTH:
        return [FieldError("proof", _("Tulis bukti paling panjang 500 huruf."))]
    if relation == Handover.Relation.PROXY and not proof:
        return [FieldError("proof", _("Tulis nomor atau tanggal surat kuasa."))]
    return []


def _check_old_papers(case: Case, given: Mapping[str, str] | None) -> list[FieldError]:
    """Old documents are withdrawn when the new one is handed over (Perpres 96/2018)."""
    if given is None:
        return []
    message = _("Pilih: %(name)s sudah diterima, atau tidak ada.")
    return [
        FieldError(f"old.{one.code}", message % {"name": one.name})
        for one in list_old_papers(case)
        if given.get(one.code) not in OLD_PAPERS
    ]


def _clean(name: str) -> str:
    return " ".join("".join(c for c in name if c.isprintable()).split())


def _name_of_applicant(case: Case, *, relation: str) -> str:
    return str(case.application.applicant.get("name") or "") if relation == Handover.Relation.SELF else ""
