"""Read a record: an officer opens the full data of a case, and the resident can later see who did."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.paper import service_of
from tuntas.cases.refusals import CaseUnknown
from tuntas.intake.models import Upload
from tuntas.intake.uploads import page_image
from tuntas.offices.models import Officer
from tuntas.vault import audit, files


def read_record(case: Case, *, by: Officer, what: str = "case.read", at: datetime | None = None) -> Case:
    """Notes the reading in the audit chain of the case's office and returns the case.

    `what` is "case.read" for the full record, "file.read" for one photo, "nik.read" for the unmasked NIK.
    """
    at = at or timezone.now()
    audit.record(what, subject=str(case.pk), actor=f"officer:{by.pk}", stream=case.office.code, at=at)
    return case


@dataclass(frozen=True)
class FileRead:
    data: bytes
    media_type: str


def get_file(case: Case, *, file_id: uuid.UUID, by: Officer, at: datetime | None = None) -> FileRead:
    """The bytes of one file of the case, the reading noted. Raises CaseUnknown when the file is not of this case."""
    upload = _get_upload(case, file_id)
    read_record(case, by=by, what="file.read", at=at)
    return FileRead(files.read(upload.blob), upload.media_type)


def get_page(
    case: Case, *, file_id: uuid.UUID, page: int, by: Officer, width: int = 1600, at: datetime | None = None
) -> bytes:
    """One page of one file as JPEG, the reading noted. Raises CaseUnknown when file or page is not of this case."""
    upload = _get_upload(case, file_id)
    if not 1 <= page <= upload.pages:
        raise CaseUnknown(_("Halaman ini tidak ada."))
    read_record(case, by=by, what="file.read", at=at)
    return page_image(upload, page=page, width=width)


def _get_upload(case: Case, file_id: uuid.UUID) -> Upload:
    row = case.application.files.select_related("upload__blob").filter(pk=file_id).first()
    # Of a package each office sees what its own document needs.
    if row is None or (case.output and row.requirement not in {one.code for one in service_of(case).requirements}):
        raise CaseUnknown(_("Berkas ini tidak ada."))
    return row.upload
