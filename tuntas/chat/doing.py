"""Does what a turn asks for, in the transaction of the turn, and tells the conversation how it went."""

import uuid
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.cases.models import Application
from tuntas.cases.refusals import CannotMove
from tuntas.catalog.finding import ServiceUnknown, get_service
from tuntas.chat.models import Conversation
from tuntas.chat.reading import near
from tuntas.chat.state import (
    Changed,
    ChooseOffice,
    DropDraft,
    Effect,
    Event,
    Finished,
    Hindered,
    Keep,
    OpenDraft,
    Rate,
    Resubmit,
    State,
    Submit,
)
from tuntas.flow.rate import add_words, rate
from tuntas.flow.resubmit import resubmit
from tuntas.flow.submit_draft import submit_draft
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.models import Draft, Upload
from tuntas.intake.offering import describe_closed
from tuntas.intake.refusals import InputRefused
from tuntas.intake.sending import check_draft
from tuntas.intake.uploads import UploadUnknown
from tuntas.offices.tree import OfficeUnknown, PostMissing, get_village_office
from tuntas.vault.fields import Json


def do(effect: Effect, conversation: Conversation, state: State, *, at: datetime) -> tuple[State, Event | None]:
    """Does one thing; returns the state and, where the conversation must know, what came of it."""
    match effect:
        case Keep(content):
            return _keep(conversation, state, content)
        case OpenDraft(service, with_known):
            return _open(conversation, state, service, with_known=with_known)
        case DropDraft():
            return _drop(conversation, state)
        case ChooseOffice(code):
            return state, _choose(conversation, code)
        case Submit():
            return _submit(conversation, state, at=at)
        case Rate() | Resubmit():
            return state, _send_on(effect, at=at)


def _keep(conversation: Conversation, state: State, content: Json) -> tuple[State, Event | None]:
    if conversation.draft is None:
        return state, None
    try:
        save_draft(conversation.draft, content)
    except InputRefused as refusal:
        return state, Hindered(sentence=refusal.errors[0].message)
    return state, None


def _open(conversation: Conversation, state: State, service: str, *, with_known: bool) -> tuple[State, Event | None]:
    """A new draft, or the one of this service that was left aside; the one at hand is left aside for later."""
    try:
        version, definition = get_service(service)
        closed = describe_closed(definition, office=conversation.office) if conversation.office else ""
    except ServiceUnknown as refusal:
        return state, Hindered(sentence=str(refusal))
    if closed:
        return state, Hindered(sentence=closed)
    ids = [*state.parked, *([str(conversation.draft_id)] if conversation.draft_id else [])]
    open_ones = Draft.objects.filter(pk__in=ids, receipt="").select_related("service_version", "office")
    draft = next((one for one in open_ones if one.service_version.code == version.code), None)
    if draft is None:
        draft, _token = open_draft(version, office=conversation.office, channel="whatsapp")
        draft.content = {}
    phone = conversation.person.get("phone", "")
    person = dict(conversation.known) if with_known else {"phone": phone} if phone.startswith("+628") else {}
    applicant = {**(draft.content.get("applicant") or {}), **person}
    draft.office = conversation.office
    save_draft(draft, {"answers": {}, "files": {}, "bring": [], "helper": {}, **draft.content, "applicant": applicant})
    conversation.draft = draft
    parked = tuple(str(one.pk) for one in open_ones if one.pk != draft.pk)
    return replace(state, parked=parked), Changed()


def _drop(conversation: Conversation, state: State) -> tuple[State, Event | None]:
    if conversation.draft and not conversation.draft.receipt:
        draft, conversation.draft = conversation.draft, None
        conversation.save(update_fields=["draft"])
        draft.delete()
    return state, None


def _choose(conversation: Conversation, code: str) -> Event | None:
    try:
        conversation.office = get_village_office(code)
    except OfficeUnknown as refusal:
        return Hindered(sentence=str(refusal))
    return Changed()


def _submit(conversation: Conversation, state: State, *, at: datetime) -> tuple[State, Event | None]:
    draft = conversation.draft
    if draft is None:
        return state, Hindered(sentence=_("Belum ada permohonan yang dapat dikirim."))
    on = timezone.localtime(at).date()
    applicant = dict(draft.content.get("applicant") or {})
    try:
        sent = submit_draft(draft, check=lambda one: check_draft(one, channel="whatsapp", on=on), at=at)
    except InputRefused as refusal:
        return state, Hindered(tuple(refusal.errors))
    except (CannotMove, OfficeUnknown, PostMissing, ServiceUnknown, UploadUnknown) as refusal:
        return state, Hindered(sentence=str(refusal))
    application = Application.objects.get(receipt=sent.receipt)
    conversation.known, conversation.draft = dict(application.applicant or applicant), None
    due = max((case.due_at for case in application.cases.all() if case.due_at), default=None)
    return state, Finished(sent.receipt, sent.pin, near(due, now=at))


def _send_on(effect: Rate | Resubmit, *, at: datetime) -> Event | None:
    """What concerns an application that was sent before."""
    if isinstance(effect, Resubmit):
        return _resubmit(effect.receipt, effect.items, at=at)
    _rate(effect, at=at)
    return None


def _rate(given: Rate, *, at: datetime) -> None:
    """Keeps it; a second try, or one for a paper that is not out yet, is thanked for and left aside."""
    application = Application.objects.filter(receipt=given.receipt).first()
    with suppress(CannotMove):
        if application and given.score:
            rate(application, score=given.score, channel="whatsapp", at=at)
        elif application:
            add_words(application, given.words)


def _resubmit(receipt: str, items: Json, *, at: datetime) -> Event:
    """The mended items, sorted as `flow.resubmit` takes them."""
    application = Application.objects.filter(receipt=receipt).first()
    if application is None:
        return Hindered(sentence=_("Permohonan itu tidak ada."))
    parts: dict[str, Json] = {"answers": {}, "applicant": {}}
    files: list[tuple[str, Upload]] = []
    for item, value in items.items():
        room, dot, code = item.partition(".")
        if dot:
            parts[room][code] = value
        elif upload := Upload.objects.filter(pk=uuid.UUID(str(value)), is_claimed=False).first():
            files.append((item, upload))
    try:
        resubmit(application, answers=parts["answers"], applicant=parts["applicant"], files=files, at=at)
    except InputRefused as refusal:
        return Hindered(sentence=refusal.errors[0].message)
    except (CannotMove, OfficeUnknown, PostMissing, ServiceUnknown, UploadUnknown) as refusal:
        return Hindered(sentence=str(refusal))
    return Finished(receipt)
