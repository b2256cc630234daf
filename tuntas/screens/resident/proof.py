"""The proof that a browser gave the right PIN for a receipt: a signed cookie of half an hour, for that receipt alone.

The cookie is sent only to `/p/<receipt>/`. Its signature depends on the hash of the PIN, so a new PIN ends it. The PIN
itself is never in an address, a cookie or a log.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeAlias
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from tuntas.cases.models import Application
from tuntas.cases.receipts import read_receipt

COOKIE = "tuntas_bukti"
SECONDS = 30 * 60

P = ParamSpec("P")
ProvenView: TypeAlias = Callable[Concatenate[HttpRequest, Application, P], HttpResponseBase]
ReceiptView: TypeAlias = Callable[..., HttpResponseBase]


def with_proof(view: ProvenView[P]) -> ReceiptView:
    """Gives the view the application instead of the receipt; without proof the visitor is asked for the PIN.

    A receipt that does not exist is answered alike. Each visit prolongs the proof.
    """

    @wraps(view)
    def proven(request: HttpRequest, receipt: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        application = find_proven(request, receipt)
        if application is None:
            return HttpResponseRedirect(f"{reverse('resident:track')}?{urlencode({'no': receipt[:20]})}")
        with timezone.override(application.office.timezone):  # times are told by the clock on the office's wall
            answer = view(request, application, *args, **kwargs)
        if COOKIE not in answer.cookies:
            remember_proof(answer, application)
        return answer

    return proven


def find_proven(request: HttpRequest, receipt: str) -> Application | None:
    """The application of a receipt, if this browser proved its PIN within the last half hour."""
    known = read_receipt(receipt)
    given = request.COOKIES.get(COOKIE, "")
    if known is None or known != receipt or not given:
        return None
    application = Application.objects.select_related("office").filter(receipt=known).first()
    return application if application and _fits(given, application) else None


def remember_proof(response: HttpResponseBase, application: Application) -> None:
    """Sets the cookie; call it only after the PIN was checked."""
    response.set_cookie(
        COOKIE,
        _signer(application).sign("ya"),
        max_age=SECONDS,
        path=_path(application),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def forget_proof(response: HttpResponseBase, application: Application) -> None:
    """Takes the cookie away: for a phone or computer that others use too."""
    response.delete_cookie(COOKIE, path=_path(application), samesite="Lax")


def _fits(given: str, application: Application) -> bool:
    try:
        return _signer(application).unsign(given, max_age=SECONDS) == "ya"
    except BadSignature:
        return False


def _signer(application: Application) -> TimestampSigner:
    return TimestampSigner(salt=f"status:{application.pk}:{application.pin_hash}")


def _path(application: Application) -> str:
    return reverse("resident:status", args=[application.receipt])
