"""The status page: what the resident must do first, then where each document is and who had it."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from tuntas.cases.models import Application
from tuntas.cases.states import State
from tuntas.reports.status import read_status
from tuntas.reports.told import read_last
from tuntas.screens.resident.asking import Asked, list_asked, list_errors
from tuntas.screens.resident.documents import headline, list_documents
from tuntas.screens.resident.proof import forget_proof, with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@never_kept
@require_safe
@with_proof
def status(request: HttpRequest, application: Application) -> HttpResponse:
    """The page of one application, for whoever proved its PIN."""
    return show_status(request, application)


def show_status(
    request: HttpRequest,
    application: Application,
    *,
    asked: list[Asked] | None = None,
    refused: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Renders the page. After a refused try `asked` are the fields as they were filled, `refused` what is missing."""
    now = timezone.now()
    report = read_status(application, at=now)
    asked = list_asked(report.asks, application) if asked is None else asked
    documents = list_documents(report, now=now)
    page = {
        "application": application,
        "office": application.office,
        "report": report,
        "documents": documents,
        "fetchable": [document for document in documents if document.first_time],
        "headline": headline(report),
        "town": application.office.place,
        "asked": asked,
        "errors": list_errors(asked, refused or {}),
        "told": read_last(application, at=now),
        "can_rate": report.is_finished and any(case.state == State.DELIVERED for case in report.cases),
        "can_withdraw": any(case.can_withdraw for case in report.cases),
    }
    return render(request, "resident/status.html", page, status=_status_of(refused))


def _status_of(refused: Mapping[str, str] | None) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@open_to_all
@never_kept
@require_POST
@with_proof
def leave(request: HttpRequest, application: Application) -> HttpResponse:
    """Closes the page on a device that others use too."""
    answer = HttpResponseRedirect(reverse("resident:track"))
    forget_proof(answer, application)
    return answer
