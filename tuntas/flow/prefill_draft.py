"""Prefill a draft: who proves with a code that they are a resident gets the form filled in from the register."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.catalog.finding import definition_of
from tuntas.flow.keep_documents import reuse_documents
from tuntas.flow.prove_resident import prove
from tuntas.intake.applicant import is_blank
from tuntas.intake.drafts import save_draft
from tuntas.intake.models import Draft
from tuntas.people.prefill import Proof, find_applicant
from tuntas.vault.fields import Json


def may_prefill(draft: Draft) -> bool:
    """Whether the register may fill in a draft: begun on the web, unsent, by the applicant, with no NIK typed yet.

    A draft of the chat is also read there, by whoever holds that phone.
    """
    applicant = draft.content.get("applicant") or {}
    is_own = draft.channel == "web" and not draft.content.get("helper")
    return is_own and not draft.receipt and is_blank(applicant.get("nik"))


def prefill_draft(draft: Draft, *, code_id: uuid.UUID, code: str, at: datetime | None = None) -> bool:
    """Proves the resident and fills in what is still empty; False where the draft may not be filled in any more.

    Raises people.proof.CodeRefused, vault.tries.TooManyTries. Call it outside a transaction.
    """
    at = at or timezone.now()
    return _fill(draft, prove(code_id, code=code, at=at), at=at)


@transaction.atomic
def _fill(draft: Draft, proof: Proof, *, at: datetime) -> bool:
    # No join: PostgreSQL joins to the row as it was before it waited.
    locked = Draft.objects.select_for_update().get(pk=draft.pk)
    if not may_prefill(locked):
        return False
    content: Json = locked.content
    kept = {code: rows for code, rows in (content.get("files") or {}).items() if rows}
    asked = {one.code for one in definition_of(locked.service_version).requirements}
    wanted = asked - kept.keys() - set(content.get("bring") or [])
    papers = reuse_documents(proof, asked=wanted, at=at)
    typed = {name: value for name, value in (content.get("applicant") or {}).items() if not is_blank(value)}
    applicant = {**find_applicant(proof, at=at), **typed}
    save_draft(locked, {**content, "applicant": applicant, "files": {**kept, **papers}})
    return True
