"""What the resident thought of the service: one question, asked once, and a few words for who wants to."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.flow.rate import rate
from tuntas.intake.refusals import FieldError
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept

_LONGEST = 500


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@with_proof
def rating(request: HttpRequest, application: Application) -> HttpResponse:
    """GET: the question. POST `nilai` (1 to 5) and `saran`: kept once, then back to the status page."""
    if request.method != "POST":
        return _show(request, application)
    score, words = request.POST.get("nilai", ""), request.POST.get("saran", "").strip()[:_LONGEST]
    if score not in {"1", "2", "3", "4", "5"}:
        unsaid = FieldError("nilai", _("Pilih satu nilai, dari sangat kecewa sampai sangat puas."))
        return _show(request, application, errors=[unsaid], words=words)
    try:
        rate(application, score=int(score), words=words, channel="web", at=timezone.now())
    except CannotMove as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Terima kasih. Penilaian Anda kami catat."))
    return redirect("resident:status", application.receipt)


def _show(
    request: HttpRequest, application: Application, *, errors: list[FieldError] | None = None, words: str = ""
) -> HttpResponse:
    labels = (_("Sangat kecewa"), _("Kecewa"), _("Biasa saja"), _("Puas"), _("Sangat puas"))
    page = {"application": application, "office": application.office, "errors": errors or [], "words": words}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "resident/rating.html", page | {"scores": list(enumerate(labels, 1))}, status=status)
