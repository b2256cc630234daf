"""Keep documents: what an officer judged good in a finished case need not be brought again by the same person."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tuntas.cases.models import ApplicationFile, Case, Verdict
from tuntas.cases.paper import service_of
from tuntas.catalog.reading import read_shared
from tuntas.intake.models import Upload
from tuntas.people.finding import find_by_nik
from tuntas.people.models import Document, Resident
from tuntas.people.prefill import Proof, list_documents
from tuntas.vault import files

# Documents that stay true for a while, and for how many days; everything else belongs to one application.
KEPT_DAYS: dict[str, int | None] = {
    "KTP": 365,
    "KK": 365,
    "PAS": 180,
    "LHR": None,
    "NKH": None,
    "CRI": None,
    "AKM": None,
    "IJZ": None,
}


def keep_documents(case: Case, *, at: datetime) -> int:
    """Notes the applicant's documents that were judged good in a finished case. Returns how many.

    Only where the register knows the applicant, and only under the requirement's ordinary name: "KK almarhum" is
    somebody else's.
    """
    application = case.application
    resident = find_by_nik(str(application.applicant.get("nik", "")), offices=[application.office_id])
    if resident is None or resident.status != Resident.Status.PRESENT:
        return 0
    own = _list_own(case)
    on = timezone.localtime(at).date()
    rows = application.files.filter(is_current=True, requirement__in=own & _list_good(case))
    kept = [_keep(resident, row, case=case, on=on) for row in rows.select_related("upload__blob")]
    return len(kept)


def _list_own(case: Case) -> set[str]:
    names = {code: str(row["name"]) for code, row in read_shared("requirements").items() if code in KEPT_DAYS}
    asked = service_of(case).requirements
    return {row.code for row in asked if row.name == names.get(row.code)}


def _list_good(case: Case) -> set[str]:
    newest = {row.item: row.says for row in case.verdicts.order_by("at", "id")}
    return {item for item, says in newest.items() if says == Verdict.Says.OK}


@transaction.atomic
def _keep(resident: Resident, row: ApplicationFile, *, case: Case, on: date) -> Document:
    days = KEPT_DAYS[row.requirement]
    upload = row.upload
    return Document.objects.update_or_create(
        resident=resident,
        requirement=row.requirement,
        defaults={
            "office_id": resident.office_id,
            "blob": upload.blob,
            "facts": {name: getattr(upload, name) for name in _FACTS},
            "verified_on": on,
            "expires_on": on + timedelta(days=days) if days else None,
            "case": case.pk,
        },
    )[0]


_FACTS = ("media_type", "pages", "width", "height")


@transaction.atomic
def reuse_document(document: Document) -> Upload:
    """A fresh upload with the same content, for a new application: each keeps and forgets its own files.

    Raises vault.files.FileMissing when the bytes are gone.
    """
    data = files.read(document.blob)
    blob = files.store(data, media_type=document.blob.media_type)
    facts = {name: document.facts[name] for name in _FACTS if name in document.facts}
    return Upload.objects.create(blob=blob, **facts)


def reuse_documents(proof: Proof, *, asked: Collection[str], at: datetime) -> dict[str, list[str]]:
    """Fresh copies of the verified papers on file that a service asks for: {requirement: [upload id]}."""
    given = {}
    for document in list_documents(proof, on=timezone.localtime(at).date()):
        if document.requirement in asked:
            try:
                given[document.requirement] = [str(reuse_document(document).pk)]
            except files.FileMissing:
                continue  # the paper is asked for again, as if it had never been on file
    return given
