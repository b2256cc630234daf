"""Problems: every refusal of the API as application/problem+json (RFC 9457), in words for people."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tuntas.cases.refusals import AccessRefused, CannotMove, CaseUnknown
from tuntas.catalog.finding import ServiceUnknown
from tuntas.handover.recording import AlreadyHandedOver
from tuntas.intake.refusals import FieldError, FileRefused, InputRefused
from tuntas.intake.uploads import UploadUnknown, check_size
from tuntas.offices.sessions import LoginRefused
from tuntas.offices.signing import WrongPin
from tuntas.offices.tree import OfficeUnknown, PostMissing
from tuntas.vault.replay import KeyReused
from tuntas.vault.tries import TooManyTries

PROBLEM = "application/problem+json"
PREFIX = "/api/"


class RightMissing(Exception):
    """The officer is known, but no post of theirs gives this right."""


# What each refusal means to a client. A refused move is a conflict; what one may not see does not exist.
STATUSES: dict[type[Exception], int] = {
    CannotMove: 409,
    AlreadyHandedOver: 409,
    KeyReused: 409,
    PostMissing: 409,
    UploadUnknown: 409,
    CaseUnknown: 404,
    ServiceUnknown: 404,
    OfficeUnknown: 404,
    AccessRefused: 403,
    RightMissing: 403,
    LoginRefused: 401,
}


def make_problem(status: int, *, title: str, errors: Sequence[FieldError] = ()) -> HttpResponse:
    """One problem document; `errors` name the fields."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status}
    if errors:
        body["errors"] = [asdict(error) for error in errors]
    return JsonResponse(body, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


class SpeakProblems:
    """Middleware: what Django refuses before or beside an operation is a problem document too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code < 400 or not request.path.startswith(PREFIX) or _is_problem(response):
            return response
        problem = make_problem(response.status_code, title=_say(response.status_code))
        if "Allow" in response.headers:
            problem.headers["Allow"] = response.headers["Allow"]
        return problem


def _is_problem(response: HttpResponseBase) -> bool:
    return response.headers.get("Content-Type", "").startswith(PROBLEM)


def _say(status: int) -> str:
    sentences = {
        404: _("Alamat ini tidak ada. Lihat dokumentasi API."),
        405: _("Alamat ini tidak melayani metode itu. Lihat header Allow."),
        500: _("Ada gangguan di pihak kami. Coba lagi beberapa menit lagi."),
    }
    return sentences.get(status, _("Permintaan ini tidak dapat dibaca."))


def install(api: NinjaAPI) -> None:
    """Teaches the API to answer with problems; anything not listed here is an error of ours and stays a 500."""
    handlers: dict[type[Exception], Callable[..., HttpResponse]] = {
        **{kind: partial(_refuse, status) for kind, status in STATUSES.items()},
        InputRefused: _refuse_input,
        FileRefused: _refuse_file,
        WrongPin: _refuse_pin,
        TooManyTries: _refuse_tries,
        ValidationError: _refuse_shape,
        AuthenticationError: _ask_for_token,
        HttpError: _refuse_http,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _refuse(status: int, _request: HttpRequest, refusal: Exception) -> HttpResponse:
    return make_problem(status, title=str(refusal))


def _refuse_input(_request: HttpRequest, refusal: InputRefused) -> HttpResponse:
    return make_problem(422, title=_("Ada isian yang perlu diperbaiki."), errors=refusal.errors)


def _refuse_file(_request: HttpRequest, refusal: FileRefused) -> HttpResponse:
    return make_problem(422, title=str(refusal), errors=[FieldError("file", str(refusal))])


def _refuse_pin(_request: HttpRequest, refusal: WrongPin) -> HttpResponse:
    return make_problem(422, title=str(refusal), errors=[FieldError("pin", str(refusal))])


def _refuse_tries(_request: HttpRequest, refusal: TooManyTries) -> HttpResponse:
    response = make_problem(429, title=str(refusal))
    response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def _refuse_shape(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """A body or query of the wrong shape. The value itself is never repeated."""
    if request.content_type == "multipart/form-data":  # a file above the limit arrives as none at all
        try:
            check_size(int(request.META.get("CONTENT_LENGTH") or 0))
        except FileRefused as too_large:
            return _refuse_file(request, too_large)
    errors = [
        FieldError(".".join(str(part) for part in error["loc"][1:] if part not in {"payload"}), _shape(error["type"]))
        for error in refusal.errors
    ]
    return make_problem(422, title=_("Ada isian yang perlu diperbaiki."), errors=errors)


def _shape(kind: str) -> str:
    if kind == "missing":
        return _("Isian ini wajib ada.")
    if kind == "extra_forbidden":
        return _("Isian ini tidak dikenal. Hapus dari permintaan.")
    return _("Bentuk isian ini tidak sesuai. Lihat dokumentasi API.")


def _ask_for_token(_request: HttpRequest, _refusal: AuthenticationError) -> HttpResponse:
    response = make_problem(401, title=_("Masuk dulu, lalu kirim token pada header Authorization."))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _refuse_http(_request: HttpRequest, refusal: HttpError) -> HttpResponse:
    return make_problem(refusal.status_code, title=_("Permintaan ini tidak dapat dibaca."))
