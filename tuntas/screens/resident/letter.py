"""The letter as PDF, for whoever proved the PIN. The first download counts as the hand-over, so it is a POST."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tuntas.cases.models import Application
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import State
from tuntas.flow.download import download
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@never_kept
@require_http_methods(["GET", "POST"])
@with_proof
def letter(request: HttpRequest, application: Application, case_id: uuid.UUID) -> HttpResponse:
    """POST: the PDF, and the document counts as delivered. GET only reads: a letter already delivered comes again, one
    that is not yet leads back to the status page with its button."""
    case = application.cases.select_related("office", "application").filter(pk=case_id).first()
    if case is None:
        raise Http404
    if request.method == "GET" and case.state == State.READY:
        return HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))
    try:
        pdf = download(case)
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{case.service_code}-{application.receipt}.pdf"'
    return answer
