"""Previews: form, chat, letter and paper form as the draft would make them; nothing can be sent from here."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.editing import definition_of_edit, find_edit
from tuntas.chat.rehearsing import rehearse
from tuntas.letters.paper_form import render_paper_form
from tuntas.letters.render import LetterCannotBeSet
from tuntas.letters.specimen import render_specimen
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.offices.tree import OfficeUnknown, get_office_of_level
from tuntas.screens.admin.frame import find_sample_office, frame, get_version_or_404
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.applying.form import make_form
from tuntas.screens.shared.applying.paper import make_paper_form
from tuntas.screens.shared.pdf import answer_pdf


def _read(request: HttpRequest, code: str) -> tuple[ServiceDefinition, Office, bool]:
    """The draft if there is one, else what is published, and the office that the preview speaks for."""
    version, definition = get_version_or_404(code)
    found, office = find_edit(version.code, by=officer_of(request)), find_sample_office(request)
    if office is None:
        raise Http404(_("Belum ada kantor untuk pratinjau."))
    return (definition_of_edit(found) if found else definition), office, found is not None


def _frame(request: HttpRequest, code: str, tab: str) -> dict[str, object]:
    definition, office, is_draft = _read(request, code)
    return frame(request, service=definition, office=office, is_draft=is_draft, tab=tab)


@require_safe
@needs(Right.ADMINISTER)
def preview_form(request: HttpRequest, code: str) -> HttpResponse:
    """The web form, inert."""
    definition, office, _is_draft = _read(request, code)
    form = make_form(definition, office=office, content={})
    return render(request, "admin/preview_form.html", _frame(request, code, "form") | {"form": form})


@require_safe
@needs(Right.ADMINISTER)
def preview_chat(request: HttpRequest, code: str) -> HttpResponse:
    """What the WhatsApp counter would say."""
    definition, office, _is_draft = _read(request, code)
    lines = rehearse(definition, office=office, at=timezone.now())
    return render(request, "admin/preview_chat.html", _frame(request, code, "chat") | {"lines": lines})


@require_safe
@needs(Right.ADMINISTER)
def preview_letter(request: HttpRequest, code: str) -> HttpResponse:
    """The letter with invented data, or why there is none."""
    return render(request, "admin/preview_letter.html", _frame(request, code, "letter"))


@require_safe
@needs(Right.ADMINISTER)
def letter_image(request: HttpRequest, code: str) -> HttpResponse:
    """The picture for that page."""
    definition, office, _is_draft = _read(request, code)
    try:
        issuing = get_office_of_level(office, definition.level)
        picture = render_specimen(definition, office=issuing, at=timezone.localtime())
    except (OfficeUnknown, LetterCannotBeSet) as refusal:
        raise Http404(str(refusal)) from refusal
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@needs(Right.ADMINISTER)
def preview_paper(request: HttpRequest, code: str) -> HttpResponse:
    """The form on paper, as a PDF."""
    definition, office, _is_draft = _read(request, code)
    opens = f"{settings.PUBLIC_URL}{reverse('desk:counter')}"
    form = make_paper_form(definition, office=office, opens=opens)
    pdf = render_paper_form(form, at=timezone.now())
    answer = answer_pdf(pdf, name=f"pratinjau-{definition.code.lower()}", in_page=True)
    answer["Cache-Control"] = "private, no-store"
    return answer
