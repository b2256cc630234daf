"""Filling in the form from the register: the NIK, a code to the phone on record, and back to the form."""

import uuid
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.flow.prefill_draft import may_prefill, prefill_draft
from tuntas.flow.prove_resident import ask_code
from tuntas.intake.models import Draft
from tuntas.intake.refusals import FieldError, ValueRefused
from tuntas.people.proof import CodeRefused
from tuntas.screens.resident.applying.drafts import find_opened
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.applying.receiving import Opened
from tuntas.screens.shared.caching import never_kept
from tuntas.vault.tries import TooManyTries

COOKIE = "tuntas_kode"
SECONDS = 60 * 60  # longer than a code is worth: one that comes late is told so in words


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def prefill(request: HttpRequest, code: str) -> HttpResponse:
    """GET: asks for the NIK. POST `nik`: the page for the code, whether the register knows the NIK or not."""
    opened = _find_empty(request, code)
    if opened is None:
        return redirect("resident:apply", code)
    if request.method != "POST":
        return _ask(request, opened)
    try:
        asked = ask_code(request.POST.get("nik", "")[:40])
    except (ValueRefused, TooManyTries) as refusal:
        return _ask(request, opened, refusal=refusal)
    answer = redirect("resident:prefill_code", opened.definition.code.lower())
    return _remember(answer, opened, asked)


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def prefill_code(request: HttpRequest, code: str) -> HttpResponse:
    """GET: asks for the code. POST `kode`: the right one fills in what is empty and leads back to the form."""
    opened = _find_empty(request, code)
    if opened is None:
        return redirect("resident:apply", code)
    asked = _find_asked(request, opened.draft)
    if asked is None:
        return redirect("resident:prefill", code)
    if request.method != "POST":
        return _ask(request, opened, is_sent=True)
    try:
        is_filled = prefill_draft(opened.draft, code_id=asked, code=request.POST.get("kode", "")[:40])
    except (CodeRefused, TooManyTries) as refusal:
        return _ask(request, opened, refusal=refusal, is_sent=True)
    if is_filled:
        messages.success(request, _("Data Anda sudah terisi. Periksa dan ubah bila perlu."))
    return _forget(redirect("resident:apply", code), opened)


def _find_empty(request: HttpRequest, code: str) -> Opened | None:
    """The draft of this browser, where the register may still fill it in."""
    opened = find_opened(request, code)
    return opened if opened and may_prefill(opened.draft) else None


def _ask(
    request: HttpRequest, opened: Opened, *, refusal: Exception | None = None, is_sent: bool = False
) -> HttpResponse:
    """The page for the NIK as typed or, once `is_sent`, for the code afresh; with what is to be mended."""
    template, name = ("resident/prefill_code.html", "kode") if is_sent else ("resident/prefill.html", "nik")
    errors = [FieldError(name, str(refusal))] if refusal else []
    page: dict[str, object] = {"service": opened.definition, "office": opened.office, "errors": errors}
    if not is_sent:
        page["value"] = request.POST.get(name, "")[:40]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
    if not isinstance(refusal, TooManyTries):
        return render(request, template, page, status=status)
    answer = render(request, template, page, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(refusal.retry_after)
    return answer


# ---- which code was asked for: known to this browser, for this draft ----


def _remember(response: HttpResponse, opened: Opened, asked: uuid.UUID) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        _signer(opened.draft).sign(asked.hex),
        max_age=SECONDS,
        path=_path(opened),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _forget(response: HttpResponse, opened: Opened) -> HttpResponse:
    response.delete_cookie(COOKIE, path=_path(opened), samesite="Lax")
    return response


def _find_asked(request: HttpRequest, draft: Draft) -> uuid.UUID | None:
    try:
        return uuid.UUID(_signer(draft).unsign(request.COOKIES.get(COOKIE, ""), max_age=SECONDS))
    except (BadSignature, ValueError):
        return None


def _signer(draft: Draft) -> TimestampSigner:
    return TimestampSigner(salt=f"prefill:{draft.pk}")


def _path(opened: Opened) -> str:
    return reverse("resident:prefill", args=[opened.definition.code.lower()])
