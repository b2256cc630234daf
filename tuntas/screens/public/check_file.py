"""Checking a file: whoever holds the PDF of a letter gives it here and learns whether it is ours and unchanged."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tuntas.letters.checking import CheckedFile, FileStatus, Status
from tuntas.letters.checking import check_file as check_letter_file
from tuntas.screens.public.verdicts import Verdict, describe, describe_seal
from tuntas.screens.public.waiting import ask_to_wait
from tuntas.screens.shared.access import open_to_all
from tuntas.screens.shared.caching import never_kept
from tuntas.vault import tries
from tuntas.vault.tries import TooManyTries
from tuntas.vault.visitor import visitor_of

FILES = 30
WINDOW = 10 * 60


@open_to_all
@never_kept
@require_http_methods(["GET", "HEAD", "POST"])
def check_file(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST `berkas`: the answer. The file is read and forgotten; nothing of it is kept."""
    if request.method != "POST":
        return render(request, "public/check_file.html")
    given = request.FILES.get("berkas")
    if given is None or (given.size or 0) > settings.UPLOAD_LIMIT:
        return _ask_again(request, too_large=given is not None)
    try:
        _count(visitor_of(request))
    except TooManyTries as refused:
        return ask_to_wait(request, refused)
    found = check_letter_file(given.read(), on=timezone.localdate())
    page = {"checked": found.checked, "verdict": _verdict(found), "seal": _seal(found)}
    return render(request, "public/check_file.html", page)


def _verdict(found: CheckedFile) -> Verdict:
    """An unchanged file of a letter that was revoked or ran out is no good news."""
    if found.status == FileStatus.ISSUED and found.checked and found.checked.status != Status.VALID:
        return describe(found.checked.status)
    if found.status == FileStatus.ALTERED and found.seal_holds:
        return describe("added")
    return describe(found.status)


def _seal(found: CheckedFile) -> str | Promise:
    return describe_seal(found.checked.seal) if found.checked else ""


def _count(visitor: str) -> None:
    tries.spend("check_file", subject=visitor, limit=FILES, seconds=WINDOW, at=timezone.now())


def _ask_again(request: HttpRequest, *, too_large: bool) -> HttpResponse:
    too_big = _("Berkas ini terlalu besar. Surat kami tidak pernah lebih dari 25 MB.")
    page = {"message": too_big if too_large else _("Pilih dulu berkas PDF surat Anda.")}
    return render(request, "public/check_file.html", page, status=HTTPStatus.UNPROCESSABLE_ENTITY)
