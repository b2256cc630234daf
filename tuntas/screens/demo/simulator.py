"""The simulator of a demonstration: phones and mailboxes that show every message the office sent."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuntas.offices.models import Officer
from tuntas.screens.demo.outbox import CHANNELS, read_outbox
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@require_safe
@never_kept
def simulator(request: HttpRequest) -> HttpResponse:
    """The readable outbox, with `?saluran=` of one channel; in a real office this address does not exist."""
    if not Officer.objects.filter(is_demo=True).exists():
        raise Http404
    only = request.GET.get("saluran", "")
    return render(request, "demo/simulator.html", {"outbox": read_outbox(only), "only": only, "channels": CHANNELS})
