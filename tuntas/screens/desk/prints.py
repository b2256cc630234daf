"""Letters on paper, for those who fetch them at the counter, at the village office, or from a courier."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuntas.cases.refusals import CaseUnknown
from tuntas.flow.print_letters import print_letter, print_letters
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case
from tuntas.screens.desk.hand_over import SHOWN, is_on_paper, list_ready
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.pdf import answer_pdf


@needs(Right.HAND_OVER)
@require_safe
def case_letter(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The sealed letter of one case, to print; the reading is noted."""
    case = load_case(request, case_id)
    try:
        pdf = print_letter(case, by=officer_of(request))
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    return _show(pdf, name=f"{case.service_code}-{case.application.receipt}")


@needs(Right.HAND_OVER)
@require_safe
def ready_letters(request: HttpRequest) -> HttpResponse:
    """All letters of the list that somebody waits for on paper, in one file; each reading is noted."""
    officer = officer_of(request)
    cases = [case for case in list_ready(officer, at=timezone.now())[:SHOWN] if is_on_paper(case)]
    try:
        pdf = print_letters(cases, by=officer)
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    return _show(pdf, name="surat-untuk-loket")


def _show(pdf: bytes, *, name: str) -> HttpResponse:
    answer = answer_pdf(pdf, name=name, in_page=True)
    answer["Cache-Control"] = "no-store"
    return answer
