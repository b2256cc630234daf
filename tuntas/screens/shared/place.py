"""The office a visitor chose, kept in a cookie that holds its code and nothing about the person."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tuntas.offices.models import Office

COOKIE = "tuntas_kantor"
_YEAR = 365 * 24 * 3600


def find_office(request: HttpRequest) -> Office | None:
    """The chosen office, if it is still open; one query."""
    code = request.COOKIES.get(COOKIE, "")
    if not code or len(code) > 24:
        return None
    return Office.objects.filter(code=code, is_open=True).select_related("parent__parent").first()


def remember_office(response: HttpResponse, office: Office) -> None:
    """Keeps the choice for a year."""
    response.set_cookie(
        COOKIE, office.code, max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
