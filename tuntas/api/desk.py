"""Desk: officers log in, see their queue and decide cases."""

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Status
from ninja.files import UploadedFile

from tuntas.api.access import OfficerToken, get_officer, needs, open_to_all
from tuntas.api.answers import case_record, moved, queue_row
from tuntas.api.replays import answer
from tuntas.api.shapes import ApproveIn, HandOverIn, ReasonIn, RejectIn, SendBackIn, SessionIn
from tuntas.cases.access import get_case
from tuntas.cases.models import Case
from tuntas.cases.states import DUTY_RIGHTS
from tuntas.flow.approve import decide, prove_signer
from tuntas.flow.attach import attach
from tuntas.flow.hand_over import hand_over
from tuntas.flow.read_record import get_file, read_record
from tuntas.flow.reject import reject
from tuntas.flow.send_back import send_back
from tuntas.flow.verdicts import Wrong
from tuntas.offices.duty import list_posts
from tuntas.offices.roles import Right
from tuntas.offices.sessions import close_session, open_session
from tuntas.reports.inbox import list_queue
from tuntas.reports.status import read_case
from tuntas.vault.fields import Json

router = Router(tags=["Petugas"])
token = OfficerToken()


@router.post("/session", summary="Masuk sebagai petugas")
@open_to_all
def session(request: HttpRequest, payload: SessionIn) -> Json:
    """A bearer token that holds for one working day."""
    at = timezone.now()
    fresh, officer = open_session(payload.username, password=payload.password, otp=payload.otp, at=at)
    posts = [
        {"title": post.title, "role": post.role, "office": post.office.code}
        for post in list_posts(officer, on=timezone.localdate())
    ]
    return {"token": fresh, "officer": {"name": officer.name, "posts": posts}}


@router.delete("/session", response={204: None}, summary="Keluar")
@open_to_all
def end_session(request: HttpRequest) -> Status[None]:
    """The token of this request ends; one that has ended already, or never was, is answered alike."""
    close_session(request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
    return Status(204, None)


@router.get("/queue", auth=token, summary="Antrean meja Anda")
@needs(Right.SEE_QUEUE)
def queue(request: HttpRequest, cursor: str = "", only: str = "") -> Json:
    """What waits for your posts, soonest due first."""
    page = list_queue(get_officer(request), at=timezone.now(), only=only, after=cursor)
    return {
        "items": [queue_row(row) for row in page.rows],
        "next": page.next or None,
        "total": page.total,
        "late": page.late,
    }


@router.get("/cases/{case_id}", auth=token, summary="Berkas lengkap (pembacaan ini dicatat)")
@needs(Right.SEE_QUEUE, Right.HAND_OVER)
def case(request: HttpRequest, case_id: uuid.UUID) -> Json:
    """The full record; the applicant can see that it was read."""
    visible = get_case(get_officer(request), case_id, at=timezone.now())
    found = read_record(visible, by=get_officer(request))
    return case_record(found, read_case(found, at=timezone.now()))


@router.get("/cases/{case_id}/files/{file_id}", auth=token, summary="Satu berkas (pembacaan ini dicatat)")
@needs(Right.SEE_QUEUE)
def case_file(request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID) -> HttpResponse:
    """The cleaned photo or PDF."""
    found = get_file(_get(request, case_id), file_id=file_id, by=get_officer(request))
    response = HttpResponse(found.data, content_type=found.media_type)
    response.headers["Cache-Control"] = "no-store"
    return response


def _get(request: HttpRequest, case_id: uuid.UUID) -> Case:
    return get_case(get_officer(request), case_id, at=timezone.now(), for_page=False)


def _move(request: HttpRequest, verb: Callable[[], Case]) -> HttpResponse:
    """Runs one verb once per key and answers where the case stands then."""

    def make() -> tuple[int, Json]:
        return 200, moved(verb())

    return answer(request, who=str(get_officer(request).pk), make=make)


@router.post("/cases/{case_id}/approve", auth=token, summary="Setujui, atau tanda tangani pada langkah terakhir")
@needs(*sorted(set(DUTY_RIGHTS.values())))
def approve(request: HttpRequest, case_id: uuid.UUID, payload: ApproveIn) -> HttpResponse:
    """Decides the current step; `pin` is your signing PIN where the step signs."""
    found, officer, at = _get(request, case_id), get_officer(request), timezone.now()
    blank = prove_signer(found, by=officer, pin=payload.pin, at=at)
    return _move(request, lambda: decide(found, by=officer, note=payload.note, fine=(), blank=blank, at=at))


@router.post("/cases/{case_id}/send-back", auth=token, summary="Kembalikan bagian yang perlu diperbaiki")
@needs(Right.SEND_BACK)
def send_back_case(request: HttpRequest, case_id: uuid.UUID, payload: SendBackIn) -> HttpResponse:
    """Asks the applicant for just these pages and answers."""
    found = _get(request, case_id)
    reasons = [Wrong(_item(reason), reason.code, reason.note) for reason in payload.reasons]
    return _move(request, lambda: send_back(found, by=get_officer(request), reasons=reasons))


def _item(reason: ReasonIn) -> str:
    if reason.requirement:
        return reason.requirement
    return reason.question if "." in reason.question else f"answers.{reason.question}"


@router.post("/cases/{case_id}/reject", auth=token, summary="Tolak dengan alasan")
@needs(Right.REJECT)
def reject_case(request: HttpRequest, case_id: uuid.UUID, payload: RejectIn) -> HttpResponse:
    """Ends the case with a reason that the applicant reads."""
    found = _get(request, case_id)
    return _move(request, lambda: reject(found, by=get_officer(request), code=payload.code, note=payload.note))


@router.post("/cases/{case_id}/attach", auth=token, summary="Lampirkan dokumen yang dicetak SIAK", response={201: dict})
@needs(Right.ATTACH)
def attach_document(
    request: HttpRequest,
    case_id: uuid.UUID,
    document: Form[str],
    number: Form[str] = "",
    file: File[UploadedFile | None] = None,
) -> HttpResponse:
    """`document` is a code of the service's documents; `file` a PDF. A card needs its number only."""
    found, data = _get(request, case_id), file.read() if file else None

    def make() -> tuple[int, Json]:
        attached = attach(found, by=get_officer(request), code=document, number=number, data=data)
        return 201, {
            "id": str(attached.pk),
            "document": attached.code,
            "name": attached.name,
            "sha256": attached.sha256,
        }

    body = b"\0".join((document.encode(), number.encode(), data or b""))
    return answer(request, who=str(get_officer(request).pk), make=make, body=body)


@router.post("/cases/{case_id}/hand-over", auth=token, summary="Catat penyerahan dokumen")
@needs(Right.HAND_OVER)
def hand_over_case(request: HttpRequest, case_id: uuid.UUID, payload: HandOverIn) -> HttpResponse:
    """Records whose hand the document reached."""
    found = _get(request, case_id)
    return _move(request, lambda: hand_over(found, by=get_officer(request), **payload.dict()))
