"""Shows NIK and KK in full, once, because somebody asked; the asking is noted."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tuntas.flow.read_record import read_record
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case, show_case
from tuntas.screens.shared.access import needs, officer_of


@needs(Right.SEE_QUEUE)
def reveal(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """POST: the workbench with the numbers unmasked; GET, as after a login, leads to the masked one."""
    if request.method != "POST":
        return redirect("desk:case", case_id)
    found = read_record(load_case(request, case_id), by=officer_of(request), what="nik.read")
    return show_case(request, found, revealed=True)
