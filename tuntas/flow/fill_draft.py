"""Fill a draft: what was typed on the page behind a link of the chat goes into the draft, and the chat goes on."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.catalog.finding import definition_of
from tuntas.intake.applicant import check_applicant
from tuntas.intake.drafts import save_draft
from tuntas.intake.models import Draft
from tuntas.intake.refusals import InputRefused
from tuntas.jobs.queue import enqueue
from tuntas.vault.fields import Json


@dataclass
class Typed:
    """What came with a form, and what about it still needs work, by field name."""

    applicant: Json = field(default_factory=dict)
    answers: Json = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def fill_draft(draft: Draft, typed: Typed, *, at: datetime | None = None) -> Draft:
    """Adds what was typed to the draft as it is now, and returns that; a blank field leaves what was there.

    What still needs work comes to `typed.refused`; the chat goes on when nothing does.
    """
    # No join: PostgreSQL joins to the row as it was before it waited, and a draft of a new version would be lost.
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    content = locked.content
    files = {code: list(rows) for code, rows in (content.get("files") or {}).items()}
    for code, rows in typed.files.items():
        files[code] = [*files.get(code, []), *rows]
    answers = {**(content.get("answers") or {}), **typed.answers}
    person = _check_person(locked, typed, at=at or timezone.now())
    try:
        save_draft(locked, {**content, "applicant": person, "answers": answers, "files": files})
    except InputRefused as refusal:
        typed.refused |= refusal.messages
    if not typed.refused:
        enqueue("continue_chat", payload={"draft": str(draft.pk)}, dedupe_key=f"continue:{draft.pk}")
    return locked


def _check_person(draft: Draft, typed: Typed, *, at: datetime) -> Json:
    """The applicant with what was typed now: clean, or as it is with what is to be mended."""
    person = {**(draft.content.get("applicant") or {}), **typed.applicant}
    definition = definition_of(draft.service_version)
    try:
        return check_applicant(person, on=timezone.localtime(at).date(), also_required=definition.applicant_fields)
    except InputRefused as refusal:
        typed.refused |= refusal.messages
        return person
