"""The draft behind the form: found by a cookie that only this browser has."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tuntas.catalog.finding import definition_of, get_service
from tuntas.intake.drafts import KEPT_DAYS, find_draft, follow_current, open_draft
from tuntas.offices.models import Office
from tuntas.screens.shared.applying.receiving import Opened


def cookie_name(code: str) -> str:
    return f"tuntas_isian_{code.lower()}"


def find_opened(request: HttpRequest, code: str) -> Opened | None:
    """The draft of this browser for a service, sent or not."""
    draft = find_draft(request.COOKIES.get(cookie_name(code), ""))
    if draft is None or draft.service_version.code.lower() != code.lower():
        return None
    has_changed = follow_current(draft)
    return Opened(draft, definition_of(draft.service_version), has_changed=has_changed)


def open_new(code: str, *, office: Office) -> Opened:
    """A fresh draft. Raises catalog.finding.ServiceUnknown."""
    version, definition = get_service(code)
    draft, token = open_draft(version, office=office)
    return Opened(draft, definition, token)


def remember(response: HttpResponse, opened: Opened) -> HttpResponse:
    """Gives a new draft's token to the browser, for as long as the draft is kept."""
    if opened.token:
        response.set_cookie(
            cookie_name(opened.definition.code),
            opened.token,
            max_age=KEPT_DAYS * 24 * 3600,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def forget(response: HttpResponse, code: str) -> HttpResponse:
    """Lets the browser forget the draft."""
    response.delete_cookie(cookie_name(code), samesite="Lax")
    return response
