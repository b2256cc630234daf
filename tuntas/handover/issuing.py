"""Issuing: documents that another system printed come into the case, and it is known when all are there."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.paper import service_of
from tuntas.cases.refusals import CannotMove, CaseUnknown
from tuntas.catalog.definition import Document
from tuntas.handover.models import IssuedDocument
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Officer
from tuntas.vault import files

_NUMBER_LENGTH = 60
_HEAD = b"%PDF-"
_END = b"%%EOF"


def keep_issued(case: Case, *, code: str, number: str, data: bytes | None, by: Officer, at: datetime) -> IssuedDocument:
    """Keeps one document of a case: its number, and its PDF unless it is a card. Raises InputRefused with fields
    "document", "number" and "file"."""
    document = _get_document(case, code)
    number = " ".join(number.split())
    errors = [*_check_number(number, document), *_check_file(data, document)]
    if errors:
        raise InputRefused(errors)
    blob = files.store(data, media_type="application/pdf") if data else None
    return IssuedDocument.objects.create(
        case=case,
        code=document.code,
        name=document.name,
        number=number,
        blob=blob,
        sha256=blob.sha256 if blob else "",
        attached_by=by,
        at=at,
    )


def check_complete(case: Case) -> None:
    """Raises CannotMove naming the first document that is still to be attached; a case with a letter needs none."""
    attached = {row.code for row in case.issued.all()}
    for document in service_of(case).documents:
        if document.required and document.code not in attached:
            raise CannotMove(_("Lampirkan dulu %(document)s, lalu terbitkan.") % {"document": document.name})


def list_current(rows: Iterable[IssuedDocument]) -> list[IssuedDocument]:
    """Of all rows of a case the newest of each document, in the order in which they were first attached."""
    newest: dict[str, IssuedDocument] = {}
    for row in sorted(rows, key=lambda row: (row.at, str(row.pk))):
        newest[row.code] = row
    return list(newest.values())


def get_issued(case: Case, document_id: object) -> IssuedDocument:
    """A current document of the case that has a file. Raises CaseUnknown."""
    rows = list_current(case.issued.select_related("blob"))
    found = next((row for row in rows if str(row.pk) == str(document_id) and row.blob), None)
    if found is None:
        raise CaseUnknown(_("Dokumen ini tidak ada."))
    return found


def read_issued(document: IssuedDocument) -> bytes:
    """The bytes as the other system made them. Raises CaseUnknown for a card, vault.files.FileAltered, FileMissing."""
    if document.blob is None:
        raise CaseUnknown(_("Dokumen ini diserahkan di loket."))
    return files.read(document.blob)


def _get_document(case: Case, code: str) -> Document:
    documents = service_of(case).documents
    found = next((one for one in documents if one.code == code), None)
    if found is None:
        raise InputRefused([FieldError("document", _("Pilih dokumen dari daftar layanan ini."))])
    return found


def _check_number(number: str, document: Document) -> list[FieldError]:
    if len(number) > _NUMBER_LENGTH or not number.isprintable():
        return [FieldError("number", _("Tulis nomor paling panjang 60 huruf."))]
    if document.is_card and not number:
        return [FieldError("number", _("Tulis nomor %(document)s.") % {"document": document.name})]
    return []


def _check_file(data: bytes | None, document: Document) -> list[FieldError]:
    """A look at both ends, no parsing: the file goes to its owner unread, and its signature must stay as it is."""
    if data is None:
        return [] if document.is_card else [FieldError("file", _("Pilih berkas PDF dari SIAK."))]
    if len(data) > settings.UPLOAD_LIMIT:
        return [FieldError("file", _("Berkas ini terlalu besar. Simpan ulang dengan ukuran lebih kecil."))]
    if not data.startswith(_HEAD) or _END not in data[-2048:]:
        return [FieldError("file", _("Berkas ini bukan PDF yang utuh. Unduh ulang dari SIAK."))]
    return []
