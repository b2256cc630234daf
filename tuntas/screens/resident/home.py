"""The front page: find a letter by life event or by word, track an application, see how it goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuntas.catalog.finding import list_groups, search_services
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import briefly_cached

_LONGEST = 60


@open_to_all
@require_safe
@briefly_cached
def home(request: HttpRequest) -> HttpResponse:
    """All services by life event; with `?cari=` the ones that fit those words come first."""
    wanted = " ".join(request.GET.get("cari", "").split())[:_LONGEST]
    found = search_services(wanted) if wanted else []
    return render(request, "resident/home.html", {"groups": list_groups(), "wanted": wanted, "found": found})
