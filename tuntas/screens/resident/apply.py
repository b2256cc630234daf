"""The application form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.screens.shared.access import open_to_all


@open_to_all
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a service."""
    return render(request, "shared/plain.html")
