"""Attaching what the national system printed, before the case is issued; and the national forms, filled."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tuntas.cases.models import Case
from tuntas.cases.paper import service_of
from tuntas.cases.refusals import CannotMove, CaseUnknown
from tuntas.flow.attach import attach
from tuntas.flow.print_form import print_form
from tuntas.handover.issuing import list_current
from tuntas.handover.models import IssuedDocument
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.roles import Right
from tuntas.screens.desk.case import load_case
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.pdf import answer_pdf


@needs(Right.ATTACH)
def attach_case(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """One document at a time: which, its number, its PDF."""
    case, errors = load_case(request, case_id), list[FieldError]()
    if request.method == "POST":
        try:
            attached = _attach(request, case)
        except InputRefused as refusal:
            errors = list(refusal.errors)
        except CannotMove as refusal:
            messages.warning(request, str(refusal))
            return redirect("desk:case", case.pk)
        else:
            messages.success(request, _("%(document)s terlampir.") % {"document": attached.name})
            return redirect("desk:attach_case", case.pk)
    desk, definition = read_desk(request), service_of(case)
    context = {"case": case, "short": definition.short, "documents": definition.documents, "typed": request.POST}
    context |= {"desk": desk, "office": desk.office, "errors": errors, "issued": list_current(case.issued.all())}
    return render(request, "desk/attach_case.html", context, status=422 if errors else 200)


def _attach(request: HttpRequest, case: Case) -> IssuedDocument:
    posted, file = request.POST, request.FILES.get("file")
    return attach(
        case,
        by=officer_of(request),
        code=posted.get("document", ""),
        number=posted.get("number", ""),
        data=file.read() if file else None,
    )


@needs(Right.SEE_QUEUE)
def case_form(request: HttpRequest, case_id: uuid.UUID, form_code: str) -> HttpResponse:
    """One national form of the case, unsigned, to print; the reading is noted."""
    case = load_case(request, case_id)
    try:
        pdf = print_form(case, form_code, by=officer_of(request))
    except CaseUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    answer = answer_pdf(pdf, name=f"{form_code}-{case.application.receipt}", in_page=True)
    answer["Cache-Control"] = "no-store"
    return answer
