"""Taking a posted form into the draft: what was typed, and every photo that came with it."""

import uuid
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.intake.drafts import save_draft
from tuntas.intake.models import Draft
from tuntas.intake.refusals import FileRefused, InputRefused
from tuntas.intake.uploads import UploadUnknown, get_upload, receive
from tuntas.offices.models import Office
from tuntas.screens.shared.applying.form import read_content
from tuntas.vault.fields import Json

_MIB = 1024 * 1024


@dataclass(frozen=True)
class Opened:
    """A draft with its definition; `token` is "" unless it was made just now.

    `has_changed`: the service has a newer version since the draft was begun, and the draft was brought to it just now.
    """

    draft: Draft
    definition: ServiceDefinition
    token: str = ""
    has_changed: bool = False

    @property
    def office(self) -> Office | None:
        return self.draft.office


@dataclass
class Taken:
    """The draft's new content, and per field what could not be used."""

    content: Json
    refused: dict[str, str] = field(default_factory=dict)


def take(request: HttpRequest, opened: Opened, *, at_counter: bool = False) -> Taken:
    """Reads the form, keeps what can be kept, and saves the draft; a draft that was sent stays as it is, see its
    `receipt`.

    That an original was shown counts only when an officer says so.
    """
    bring, shown = request.POST.getlist("bring"), request.POST.getlist("shown") if at_counter else []
    content = read_content(opened.definition, posted=request.POST.dict(), bring=bring, shown=shown)
    taken = Taken(content)
    files = {one.code: _take_files(request, one.code, taken) for one in opened.definition.requirements}
    content["files"] = {code: rows for code, rows in files.items() if rows}
    _note_dropped(request, taken)
    try:
        save_draft(opened.draft, content)
    except InputRefused as refusal:
        taken.refused |= refusal.messages
    return taken


def _take_files(request: HttpRequest, code: str, taken: Taken) -> list[str]:
    """Uploads that arrived before (hidden fields), then those of this request; both stay after an error."""
    kept = [pk for pk in request.POST.getlist(f"kept.{code}") if _is_usable(pk)]
    removed = set(request.POST.getlist(f"drop.{code}"))
    fresh = []
    for given in request.FILES.getlist(f"files.{code}"):
        try:
            fresh.append(str(receive(given.read()).pk))
        except FileRefused as refusal:
            taken.refused[f"files.{code}"] = str(refusal)
    return list(dict.fromkeys([*(pk for pk in kept if pk not in removed), *fresh]))


def _is_usable(pk: str) -> bool:
    try:
        get_upload(uuid.UUID(pk))
    except (ValueError, UploadUnknown):
        return False
    return True


def _note_dropped(request: HttpRequest, taken: Taken) -> None:
    """A request above the limit arrives without its files: say so instead of asking for a photo that was sent."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        sizes = {"size": size // _MIB, "limit": settings.FILE_UPLOAD_MAX_MEMORY_SIZE // _MIB}
        sentence = _("Kiriman ini %(size)d MB, batasnya %(limit)d MB. Kirim foto satu per satu, dengan ukuran sedang.")
        taken.refused[""] = sentence % sizes
