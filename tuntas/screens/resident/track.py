"""Tracking: receipt and PIN open the status page for half an hour."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tuntas.cases.access import get_application
from tuntas.cases.receipts import read_receipt
from tuntas.cases.refusals import AccessRefused
from tuntas.screens.resident.proof import find_proven, remember_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept
from tuntas.vault.tries import TooManyTries


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """GET: the form, with the receipt of `?no=` filled in. POST `no`, `pin`: the status page, or one and the same
    sentence whichever of the two does not fit."""
    if request.method == "POST":
        return _prove(request)
    given = request.GET.get("no", "").strip()[:20]
    known = read_receipt(given)
    if known and find_proven(request, known):
        return HttpResponseRedirect(reverse("resident:status", args=[known]))
    return render(request, "resident/track.html", {"number": known or given})


def _prove(request: HttpRequest) -> HttpResponse:
    number = request.POST.get("no", "").strip()[:40]
    try:
        application = get_application(number, pin=request.POST.get("pin", "")[:40], at=timezone.now())
    except AccessRefused as refused:
        return _ask_again(request, number, sentence=str(refused), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except TooManyTries as refused:
        answer = _ask_again(request, number, sentence=str(refused), status=HTTPStatus.TOO_MANY_REQUESTS)
        answer["Retry-After"] = str(refused.retry_after)
        return answer
    answer = HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))
    remember_proof(answer, application)
    return answer


def _ask_again(request: HttpRequest, number: str, *, sentence: str, status: HTTPStatus) -> HttpResponse:
    return render(request, "resident/track.html", {"number": number, "sentence": sentence}, status=status)
