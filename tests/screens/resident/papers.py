"""Applications in a given state, as rows, and the proof that opens their page."""

import io
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.utils import timezone
from PIL import Image

from tests.make import Cast, make_application, make_case
from tuntas.cases.models import Application, Case, Event, Verdict
from tuntas.cases.receipts import make_receipt
from tuntas.cases.states import State, Verb
from tuntas.vault.pins import hash_pin

PIN = "482913"


def send(cast: Cast, **fields: Any) -> Application:
    """Ani's application, just sent, with the PIN 482 913 and no case yet."""
    at = timezone.now()
    given = {"receipt": make_receipt(at), "pin_hash": hash_pin(PIN), "submitted_at": at, **fields}
    return make_application(cast.office, **given)


def send_one(cast: Cast, *, state: State = State.IN_REVIEW, **fields: Any) -> Case:
    """An application with one case in this state."""
    return make_case(cast.office, application=send(cast), state=state, **fields)


@cache
def draw_photo() -> bytes:
    """A JPEG as a phone makes it: large enough, and full of detail."""
    memory = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(memory, "JPEG")
    return memory.getvalue()


def prove(client: Client, application: Application, *, pin: str = PIN) -> Any:
    """Gives receipt and PIN as the tracking page does."""
    return client.post("/lacak/", {"no": application.receipt, "pin": pin})


def ask_for(case: Case, cast: Cast, *items: str, reason: str = "unreadable", at: datetime | None = None) -> None:
    """The operator returns the case for these items."""
    at = at or timezone.now()
    for item in items:
        Verdict.objects.create(case=case, item=item, says="unclear", reason=reason, by=cast.budi, at=at, is_open=True)
    Case.objects.filter(pk=case.pk).update(state=State.RETURNED, desk=None, due_at=None, minutes_left=20)
    Event.objects.create(
        case=case,
        seq=case.events.count() + 1,
        verb=Verb.SEND_BACK,
        source=State.IN_REVIEW,
        target=State.RETURNED,
        by=cast.budi,
        actor="officer",
        note="Tulisan tidak terbaca.",
        at=at + timedelta(seconds=1),
    )
