"""News for an officer: the digest by mail, and the push to this browser; both are theirs to switch."""

import json
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuntas.notices import consent
from tuntas.notices.pushing import BrowserRefused, public_key, subscribe, unsubscribe
from tuntas.screens.desk.queue import read_desk
from tuntas.screens.shared.access import officer_of, officers_only


@officers_only
def news(request: HttpRequest) -> HttpResponse:
    """GET: what is on. POST `mail` (on or off), or `push` off."""
    officer = officer_of(request)
    if request.method == "POST":
        _switch(request)
        return redirect("desk:news")
    desk, index = read_desk(request), consent.index_of(officer.email)
    page: dict[str, object] = {"desk": desk, "office": desk.office, "address": officer.email}
    page["has_mail"] = not consent.is_stopped(index)
    page |= {"browsers": officer.subscriptions.count(), "public_key": public_key()}
    return render(request, "desk/news.html", page)


def _switch(request: HttpRequest) -> None:
    officer, at = officer_of(request), timezone.now()
    wish = request.POST.get("mail", "")
    if wish == "on":
        consent.resume(officer.email, source="officer", at=at)
        messages.success(request, _("Ringkasan lewat surel dinyalakan."))
    elif wish == "off":
        consent.stop(officer.email, source="officer", at=at)
        messages.success(request, _("Ringkasan lewat surel dimatikan."))
    elif request.POST.get("push") == "off":
        unsubscribe(officer)
        messages.success(request, _("Kabar di peramban dimatikan."))


@require_POST
@officers_only
def push_on(request: HttpRequest) -> HttpResponse:
    """The subscription of this browser, as JSON."""
    try:
        given = json.loads(request.body)
        subscribe(officer_of(request), given if isinstance(given, dict) else {}, at=timezone.now())
    except (ValueError, BrowserRefused):
        sentence = _("Peramban ini belum dapat menerima kabar. Pakai ringkasan lewat surel.")
        return JsonResponse({"message": sentence}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"message": _("Kabar di peramban ini dinyalakan.")})
