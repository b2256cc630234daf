"""Photos in pieces over a weak signal: announced, sent bit by bit, continued where the signal was lost.

The header names follow the IETF draft on resumable uploads.
"""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tuntas.intake.chunks import (
    ChunkedUnknown,
    ChunkRefused,
    WrongOffset,
    add_chunk,
    get_chunked,
    open_chunked,
)
from tuntas.intake.models import Chunked
from tuntas.intake.refusals import FileRefused
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.advice import advise
from tuntas.screens.shared.caching import never_kept


@open_to_all
@never_kept
@require_POST
def open_upload(request: HttpRequest) -> HttpResponse:
    """POST `size` in bytes and `sha256`: answers where the pieces go."""
    size = request.POST.get("size", "")
    try:
        chunked = open_chunked(int(size) if size.isdigit() else 0, sha256=request.POST.get("sha256", ""))
    except (FileRefused, ChunkRefused) as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    answer = JsonResponse({"received": 0}, status=201)
    answer.headers["Location"] = reverse("resident:upload_piece", args=[chunked.pk])
    return answer


@open_to_all
@never_kept
@require_http_methods(["HEAD", "GET", "PATCH"])
def upload_piece(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """HEAD tells how much has arrived; PATCH with `Upload-Offset` adds a piece, the last one answers the upload."""
    try:
        if request.method == "PATCH":
            return _answer(add_chunk(upload_id, offset=_offset(request), data=request.body))
        return _answer(get_chunked(upload_id))
    except WrongOffset as refusal:
        answer = JsonResponse({"message": str(refusal), "received": refusal.expected}, status=409)
        answer.headers["Upload-Offset"] = str(refusal.expected)
        return answer
    except ChunkedUnknown as refusal:
        return JsonResponse({"message": str(refusal)}, status=404)
    except (FileRefused, ChunkRefused) as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)


def _offset(request: HttpRequest) -> int:
    given = request.headers.get("Upload-Offset", "")
    if not given.isdigit():
        raise ChunkRefused(_("Tulis Upload-Offset: dari bita ke berapa bagian ini."))
    return int(given)


def _answer(chunked: Chunked) -> HttpResponse:
    body: dict[str, object] = {"received": chunked.received, "size": chunked.size}
    upload = chunked.upload
    if upload:
        body |= {"upload": str(upload.pk), "verdict": upload.verdict, "hints": upload.hints, "pages": upload.pages}
        body |= {"advice": advise(upload.hints)}
    answer = JsonResponse(body)
    answer.headers["Upload-Offset"] = str(chunked.received)
    return answer
