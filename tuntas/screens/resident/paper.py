"""The form on paper: empty for anybody, or with what this browser has filled in, to be finished at the counter."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.intake.counter import make_code
from tuntas.letters.paper_form import PaperForm, render_paper_form
from tuntas.screens.resident.applying.drafts import find_opened
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.paper import make_paper_form
from tuntas.screens.shared.applying.receiving import take
from tuntas.screens.shared.caching import briefly_cached, never_kept
from tuntas.screens.shared.pdf import answer_pdf
from tuntas.screens.shared.place import find_office


@open_to_all
@require_safe
@briefly_cached
def paper_form(request: HttpRequest, code: str) -> HttpResponse:
    """The empty form of a service, A4; its QR code opens the counter with this service."""
    try:
        _version, definition = get_service(code)
    except ServiceUnknown as unknown:
        raise Http404(str(unknown)) from unknown
    opens = f"{reverse('desk:counter')}?{urlencode({'layanan': definition.code})}"
    return _print(make_paper_form(definition, office=find_office(request), opens=settings.PUBLIC_URL + opens))


@open_to_all
@never_kept
@require_POST
def print_draft(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps what was typed, and prints it with a fresh code that opens the draft at the counter for two weeks."""
    opened = find_opened(request, code)
    if opened is None or opened.draft.receipt:
        return redirect("resident:apply", code)
    content = take(request, opened).content if "who" in request.POST else opened.draft.content
    if opened.draft.receipt:
        return redirect("resident:apply", code)
    known = make_code(opened.draft, at=timezone.now())
    opens = settings.PUBLIC_URL + reverse("desk:counter_open", args=[known])
    form = make_paper_form(opened.definition, office=opened.office, opens=opens, content=content, code=known)
    return _print(form)


def _print(form: PaperForm) -> HttpResponse:
    pdf = render_paper_form(form, at=timezone.now())
    return answer_pdf(pdf, name=f"formulir-{form.code.lower()}", in_page=True)
