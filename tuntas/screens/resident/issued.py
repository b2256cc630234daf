"""What another system printed, as PDF, for whoever proved the PIN; the national forms filled from the answers."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tuntas.cases.models import Application, Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import State
from tuntas.flow.download_issued import download_issued
from tuntas.flow.print_form import print_form
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@never_kept
@require_http_methods(["GET", "POST"])
@with_proof
def issued(request: HttpRequest, application: Application, case_id: uuid.UUID, document_id: uuid.UUID) -> HttpResponse:
    """POST: the PDF, which may count as delivered. GET only reads: before that it leads back to the status page."""
    case = _get_case(application, case_id)
    if request.method == "GET" and case.state == State.READY:
        return HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))
    try:
        document = download_issued(case, document_id=document_id)
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    return _pdf(document.data, name=f"{document.code}-{application.receipt}")


@open_to_all
@never_kept
@require_safe
@with_proof
def form(request: HttpRequest, application: Application, case_id: uuid.UUID, form_code: str) -> HttpResponse:
    """One national form, unsigned, to print."""
    try:
        data = print_form(_get_case(application, case_id), form_code)
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    return _pdf(data, name=f"{form_code}-{application.receipt}")


def _get_case(application: Application, case_id: uuid.UUID) -> Case:
    case = application.cases.select_related("office", "application").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case


def _pdf(data: bytes, *, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
