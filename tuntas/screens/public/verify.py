"""The page behind the QR code: is this letter true? Made to be small, plain and the same for every unknown code."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tuntas.letters.checking import Status, check_code
from tuntas.screens.public.verdicts import describe, describe_seal
from tuntas.screens.public.waiting import ask_to_wait
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept
from tuntas.vault import tries
from tuntas.vault.tries import TooManyTries
from tuntas.vault.visitor import visitor_of

UNKNOWN_CODES = 60
WINDOW = 10 * 60


@open_to_all
@never_kept
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What this code stands for. A visitor who asks for too many unknown codes is asked to wait."""
    at = timezone.now()
    visitor = visitor_of(request)
    try:
        tries.check("verify", subject=visitor, limit=UNKNOWN_CODES, seconds=WINDOW, at=at)
    except TooManyTries as refused:
        return ask_to_wait(request, refused)
    checked = check_code(code[:64], on=timezone.localdate(at))
    if checked.status == Status.UNKNOWN:
        tries.count("verify", subject=visitor, seconds=WINDOW, at=at)
    page = {
        "checked": checked,
        "verdict": describe(checked.status),
        "seal": describe_seal(checked.seal),
        "host": urlsplit(settings.PUBLIC_URL).netloc,
        "office": checked.letter.office if checked.letter else None,  # whose paper it is, not whom the reader chose
    }
    return render(request, "public/verify.html", page)
