"""What is downloaded with a PIN, as PDF: the letter, what another system printed, the national forms filled from the
answers. The first download counts as the hand-over, so it is a POST."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tuntas.cases.models import Application, Case
from tuntas.cases.refusals import CaseUnknown
from tuntas.cases.states import State
from tuntas.flow.download import download
from tuntas.flow.download_issued import download_issued
from tuntas.flow.print_form import print_form
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept
from tuntas.screens.shared.pdf import answer_pdf


@open_to_all
@never_kept
@require_http_methods(["GET", "POST"])
@with_proof
def letter(request: HttpRequest, application: Application, case_id: uuid.UUID) -> HttpResponse:
    """POST: the PDF, and the document counts as delivered. GET only reads: a letter already delivered comes again, one
    that is not yet leads back to the status page with its button."""
    case = _get_case(application, case_id)
    if request.method == "GET" and case.state == State.READY:
        return HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))
    try:
        pdf = download(case)
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    return answer_pdf(pdf, name=f"{case.service_code}-{application.receipt}")


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
    return answer_pdf(document.data, name=f"{document.code}-{application.receipt}")


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
    return answer_pdf(data, name=f"{form_code}-{application.receipt}")


def _get_case(application: Application, case_id: uuid.UUID) -> Case:
    case = application.cases.select_related("office", "application").filter(pk=case_id).first()
    if case is None:
        raise Http404
    return case
