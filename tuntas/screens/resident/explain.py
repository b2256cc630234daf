"""The pages that explain: how to get help, and how data is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import briefly_cached


@open_to_all
@require_safe
@briefly_cached
def help_page(request: HttpRequest) -> HttpResponse:
    """Ways to get help, and answers to what people ask most."""
    return render(request, "resident/help.html")


@open_to_all
@require_safe
@briefly_cached
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep, who may see it, for how long, and the reader's rights."""
    return render(request, "resident/privacy.html")
