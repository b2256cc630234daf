"""Shows NIK and KK in full, once, because somebody asked; the asking is noted."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tuntas.flow.read_record import read_record
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case, show_case
from tuntas.screens.shared.access import needs, officer_of


@require_POST
@needs(Right.SEE_QUEUE)
def reveal(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The workbench with the numbers unmasked."""
    found = read_record(load_case(request, case_id), by=officer_of(request), what="nik.read")
    return show_case(request, found, revealed=True)
