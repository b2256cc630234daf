"""Withdrawing: asked once more on a page of its own, because it cannot be undone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.flow.withdraw import withdraw as withdraw_application
from tuntas.screens.resident.proof import with_proof
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept

_LONGEST = 300


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
@with_proof
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """GET: the question. POST `alasan`: withdraws every document that is still on its way."""
    if request.method != "POST":
        return render(request, "resident/withdraw.html", {"application": application, "office": application.office})
    try:
        withdraw_application(application, reason=request.POST.get("alasan", "").strip()[:_LONGEST])
    except CannotMove as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Permohonan sudah dibatalkan. Anda boleh mengajukan lagi kapan saja."))
    return HttpResponseRedirect(reverse("resident:status", args=[application.receipt]))
