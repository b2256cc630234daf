"""A paper that was promised has come: the officer states that its original was shown."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tuntas.cases.refusals import CannotMove
from tuntas.flow.note_original import note_original
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case
from tuntas.screens.shared.access import needs, officer_of


@require_POST
@needs(Right.TAKE_IN)
def original(request: HttpRequest, case_id: uuid.UUID, code: str) -> HttpResponse:
    """POST: notes it under the officer's name, and shows the case again."""
    try:
        note_original(load_case(request, case_id), requirement=code, by=officer_of(request))
    except CannotMove as refusal:
        messages.warning(request, str(refusal))
    return redirect("desk:case", case_id)
