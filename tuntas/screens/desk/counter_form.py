"""The form at the counter: the same as at home, filled in by an officer for a walk-in, and the slip they take along."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.finding import definition_of
from tuntas.flow.submit_draft import read_receipt, submit_draft
from tuntas.flow.take_in import find_at_counter, note_reading
from tuntas.intake.models import Draft
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.intake.sending import check_draft, list_missing
from tuntas.intake.submission import Submission
from tuntas.intake.uploads import UploadUnknown
from tuntas.offices.models import Office
from tuntas.offices.roles import Right
from tuntas.offices.tree import OfficeUnknown, PostMissing
from tuntas.reports.status import read_status
from tuntas.screens.desk.counter import list_own
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import needs, officer_of
from tuntas.screens.shared.applying.form import list_errors, make_form
from tuntas.screens.shared.applying.receiving import Opened, take
from tuntas.screens.shared.applying.summary import list_summary
from tuntas.screens.shared.caching import never_kept


def load_draft(request: HttpRequest, draft_id: uuid.UUID) -> tuple[Opened, Office]:
    """The draft if it lies at a counter of this officer's offices, else 404."""
    draft = find_at_counter(draft_id, offices=list_own(request))
    if draft is None or draft.office is None:
        raise Http404
    return Opened(draft, definition_of(draft.service_version)), draft.office


def check(draft: Draft) -> Submission:
    """The submission of a draft at the counter. Raises InputRefused."""
    return check_draft(draft, channel="counter", on=timezone.localdate())


def missing_of(draft: Draft) -> dict[str, str]:
    """What still needs work, by field."""
    return list_missing(draft, channel="counter", on=timezone.localdate())


@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Right.TAKE_IN)
def counter_form(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The whole form; POST keeps everything and goes on when nothing is missing."""
    opened, office = load_draft(request, draft_id)
    if opened.draft.receipt:
        return redirect("desk:counter_slip", draft_id)
    if request.method != "POST":
        note_reading(opened.draft, by=officer_of(request))
        return show_form(request, opened, office)
    taken = take(request, opened, at_counter=True)
    if opened.draft.receipt:
        return redirect("desk:counter_slip", draft_id)
    if request.POST.get("do") == "keep" and "" not in taken.refused:
        return redirect("desk:counter")
    missing = {**missing_of(opened.draft), **taken.refused}
    return show_form(request, opened, office, missing=missing) if missing else redirect("desk:counter_check", draft_id)


def show_form(
    request: HttpRequest, opened: Opened, office: Office, *, missing: Mapping[str, str] | None = None
) -> HttpResponse:
    """The form with the draft so far and, after a try, what is missing."""
    form = make_form(opened.definition, office=office, content=opened.draft.content, messages=missing, at_counter=True)
    context = {"desk": read_desk(request), "form": form, "service": opened.definition, "office": office}
    context |= {"draft": opened.draft, "errors": list_errors(form, missing or {})}
    return render(request, "desk/counter_form.html", context, status=422 if missing else 200)


@never_kept
@require_POST
@needs(Right.TAKE_IN)
def counter_save(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Keeps what was typed so far, and tells what the fields still need."""
    opened, _office = load_draft(request, draft_id)
    taken = take(request, opened, at_counter=True)
    if opened.draft.receipt:
        return JsonResponse({"errors": taken.refused}, status=HTTPStatus.CONFLICT)
    return JsonResponse({"errors": {**missing_of(opened.draft), **taken.refused}})


@never_kept
@require_safe
@needs(Right.TAKE_IN)
def counter_check(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Everything once more, read out to the walk-in before it is sent."""
    opened, office = load_draft(request, draft_id)
    if opened.draft.receipt:
        return redirect("desk:counter_slip", draft_id)
    note_reading(opened.draft, by=officer_of(request))
    missing = missing_of(opened.draft)
    return show_form(request, opened, office, missing=missing) if missing else show_answers(request, opened, office)


def show_answers(
    request: HttpRequest, opened: Opened, office: Office, *, errors: list[FieldError] | None = None
) -> HttpResponse:
    """Everything once more, for a draft that lacks nothing."""
    submission = check(opened.draft)
    names = {one.code: one.name for one in opened.definition.requirements}
    context = {"desk": read_desk(request), "service": opened.definition, "office": office, "draft": opened.draft}
    context |= {"parts": list_summary(submission), "errors": errors or [], "helper": submission.helper}
    context |= {"shown": [names[code] for code in submission.shown]}
    return render(request, "desk/counter_check.html", context, status=422 if errors else 200)


@never_kept
@require_POST
@needs(Right.TAKE_IN)
def counter_send(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Sends the draft once, in the officer's name."""
    opened, office = load_draft(request, draft_id)
    try:
        submit_draft(opened.draft, check=check, by=officer_of(request))
    except InputRefused as refusal:
        return show_form(request, opened, office, missing=refusal.messages)
    except (CannotMove, PostMissing, OfficeUnknown, UploadUnknown) as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:counter_form", draft_id)
    return redirect("desk:counter_slip", draft_id)


@never_kept
@require_safe
@needs(Right.TAKE_IN)
def counter_slip(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The receipt, the PIN and the way to the status page, for paper of 80 mm or A5 (`?kertas=a5`)."""
    opened, office = load_draft(request, draft_id)
    if not opened.draft.receipt:
        return redirect("desk:counter_form", draft_id)
    receipt = read_receipt(opened.draft)
    application = Application.objects.select_related("office", "entered_by").get(receipt=receipt.receipt)
    cases = read_status(application, at=timezone.now()).cases
    context = {"desk": read_desk(request), "office": office, "service": opened.definition, "pin": receipt.pin}
    context |= {"application": application, "cases": cases, "paper": "a5" if "a5" in request.GET.values() else "roll"}
    context |= {"status_url": f"{settings.PUBLIC_URL}{reverse('resident:status', args=[receipt.receipt])}"}
    return render(request, "desk/counter_slip.html", context)
