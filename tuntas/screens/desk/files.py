"""The photos of a case, as pictures that a browser shows."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse

from tuntas.cases.refusals import CaseUnknown
from tuntas.flow.read_record import get_page
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.SEE_QUEUE)
def photo(request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID, page: int) -> HttpResponse:
    """One page of one file as JPEG; the reading is noted, the browser keeps no copy on disk."""
    try:
        picture = get_page(load_case(request, case_id), file_id=file_id, page=page, by=officer_of(request))
    except CaseUnknown as refusal:
        raise Http404(str(refusal)) from refusal
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response
