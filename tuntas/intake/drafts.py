"""Drafts: what somebody has filled in so far, kept encrypted until it is sent or thirty days have passed."""

import json
import re
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.catalog.models import ServiceVersion
from tuntas.intake.models import Draft
from tuntas.intake.refusals import FieldError, InputRefused
from tuntas.offices.models import Office
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

KEPT_DAYS = 30
SENT_DAYS = 2
MOST_BYTES = 200_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def open_draft(version: ServiceVersion, *, office: Office | None = None, channel: str = "web") -> tuple[Draft, str]:
    """A new, empty draft and the token that proves whose it is; the token is not kept here."""
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(
        token_hash=blind_index("draft", token), service_version=version, office=office, channel=channel
    )
    return draft, token


def find_draft(token: str) -> Draft | None:
    """The draft of a token, also after it was sent: then `receipt` is set and its content is gone."""
    if not _TOKEN.fullmatch(token):
        return None
    found = Draft.objects.filter(token_hash=blind_index("draft", token))
    return found.select_related("service_version", "office").first()


def follow_current(draft: Draft) -> bool:
    """Brings a draft that was begun under an older version to the current one; returns whether it had to.

    What the new version asks too is kept; what it does not ask any more is let go. A service that is no longer offered
    leaves the draft as it is: sending it is refused in words.
    """
    if draft.receipt or draft.service_version.is_current:
        return False
    try:
        version, definition = get_service(draft.service_version.code)
    except ServiceUnknown:
        return False
    return _write(draft, service_version=version, content=_keep_asked(draft.content, definition))


def _keep_asked(content: Json, definition: ServiceDefinition) -> Json:
    questions = {one.code for one in definition.questions}
    needs = {one.code for one in definition.requirements}
    kept: Json = dict(content)
    for part, known in (("answers", questions), ("files", needs)):
        if isinstance(kept.get(part), dict):
            kept[part] = {code: value for code, value in kept[part].items() if code in known}
    if isinstance(kept.get("bring"), list):
        kept["bring"] = [code for code in kept["bring"] if code in needs]
    return kept


def save_draft(draft: Draft, content: Json) -> None:
    """Keeps what was filled in so far, however incomplete. Raises InputRefused if it was sent or is far too large."""
    try:
        size = len(json.dumps(content, ensure_ascii=False).encode())
    except (TypeError, ValueError):
        raise InputRefused([FieldError("", _("Ada tanda yang tidak dapat disimpan. Ketik ulang."))]) from None
    if size > MOST_BYTES:
        raise InputRefused([FieldError("", _("Isian ini terlalu panjang. Pendekkan tulisannya."))])
    if not _write(draft, content=content, office=draft.office):
        raise InputRefused([FieldError("", _("Permohonan ini sudah terkirim. Lihat nomor tanda terimanya."))])


@transaction.atomic
def _write(draft: Draft, **fields: Any) -> bool:
    """Changes a draft; False, and the draft as it is now, for one that was sent, perhaps by another tab since it was
    read."""
    if not Draft.objects.select_for_update().filter(pk=draft.pk, receipt=""):
        draft.refresh_from_db()
        return False
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*fields, "updated_at"])
    return True


def mark_sent(draft: Draft, receipt: str, *, pin: str = "") -> None:
    """Notes the receipt, so that sending again shows it; what was filled in now lives in the application alone.

    The PIN stays with the draft for two days, because the answer that told it may have been lost on the way.
    """
    draft.receipt = receipt
    draft.content = {"pin": pin} if pin else {}
    draft.save(update_fields=["receipt", "content", "updated_at"])


def forget_old_drafts(at: datetime) -> int:
    """Deletes drafts untouched for thirty days, and sent ones after two; returns how many.

    UU 27/2022: personal data is kept no longer than needed.
    """
    old = Q(updated_at__lt=at - timedelta(days=KEPT_DAYS))
    sent = ~Q(receipt="") & Q(updated_at__lt=at - timedelta(days=SENT_DAYS))
    deleted, _by_table = Draft.objects.filter(old | sent).delete()
    return deleted
