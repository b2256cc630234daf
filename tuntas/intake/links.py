"""Short-lived links into a draft: a page for what must not be typed in a chat, and the way on to the web form.

A link is worth an hour and dies with the draft. It shows nothing of what was filled in; it only takes.
"""

import secrets
import uuid
from typing import Final

from django.core.signing import BadSignature, TimestampSigner

from tuntas.intake.models import Draft
from tuntas.vault.keys import blind_index

SECONDS: Final = 60 * 60


def make_link(draft: Draft, *, page: str) -> str:
    """A token for one page of one draft."""
    return _signer(page).sign(draft.pk.hex)


def find_linked(token: str, *, page: str) -> Draft | None:
    """The unsent draft of a token; none for one that is too old, for another page, or of a draft that was sent."""
    try:
        pk = uuid.UUID(_signer(page).unsign(token, max_age=SECONDS))
    except (BadSignature, ValueError):
        return None
    # Once an officer took it over at the counter, the chat's links are worth nothing.
    rows = Draft.objects.select_related("service_version", "office")
    return rows.filter(pk=pk, receipt="", taken_by__isnull=True).first()


def renew_token(draft: Draft) -> str:
    """A new token that proves whose the draft is; what proved it before is worth nothing now."""
    token = secrets.token_urlsafe(32)
    draft.token_hash = blind_index("draft", token)
    draft.save(update_fields=["token_hash"])
    return token


def _signer(page: str) -> TimestampSigner:
    return TimestampSigner(salt=f"draft-link:{page}")
