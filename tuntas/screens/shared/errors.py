"""The pages for what went otherwise: each says in plain words what happened and where to go on."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone

from tuntas.offices.duty import rights_today
from tuntas.offices.roles import Right
from tuntas.screens.shared.access import open_to_all


@open_to_all
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that cannot be read."""
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


@open_to_all
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: a logged-in officer lacks the right; the exception's sentence says which."""
    officer = request.user if request.user.is_authenticated else None
    has_desk = officer is not None and Right.SEE_QUEUE in rights_today(officer, on=timezone.localdate())
    context = {"sentence": str(exception), "has_desk": has_desk}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)


@open_to_all
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this reader; both look the same."""
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


@open_to_all
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a defect of ours. Rendered without request, context or database, because any of them may be the cause."""
    return HttpResponse(loader.get_template("500.html").render(), status=HTTPStatus.INTERNAL_SERVER_ERROR)


@open_to_all
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was open too long, or the browser keeps no cookies."""
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)
