"""Verification: is this letter true? For banks, schools and offices that ask by machine."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, UploadedFile

from tuntas.api.access import open_to_all
from tuntas.api.answers import verification
from tuntas.api.throttle import check_pace
from tuntas.intake.uploads import check_size
from tuntas.letters.checking import FileStatus, check_code, check_file
from tuntas.vault.fields import Json

router = Router(tags=["Pemeriksaan surat"])


@router.get("/verify/{code}", summary="Periksa kode pada QR")
@open_to_all
def verify_code(request: HttpRequest, code: str) -> Json:
    """valid, revoked, expired or unknown; the holder's name only masked."""
    check_pace(request, "verify", limit=6_000, seconds=300)
    return verification(check_code(code, on=timezone.localdate()))


@router.post("/verify", summary="Periksa berkas PDF")
@open_to_all
def verify_file(request: HttpRequest, file: File[UploadedFile]) -> Json:
    """issued (these very bytes), altered (with whether the seal in it holds), not_ours or unreadable."""
    check_pace(request, "verify-file", limit=1_200, seconds=300)
    check_size(file.size or 0)
    found = check_file(file.read(), on=timezone.localdate())
    details = verification(found.checked)
    state = details.pop("status", None)
    if found.status == FileStatus.ALTERED:
        details["seal_holds"] = found.seal_holds
    return {"status": found.status} | details | ({"letter": state} if state else {})
