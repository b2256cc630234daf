"""Applications: upload, apply, follow, correct, withdraw and fetch, with receipt and PIN instead of an account."""

import uuid

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import File, Router, UploadedFile

from tuntas.api.access import open_to_all
from tuntas.api.answers import application_status, sent
from tuntas.api.heads import is_head
from tuntas.api.replays import answer, answer_prepared_once
from tuntas.api.shapes import ApplicationIn, CorrectionIn, FileIn, WithdrawalIn
from tuntas.api.throttle import check_pace
from tuntas.cases.access import get_application
from tuntas.cases.models import Application, Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.flow.download import download, read_letter
from tuntas.flow.download_issued import download_issued, read_document
from tuntas.flow.resubmit import resubmit
from tuntas.flow.submit import draw_pin, submit
from tuntas.flow.withdraw import withdraw
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.intake.submission import check_submission
from tuntas.intake.uploads import UploadUnknown, check_size, get_upload, keep, prepare
from tuntas.reports.status import read_status
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared
from tuntas.vault.replay import Make

router = Router(tags=["Permohonan"])


@router.post("/uploads", summary="Unggah satu foto atau PDF", response={201: dict})
@open_to_all
def uploads(request: HttpRequest, file: File[UploadedFile]) -> HttpResponse:
    """Cleans and keeps a file; `quality` is a hint that never blocks. Unclaimed, it is forgotten in a month."""
    check_pace(request, "upload", limit=12_000, seconds=600)
    check_size(file.size or 0)
    data = file.read()
    cleaned = prepare(data)  # decoding takes long, so it happens before the transaction of the answer

    def make() -> tuple[int, Json]:
        upload = keep(cleaned)
        return 201, {
            "upload": str(upload.pk),
            "sha256": upload.blob.sha256,
            "bytes": upload.blob.size,
            "media_type": upload.media_type,
            "quality": {"verdict": upload.verdict, "hints": upload.hints},
        }

    return answer(request, who="", make=make, body=data)


@router.post("/applications", summary="Ajukan permohonan", response={201: dict})
@open_to_all
def applications(request: HttpRequest, payload: ApplicationIn) -> HttpResponse:
    """Checks everything with the same rules as every other channel, and answers receipt and PIN once."""
    check_pace(request, "submit", limit=6_000, seconds=600)

    def check() -> Make:
        submission = check_submission(payload.dict(exclude_unset=True), channel="api", on=timezone.localdate())
        pin = draw_pin()

        def make() -> tuple[int, Json]:
            outcome = submit(submission, pin=pin)
            return 201, sent(outcome.application, pin=outcome.pin, cases=outcome.cases)

        return make

    return answer_prepared_once(request, who="", prepare=check)


@router.get("/applications/{receipt}", summary="Status permohonan")
@open_to_all
def application(request: HttpRequest, receipt: str, pin: str = "") -> Json:
    """Where each document is, whose turn it is, until when, and what to do."""
    return _status(get_application(receipt, pin=pin, at=timezone.now()))


def _status(found: Application) -> Json:
    return application_status(read_status(found, at=timezone.now()))


@router.post("/applications/{receipt}/corrections", summary="Perbaiki bagian yang diminta")
@open_to_all
def corrections(request: HttpRequest, receipt: str, payload: CorrectionIn) -> HttpResponse:
    """Takes exactly what was asked for and returns the paper to the desk that asked."""
    found = get_application(receipt, pin=payload.pin, at=timezone.now())

    def make() -> tuple[int, Json]:
        files = [(row.requirement, _get_upload(row, at=position)) for position, row in enumerate(payload.files)]
        resubmit(found, answers=payload.answers, applicant=payload.applicant, files=files)
        return 200, _status(found)

    return answer(request, who=found.receipt, make=make)


def _get_upload(row: FileIn, *, at: int) -> Upload:
    try:
        return get_upload(uuid.UUID(row.upload))
    except (ValueError, UploadUnknown):
        error = FieldError(f"files.{at}.upload", _("Unggah dulu foto ini, lalu kirim nomornya."))
        raise InputRefused([error]) from None


@router.post("/applications/{receipt}/withdrawal", summary="Batalkan permohonan")
@open_to_all
def withdrawal(request: HttpRequest, receipt: str, payload: WithdrawalIn) -> HttpResponse:
    """Withdraws what is still on its way."""
    found = get_application(receipt, pin=payload.pin, at=timezone.now())

    def make() -> tuple[int, Json]:
        withdraw(found, reason=payload.reason)
        return 200, _status(found)

    return answer(request, who=found.receipt, make=make)


@router.get("/applications/{receipt}/letters/{case_id}.pdf", summary="Unduh surat")
@open_to_all
def letter(request: HttpRequest, receipt: str, case_id: uuid.UUID, pin: str = "") -> HttpResponse:
    """The sealed PDF; the first download with the PIN counts as the hand-over."""
    found = get_application(receipt, pin=pin, at=timezone.now())
    case = _cases.first(found.pk, case_id)
    if case is None:
        raise CaseUnknown(_("Surat ini tidak ada."))
    data = read_letter(case) if is_head(request) else download(case)
    return _pdf(data, name=f"{case.service_code}-{found.receipt}")


@router.get("/applications/{receipt}/documents/{case_id}/{document_id}.pdf", summary="Unduh dokumen Disdukcapil")
@open_to_all
def issued(
    request: HttpRequest, receipt: str, case_id: uuid.UUID, document_id: uuid.UUID, pin: str = ""
) -> HttpResponse:
    """A document that the national system made; where no card waits, the first download counts as the hand-over."""
    found = get_application(receipt, pin=pin, at=timezone.now())
    case = _cases.first(found.pk, case_id)
    if case is None:
        raise CaseUnknown(_("Dokumen ini tidak ada."))
    fetch = read_document if is_head(request) else download_issued
    document = fetch(case, document_id=document_id)
    return _pdf(document.data, name=f"{document.code}-{found.receipt}")


@prepared
def _cases(application: uuid.UUID, case: uuid.UUID) -> QuerySet[Case]:
    return Case.objects.select_related("application", "office").filter(application=application, pk=case)


def _pdf(data: bytes, *, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response
