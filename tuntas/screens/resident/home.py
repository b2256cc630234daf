"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.screens.shared.access import open_to_all


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "shared/plain.html")
