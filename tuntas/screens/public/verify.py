"""Verify"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.screens.shared.access import open_to_all


@open_to_all
def verify(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "shared/plain.html")
