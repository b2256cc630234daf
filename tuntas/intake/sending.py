"""A draft as the submission that every channel sends, whichever channel filled it in."""

from datetime import date

from django.utils.translation import gettext as _

from tuntas.intake.models import Draft
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.intake.submission import Submission, check_submission
from tuntas.vault.fields import Json


def check_draft(draft: Draft, *, channel: str, on: date) -> Submission:
    """The submission of a draft. Raises InputRefused with everything that still needs work."""
    if draft.office is None:
        raise InputRefused([FieldError("village", _("Pilih kelurahan Anda dulu."))])
    return check_submission(as_sent(draft), channel=channel, on=on)


def list_missing(draft: Draft, *, channel: str, on: date) -> dict[str, str]:
    """What still needs work before the draft can be sent, by field; nothing for one that is complete."""
    try:
        check_draft(draft, channel=channel, on=on)
    except InputRefused as refusal:
        return refusal.messages
    return {}


def as_sent(draft: Draft) -> Json:
    """The draft's content in the shape of `contract.md`, POST /api/v1/applications."""
    content = draft.content
    given: dict[str, list[str]] = content.get("files") or {}
    files: list[Json] = [{"requirement": code, "upload": pk} for code, rows in given.items() for pk in rows]
    shown = [code for code in content.get("shown") or [] if not given.get(code)]
    files += [{"requirement": code, "shown": True} for code in shown]
    files += [
        {"requirement": code, "bring": True}
        for code in content.get("bring") or []
        if not given.get(code) and code not in shown
    ]
    return {
        "service": draft.service_version.code,
        "village": draft.office.code if draft.office else "",
        "applicant": content.get("applicant") or {},
        "helper": content.get("helper") or None,
        "answers": content.get("answers") or {},
        "files": files,
        "delivery": content.get("delivery") or {"method": "download"},
    }
