"""Stop: the reader of a reminder wants no more of them; GET only asks, for programs open links too."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tuntas.notices import consent
from tuntas.notices.stopping import find_address
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept


@open_to_all
@csrf_exempt  # a mail program posts for its user (RFC 8058); the token is the key, and it opens nothing
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """GET: a button. POST: no more reminders to the address that this one went to."""
    found = find_address(token)
    if found is None:
        return render(request, "resident/stop_reminders.html", {"is_unknown": True}, status=404)
    if request.method == "POST":
        address, source = found
        consent.stop(address, source=source, at=timezone.now())
    return render(request, "resident/stop_reminders.html", {"is_done": request.method == "POST"})
