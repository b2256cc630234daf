"""Submit a draft: the same form sent twice, or again after a lost answer, is one application with one PIN."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tuntas.flow.submit import submit
from tuntas.intake.drafts import mark_sent
from tuntas.intake.models import Draft
from tuntas.intake.submission import Submission
from tuntas.offices.models import Officer


@dataclass(frozen=True)
class Receipt:
    """What the browser that holds the draft may see again until the draft is forgotten."""

    receipt: str
    pin: str


@transaction.atomic
def submit_draft(
    draft: Draft, *, check: Callable[[Draft], Submission], by: Officer | None = None, at: datetime | None = None
) -> Receipt:
    """Sends a draft once, whoever presses the button how often; returns the receipt and PIN of that one time.

    `check` makes the submission out of the locked draft; `by` is the officer at the counter. Raises what `check` and
    `flow.submit` raise.
    """
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    if draft.receipt:
        return read_receipt(draft)
    sent = submit(check(draft), at=at or timezone.now(), by=by)
    mark_sent(draft, sent.application.receipt, pin=sent.pin)
    return Receipt(sent.application.receipt, sent.pin)


def read_receipt(draft: Draft) -> Receipt:
    """The receipt of a sent draft; the PIN lies in it, encrypted, for two days at most."""
    return Receipt(draft.receipt, str(draft.content.get("pin", "")))
