"""The pages that explain: how to get help, and how data is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuntas.screens.shared.access import open_to_all


@open_to_all
def help_page(request: HttpRequest) -> HttpResponse:
    """Four ways to get help, and answers to what people ask most."""
    return render(request, "shared/plain.html")


@open_to_all
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, who may see it, for how long, and the reader's rights."""
    return render(request, "shared/plain.html")
