"""Answers a conversation: everything unanswered, in order, each message in the transaction that marks it handled."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.finding import search_services
from tuntas.chat.doing import do
from tuntas.chat.links import fill_link
from tuntas.chat.models import Conversation, Message, Reply
from tuntas.chat.places import FILLING
from tuntas.chat.reading import read_facts
from tuntas.chat.sending import queue_sending
from tuntas.chat.splitting import FETCHED, queue_answer, takes_photos
from tuntas.chat.state import Changed, Event, Finished, Odd, Photo, Photos, Said, Say, State, read_state
from tuntas.chat.step import step
from tuntas.chat.talking import MODE_FIELDS, change_mode
from tuntas.chat.tongue import hear_language, speaking
from tuntas.chat.words import Command, find_command, find_number
from tuntas.gateways.messages import Channel
from tuntas.gateways.whatsapp_incoming import HIDDEN
from tuntas.gateways.whatsapp_outgoing import Outgoing, to_json
from tuntas.intake.models import Draft
from tuntas.notices import consent
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

LONGEST: Final = timedelta(seconds=30)  # from the first photo of a batch
LOST: Final = timedelta(minutes=2)  # a file that did not come by then is asked for again
HUMAN_HOURS: Final = timedelta(hours=12)  # without a word, the bot takes over again
FLOOD, FLOOD_TIME = 60, timedelta(minutes=10)  # our messages to one person: two robots may have met
_ROUNDS: Final = 4  # what a turn does may ask for another turn, but not for ever

log = structlog.get_logger("tuntas.chat")


def answer_chat(payload: Json) -> None:
    """The job: {"conversation": id}. Safe to repeat: a message is answered in the transaction that marks it so."""
    while _answer_next(uuid.UUID(payload["conversation"]), at=timezone.now()):
        pass


def continue_chat(payload: Json) -> None:
    """The job: {"draft": id}. Somebody filled in the secure page of a draft, so the conversation goes on."""
    with transaction.atomic():
        found = Conversation.objects.select_for_update().filter(draft_id=payload["draft"]).first()
        if found is not None:
            with speaking(found):
                _turn(found, Changed(), at=timezone.now())


@transaction.atomic(durable=True)
def _answer_next(conversation_id: uuid.UUID, *, at: datetime) -> bool:
    """Answers the oldest message, or the oldest batch of photos; False when there is nothing more to do now."""
    # No join: PostgreSQL joins to the row as it was before it waited, so an office just chosen would be missing.
    conversation = Conversation.objects.select_for_update().get(pk=conversation_id)
    batch = _next_batch(conversation, at=at)
    if not batch or _is_flooded(conversation, at=at):
        return False
    event = _event(conversation, batch)  # may choose another language, in which the answer comes
    with speaking(conversation):
        _turn(conversation, event, at=at)
    conversation.last_inbound_at = at
    conversation.save(update_fields=["last_inbound_at"])
    Message.objects.filter(pk__in=[one.pk for one in batch]).update(state=Message.State.HANDLED, handled_at=at)
    return True


def _next_batch(conversation: Conversation, *, at: datetime) -> list[Message]:
    """One text, or photos that came one after the other; nothing while they are still coming in."""
    waiting = list(
        conversation.messages.exclude(state=Message.State.HANDLED).order_by("sent_at", "received_at", "id")[:120]
    )
    batch = list(_leading_photos(waiting)) or waiting[:1]
    late = [one for one in batch if one.state == Message.State.FETCHING and one.received_at <= at - LOST]
    for one in late:
        one.refusal = _("Fotonya tidak sampai kepada kami. Kirim sekali lagi.")
    if any(one.state == Message.State.FETCHING and one not in late for one in batch):
        queue_answer(conversation, at=max(one.received_at for one in batch) + LOST)
        return []
    if batch and _is_file(batch[0]) and len(batch) == len(waiting) and (until := _quiet_at(batch)) > at:
        queue_answer(conversation, at=until)
        return []
    return batch


def _leading_photos(waiting: Sequence[Message]) -> Iterator[Message]:
    for message in waiting:
        if not _is_file(message):
            return
        yield message


def _is_file(message: Message) -> bool:
    return message.content.get("kind") in FETCHED


def _quiet_at(batch: Sequence[Message]) -> datetime:
    times = [one.received_at for one in batch]
    return min(max(times) + timedelta(seconds=settings.WHATSAPP_SILENCE), min(times) + LONGEST)


def _is_flooded(conversation: Conversation, *, at: datetime) -> bool:
    if conversation.replies.filter(created_at__gt=at - FLOOD_TIME).count() < FLOOD:
        return False
    log.warning("chat.flooded", conversation=str(conversation.pk))
    queue_answer(conversation, at=at + FLOOD_TIME)
    return True


def _event(conversation: Conversation, batch: Sequence[Message]) -> Event:
    if _is_file(batch[0]):
        return Photos(tuple(_photo(conversation, one) for one in batch))
    content = batch[0].content
    if content.get("kind") not in {"text", "interactive", "button"} or not (
        content.get("text") or content.get("choice")
    ):
        return Odd(str(content.get("kind", "")))
    text = str(content.get("text", ""))
    text = Command.MENU.value if hear_language(conversation, text) else text
    hidden = HIDDEN in text
    found = () if content.get("choice") or hidden else tuple(one.code for one in _search(text))
    return Said(text.replace(HIDDEN, " "), str(content.get("choice", "")), found, is_redacted=hidden)


def _search(text: str) -> list[ServiceDefinition]:
    if find_command(text) or find_number(text, most=99) is not None:
        return []
    return search_services(text)[:5]


def _photo(conversation: Conversation, message: Message) -> Photo:
    content, upload = message.content, message.upload
    refusal = message.refusal
    if upload is None and not refusal:
        away = _("Di kantor ini foto dikirim lewat halaman aman, bukan di chat.")
        refusal = _("Foto ini tidak dapat kami ambil. Kirim sekali lagi.") if takes_photos(conversation) else away
    return Photo(
        upload=str(upload.pk) if upload else "",
        refusal=refusal,
        caption=str(content.get("text", "")),
        asks=_asked_by(conversation, str(content.get("quoted", ""))),
        is_doubtful=upload is not None and upload.verdict == "doubtful",
    )


def _asked_by(conversation: Conversation, wamid: str) -> str:
    """What the quoted message asked for."""
    quoted = conversation.replies.filter(wamid_index=blind_index("wamid", wamid)).first() if wamid else None
    return quoted.asks if quoted else ""


def _turn(conversation: Conversation, event: Event, *, at: datetime) -> None:
    """One turn with all that it leads to; at most one message comes of it."""
    _lock_draft(conversation)
    state, say = _wake(conversation, read_state(conversation.state), at=at), None
    following: Event | None = event
    for _round in range(_ROUNDS):
        if following is None:
            break
        facts = read_facts(conversation, state, at=at, with_own=_needs_own(state, following))
        turn = step(state, following, facts)
        state, following, say = turn.state, None, turn.say or say
        for effect in turn.effects:
            state, outcome = do(effect, conversation, state, at=at)
            following = following or outcome
        if turn.say and isinstance(following, Changed):
            following = None  # said already; the change needs no second message
    _keep_wish(conversation, state.mode, at=at)
    conversation.state = state.to_json()
    change_mode(conversation, state.mode, at=at)
    conversation.save(update_fields=["state", "mode", "draft", "office", "known", *MODE_FIELDS])
    if say:
        reply(conversation, say, at=at)


def _keep_wish(conversation: Conversation, mode: str, *, at: datetime) -> None:
    """STOP in the chat holds for notices too, whatever channel they would take; START takes it back."""
    stopped, phone = Conversation.Mode.STOPPED, str(conversation.person.get("phone", ""))
    if mode == stopped and conversation.mode != stopped:
        consent.stop(phone, source=Channel.WHATSAPP, at=at)
    elif mode != stopped and conversation.mode == stopped:
        consent.resume(phone, source=Channel.WHATSAPP, at=at)


def _lock_draft(conversation: Conversation) -> None:
    """The draft as it is now, held until the turn is over: the secure page writes to it too."""
    if conversation.draft_id:
        # What an officer finishes at the counter is no longer ours.
        rows = Draft.objects.select_for_update()
        conversation.draft = rows.filter(pk=conversation.draft_id, taken_by__isnull=True).first()


def _wake(conversation: Conversation, state: State, *, at: datetime) -> State:
    """A conversation in which nobody said a word for half a day is the bot's again."""
    own = conversation.replies.filter(by__isnull=False).order_by("-created_at").first()
    times = [conversation.last_inbound_at, own.created_at if own else None]
    last = max((one for one in times if one), default=None)
    if state.mode == Conversation.Mode.HUMAN and last and last <= at - HUMAN_HOURS:
        return replace(state, mode=Conversation.Mode.BOT.value)
    return state


def _needs_own(state: State, event: Event) -> bool:
    """Reading what was sent before costs queries, so only where it can matter."""
    if state.at not in FILLING or isinstance(event, Finished):
        return True
    command = find_command(event.text) if isinstance(event, Said) else None
    return command in set(Command) or (isinstance(event, Said) and any(sign.isdecimal() for sign in event.text))


def reply(conversation: Conversation, say: Say, *, at: datetime) -> None:
    """Writes our message into the conversation and queues its sending."""
    message = Outgoing(fill_link(say, conversation, at=at), say.options, say.menu)
    content = to_json(message) | ({"letter": say.letter} if say.letter else {})
    Reply.objects.create(conversation=conversation, content=content, asks=say.asks, created_at=at)
    queue_sending(conversation)
