"""The pages of an application: fill in, check the answers, send, and the receipt."""

from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tuntas.cases.models import Application
from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.flow.prefill_draft import may_prefill
from tuntas.flow.submit_draft import read_receipt, submit_draft
from tuntas.intake.models import Draft
from tuntas.intake.offering import describe_closed
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.intake.sending import check_draft, list_missing
from tuntas.intake.submission import Submission
from tuntas.intake.uploads import UploadUnknown
from tuntas.offices.models import Office
from tuntas.offices.tree import OfficeUnknown, PostMissing
from tuntas.reports.status import read_status
from tuntas.screens.resident.applying.drafts import find_opened, forget, open_new, remember
from tuntas.screens.resident.documents import list_documents
from tuntas.screens.resident.journey import follow_journey
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.form import list_errors, make_form
from tuntas.screens.shared.applying.receiving import Opened, take
from tuntas.screens.shared.applying.summary import list_summary
from tuntas.screens.shared.caching import never_kept
from tuntas.screens.shared.place import find_office


@open_to_all
@never_kept
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The whole form in one download; POST keeps everything and goes on when nothing is missing."""
    opened = find_opened(request, code)
    if opened and opened.draft.receipt:
        return redirect("resident:sent", code)
    office = find_office(request) or (opened.office if opened else None)
    if office is None:
        return _choose_office(request, code)
    opened = opened or _open(code, office)
    if closed := describe_closed(opened.definition, office=office):
        messages.warning(request, closed)
        return redirect("resident:service", code)
    if opened.has_changed:
        messages.info(request, _("Syarat layanan ini baru diperbarui. Isian Anda tetap ada, periksa sekali lagi."))
    _move_to(opened, office)
    if request.method == "POST":
        return remember(_take_form(request, opened, office), opened)
    return remember(show_form(request, opened, office), opened)


def _choose_office(request: HttpRequest, code: str) -> HttpResponse:
    _check_known(code)
    return HttpResponseRedirect(f"{reverse('resident:offices')}?{urlencode({'ke': request.path})}")


def _check_known(code: str) -> None:
    try:
        get_service(code)
    except ServiceUnknown as refusal:
        raise Http404(str(refusal)) from refusal


def _open(code: str, office: Office) -> Opened:
    _check_known(code)
    return open_new(code, office=office)


def _move_to(opened: Opened, office: Office) -> None:
    """The office in the header is the one that gets the application."""
    if opened.draft.office_id != office.pk:
        opened.draft.office = office
        opened.draft.save(update_fields=["office", "updated_at"])


def _take_form(request: HttpRequest, opened: Opened, office: Office) -> HttpResponse:
    code = opened.definition.code.lower()
    taken = take(request, opened)
    if opened.draft.receipt:
        return redirect("resident:sent", code)
    if request.POST.get("do") == "keep" and "" not in taken.refused:
        messages.success(request, _("Isian Anda tersimpan. Lanjutkan kapan saja dari ponsel ini."))
        return redirect("resident:apply", code)
    missing = {**missing_of(opened.draft), **taken.refused}
    return show_form(request, opened, office, missing=missing) if missing else redirect("resident:check_answers", code)


def check(draft: Draft) -> Submission:
    """The submission of a draft. Raises InputRefused with everything that still needs work."""
    return check_draft(draft, channel="web", on=timezone.localdate())


def missing_of(draft: Draft) -> dict[str, str]:
    """What still needs work, by field, in the order of the form."""
    return list_missing(draft, channel="web", on=timezone.localdate())


def show_form(
    request: HttpRequest, opened: Opened, office: Office, *, missing: Mapping[str, str] | None = None
) -> HttpResponse:
    """The form with the draft so far and, after a try, what is missing."""
    form = make_form(opened.definition, office=office, content=opened.draft.content, messages=missing)
    errors = list_errors(form, missing or {})
    context = {"form": form, "service": opened.definition, "office": office, "errors": errors}
    context |= {"may_prefill": may_prefill(opened.draft)}
    return render(request, "resident/apply.html", context, status=422 if missing else 200)


@open_to_all
@never_kept
@require_POST
def save(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps what was typed so far, and tells what the fields still need: the script shows those of its screen."""
    opened = find_opened(request, code)
    if opened is None or opened.office is None:
        raise Http404
    taken = take(request, opened)
    if opened.draft.receipt:
        return JsonResponse({"errors": taken.refused}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"errors": {**missing_of(opened.draft), **taken.refused}})


@open_to_all
@never_kept
@require_safe
def check_answers(request: HttpRequest, code: str) -> HttpResponse:
    """Everything once more, before it is sent."""
    opened = find_opened(request, code)
    if opened is None or opened.office is None:
        return redirect("resident:apply", code)
    if opened.draft.receipt:
        return redirect("resident:sent", code)
    missing = missing_of(opened.draft)
    if missing:
        return show_form(request, opened, opened.office, missing=missing)
    return show_answers(request, opened, opened.office)


def show_answers(
    request: HttpRequest, opened: Opened, office: Office, *, errors: list[FieldError] | None = None
) -> HttpResponse:
    """Everything once more, for a draft that lacks nothing."""
    form = make_form(opened.definition, office=office, content=opened.draft.content)
    context = {"service": opened.definition, "office": office, "errors": errors or []}
    context |= {"parts": list_summary(check(opened.draft)), "steps": range(form.steps)}
    return render(request, "resident/check_answers.html", context, status=422 if errors else 200)


@open_to_all
@never_kept
@require_POST
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Sends the draft once, however often the button is pressed."""
    opened = find_opened(request, code)
    if opened is None or opened.office is None:
        return redirect("resident:apply", code)
    try:
        if not (opened.draft.receipt or request.POST.get("true")):
            unsaid = FieldError("true", _("Tandai bahwa data ini benar dan boleh dipakai."))
            return show_answers(request, opened, opened.office, errors=[unsaid])
        submit_draft(opened.draft, check=check)
    except InputRefused as refusal:
        return show_form(request, opened, opened.office, missing=refusal.messages)
    except (OfficeUnknown, PostMissing, ServiceUnknown, UploadUnknown) as refusal:
        messages.warning(request, str(refusal))
        return redirect("resident:apply", code)
    return redirect("resident:sent", code)


@open_to_all
@never_kept
@require_safe
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt and the PIN, for the browser that sent it; `?baru` begins another application."""
    opened = find_opened(request, code)
    if opened is None or not opened.draft.receipt:
        return redirect("resident:apply", code)
    if "baru" in request.GET:
        return forget(redirect("resident:apply", code), code)
    receipt = read_receipt(opened.draft)
    application = Application.objects.select_related("office").get(receipt=receipt.receipt)
    now = timezone.now()
    report = read_status(application, at=now)
    case = report.cases[0]
    context = {"application": application, "pin": receipt.pin, "case": case, "journey": follow_journey(case, now=now)}
    context |= {"status_url": f"{settings.PUBLIC_URL}{reverse('resident:status', args=[receipt.receipt])}"}
    context |= {"report": report, "documents": list_documents(report, now=now) if report.package else []}
    context |= {"service": opened.definition, "office": application.office}
    return render(request, "resident/sent.html", context)
