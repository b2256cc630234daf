"""What a returned application asks of the resident, as fields on the status page, and what came back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tuntas.cases.models import Application
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError, FileRefused
from tuntas.intake.uploads import check_size, receive
from tuntas.reports.status_views import Ask
from tuntas.screens.shared.questions import Field, make_field, read_answer

_SALT = "kept-upload"
_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Asked:
    """One thing to mend. `field_name` is its place in the form; `kept` stands for a photo that already arrived."""

    ask: Ask
    field_name: str
    asked: Field | None = None
    kept: str = ""
    message: str = ""


@dataclass
class Mended:
    """What came back, sorted as `flow.resubmit` takes it, and per field what could not be used."""

    answers: dict[str, object] = field(default_factory=dict)
    applicant: dict[str, object] = field(default_factory=dict)
    files: list[tuple[str, Upload]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)


def list_asked(asks: Sequence[Ask], application: Application) -> list[Asked]:
    """The fields of a page that was just opened; answers are shown as they were, to be mended."""
    known = {"answer": application.answers, "applicant": application.applicant}
    return [_make(ask, value=known.get(ask.kind, {}).get(ask.code)) for ask in asks]


def list_errors(asked: Sequence[Asked], refused: Mapping[str, str]) -> list[FieldError]:
    """The messages of a refused try, each with the id of its field; those about something else come without one."""
    beside = [FieldError(one.asked.id if one.asked else one.field_name, one.message) for one in asked if one.message]
    shown = {one.field_name for one in asked}
    return beside + [FieldError("", message) for name, message in refused.items() if name not in shown]


def list_asked_again(asks: Sequence[Ask], mended: Mended, *, messages: Mapping[str, str]) -> list[Asked]:
    """The same fields after a refused try: what was typed stays, each photo that arrived stays."""
    typed = {**mended.applicant, **mended.answers}
    uploads = dict(mended.files)
    again = [_make(ask, value=typed.get(ask.code), messages=messages) for ask in asks]
    return [replace(one, kept=_keep(uploads.get(one.ask.code))) for one in again]


def read_mended(request: HttpRequest, asks: Sequence[Ask]) -> Mended:
    """Reads a posted form: exactly the fields that were asked for."""
    mended = Mended()
    for ask in asks:
        if ask.kind == "file":
            _read_file(request, ask, into=mended)
        else:
            answer = read_answer(ask.asked, request.POST, name=_field_name(ask))
            (mended.answers if ask.kind == "answer" else mended.applicant)[ask.code] = answer
    return mended


def _make(ask: Ask, *, value: object, messages: Mapping[str, str] | None = None) -> Asked:
    name, messages = _field_name(ask), messages or {}
    if ask.kind == "file":
        return Asked(ask, name, message=messages.get(name, ""))
    made = make_field(ask.asked, name=name, value=value, messages=messages)
    return Asked(ask, name, asked=made, message=made.message)


def _field_name(ask: Ask) -> str:
    return f"files.{ask.code}" if ask.kind == "file" else ask.item


def _read_file(request: HttpRequest, ask: Ask, *, into: Mended) -> None:
    name = _field_name(ask)
    given = request.FILES.get(name)
    try:
        upload = receive(given.read()) if given else _find_kept(request.POST.get(f"kept.{ask.code}", ""))
        if upload is None:
            _check_not_dropped(request)
    except FileRefused as refused:
        into.refused[name] = str(refused)
        return
    if upload:
        into.files.append((ask.code, upload))
    else:
        into.refused[name] = _("Ambil foto %(name)s yang baru.") % {"name": ask.name}


def _check_not_dropped(request: HttpRequest) -> None:
    """A request above the limit arrives without its files: say so instead of asking for a photo that was sent."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        check_size(size)


def _keep(upload: Upload | None) -> str:
    return signing.dumps(str(upload.pk), salt=_SALT) if upload else ""


def _find_kept(token: str) -> Upload | None:
    try:
        pk = signing.loads(token, salt=_SALT, max_age=_KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return Upload.objects.filter(pk=pk, is_claimed=False).first()
