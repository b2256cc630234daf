"""An officer has the word: who waits for one, what was said, taking a conversation, answering, giving it back.

One officer at a time; the bot is silent meanwhile. What an officer writes goes out like every reply: as a row that a
job sends, within WhatsApp's 24 hours. Later only an approved template may go, which invites the person to write.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from tuntas.chat.models import Conversation, Message, Reply
from tuntas.chat.sending import BACK_SOON, queue_sending
from tuntas.chat.state import read_state
from tuntas.gateways.whatsapp_incoming import HIDDEN, redact
from tuntas.gateways.whatsapp_outgoing import Outgoing, Template, to_json
from tuntas.intake.uploads import page_image
from tuntas.offices.models import Office, Officer
from tuntas.vault import audit

WINDOW: Final = timedelta(hours=24)  # after the person's last message (messaging 3.5)
LONGEST: Final = 1000
MOST_LINES: Final = 200
MODE_FIELDS: Final = ("waiting_since", "taken_by", "read_at")


class TalkRefused(Exception):
    """An officer cannot do this with a conversation now; the sentence says why."""


class TalkUnknown(Exception):
    """There is no such conversation for this officer."""


@dataclass(frozen=True)
class Talk:
    """One conversation that waits for an officer, as a list shows it."""

    conversation: Conversation
    name: str = field(repr=False)
    unread: int
    waiting_since: datetime
    taken_by: Officer | None


@dataclass(frozen=True)
class Line:
    """One message. `by` is "them", "bot" or an officer's name; `state` tells how far one of ours came.

    `photo` is the message whose photo or PDF is here to be looked at.
    """

    at: datetime
    by: str
    text: str = field(repr=False)
    state: str = ""
    photo: uuid.UUID | None = None

    @property
    def is_theirs(self) -> bool:
        return self.by == "them"


def change_mode(conversation: Conversation, mode: str, *, at: datetime) -> None:
    """Sets who has the word, unsaved; see MODE_FIELDS. Whoever asks for an officer waits from now on."""
    if mode == Conversation.Mode.HUMAN:
        conversation.waiting_since = conversation.waiting_since or at
    else:
        conversation.waiting_since, conversation.taken_by = None, None
    conversation.mode = mode


def list_talks(offices: Collection[Office]) -> list[Talk]:
    """The conversations of these offices that want an officer, those that wait longest first."""
    unread = Q(messages__received_at__gt=F("read_at")) | Q(read_at__isnull=True, messages__isnull=False)
    rows = Conversation.objects.filter(mode=Conversation.Mode.HUMAN, office__in=list(offices))
    rows = rows.select_related("taken_by", "office").annotate(unread=Count("messages", filter=unread, distinct=True))
    return [
        Talk(row, name_of(row), row.unread, row.waiting_since or row.created_at, row.taken_by)
        for row in rows.order_by("waiting_since", "id")[:100]
    ]


def count_waiting(offices: Collection[Office]) -> int:
    """How many want an officer and have none yet."""
    rows = Conversation.objects.filter(mode=Conversation.Mode.HUMAN, office__in=list(offices), taken_by__isnull=True)
    return rows.count()


def name_of(conversation: Conversation) -> str:
    """What the person calls themselves on WhatsApp, else the end of their number."""
    person = conversation.person
    end = str(person.get("phone", ""))[-4:]
    return str(person.get("name", "")) or (_("Nomor berakhir %(end)s") % {"end": end} if end else _("Tanpa nama"))


def get_talk(conversation_id: uuid.UUID, *, offices: Collection[Office]) -> Conversation:
    """A conversation that wants an officer of these offices. Raises TalkUnknown."""
    rows = Conversation.objects.filter(mode=Conversation.Mode.HUMAN, office__in=list(offices))
    found = rows.select_related("office", "taken_by").filter(pk=conversation_id).first()
    if found is None:
        raise TalkUnknown(_("Obrolan ini sudah selesai, atau bukan untuk kantor Anda."))
    return found


@transaction.atomic
def read_talk(conversation: Conversation, *, by: Officer, at: datetime) -> list[Line]:
    """What was said in the last thirty days, oldest first, without the numbers that were thrown away on arrival.

    The reading is noted in the chain of the office; what came until now is read.
    """
    Conversation.objects.filter(pk=conversation.pk).update(read_at=at)
    messages = conversation.messages.order_by("-received_at", "-id")[:MOST_LINES]
    replies = conversation.replies.select_related("by").order_by("-created_at", "-id")[:MOST_LINES]
    lines = [_say_theirs(one) for one in messages] + [_say_ours(one) for one in replies]
    _note("chat.read", conversation, by=by, at=at)
    return sorted(lines, key=lambda line: line.at)[-MOST_LINES:]


def _say_theirs(message: Message) -> Line:
    content = message.content
    text = str(content.get("text", "")).replace(HIDDEN, "••••")
    kinds = {"image": _("Foto"), "document": _("Dokumen"), "audio": _("Rekaman suara"), "video": _("Video")}
    kind = str(content.get("kind", ""))
    if kind not in {"text", "interactive", "button"}:
        text = f"[{kinds.get(kind, _('Pesan lain'))}] {text}".strip()
    return Line(message.received_at, "them", text, photo=message.pk if message.upload_id else None)


def get_photo(conversation: Conversation, message_id: uuid.UUID, *, by: Officer, at: datetime) -> bytes:
    """The first page of what somebody sent, as JPEG; the reading is noted. Raises TalkUnknown."""
    rows = conversation.messages.filter(pk=message_id, upload__isnull=False).select_related("upload__blob")
    message = rows.first()
    if message is None or message.upload is None:
        raise TalkUnknown(_("Foto ini tidak ada lagi."))
    _note("chat.photo_read", conversation, by=by, at=at)
    return page_image(message.upload)


def _say_ours(reply: Reply) -> Line:
    text = str(reply.content.get("text", "")) or _("[Undangan untuk membalas]")
    return Line(reply.created_at, reply.by.name if reply.by else "bot", text, reply.state)


@transaction.atomic
def take_talk(conversation: Conversation, *, by: Officer, at: datetime) -> Conversation:
    """The officer answers from now on. Raises TalkRefused when a colleague does already."""
    locked = _lock(conversation)
    if locked.taken_by_id not in {None, by.pk}:
        raise TalkRefused(_("%(name)s sudah menangani obrolan ini.") % {"name": _name(locked)})
    if locked.taken_by_id is None:
        locked.taken_by = by
        locked.save(update_fields=["taken_by"])
        _note("chat.taken", locked, by=by, at=at)
    return locked


@transaction.atomic
def answer_talk(conversation: Conversation, text: str, *, by: Officer, at: datetime) -> Reply:
    """Queues what an officer wrote. Raises TalkRefused: not theirs, empty, a NIK in it, or past the 24 hours."""
    locked = _lock(conversation)
    _check_own(locked, by)
    words = text.strip()
    if not words or len(words) > LONGEST:
        raise TalkRefused(_("Tulis jawaban, paling panjang %(number)d huruf.") % {"number": LONGEST})
    if redact(words) != words:
        raise TalkRefused(_("Jangan menulis NIK atau nomor KK di obrolan. Hapus nomornya."))
    if not is_window_open(locked, at=at):
        raise TalkRefused(_("Sudah lewat 24 jam sejak pesan terakhirnya. Kirim undangan dulu, atau telepon."))
    return _queue(locked, Outgoing(words), by=by, at=at)


@transaction.atomic
def invite_talk(conversation: Conversation, *, by: Officer, at: datetime) -> Reply:
    """After the 24 hours: the approved template that asks the person to write again. Raises TalkRefused."""
    locked = _lock(conversation)
    _check_own(locked, by)
    if is_window_open(locked, at=at):
        raise TalkRefused(_("Anda masih dapat menjawab langsung."))
    office = locked.office.name if locked.office else "Tuntas"
    return _queue(locked, Outgoing("", template=Template(BACK_SOON, (office,))), by=by, at=at)


@transaction.atomic
def give_back_talk(conversation: Conversation, *, by: Officer, at: datetime) -> None:
    """The bot has the word again, and says so while it may. Raises TalkRefused when it is a colleague's."""
    locked = _lock(conversation)
    if locked.taken_by_id is not None:
        _check_own(locked, by)
    locked.state = replace(read_state(locked.state), mode=Conversation.Mode.BOT.value).to_json()
    change_mode(locked, Conversation.Mode.BOT, at=at)
    locked.save(update_fields=["state", "mode", *MODE_FIELDS])
    _note("chat.given_back", locked, by=by, at=at)
    if is_window_open(locked, at=at):
        text = _("Petugas selesai membantu. Balas *menu* untuk layanan otomatis, atau *petugas* untuk bertanya lagi.")
        _queue(locked, Outgoing(text), by=None, at=at)


def is_window_open(conversation: Conversation, *, at: datetime) -> bool:
    """Whether WhatsApp still lets us write freely."""
    last = conversation.last_inbound_at
    return last is not None and last > at - WINDOW


def _lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now. Raises TalkRefused when it is the bot's again."""
    # No join: PostgreSQL joins to the row as it was before it waited for the lock, so a colleague would have no name.
    locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if locked.mode != Conversation.Mode.HUMAN:
        raise TalkRefused(_("Obrolan ini sudah kembali ke layanan otomatis."))
    return locked


def _check_own(conversation: Conversation, by: Officer) -> None:
    if conversation.taken_by_id is None:
        raise TalkRefused(_("Ambil obrolan ini dulu, lalu jawab."))
    if conversation.taken_by_id != by.pk:
        raise TalkRefused(_("%(name)s sudah menangani obrolan ini.") % {"name": _name(conversation)})


def _name(conversation: Conversation) -> str:
    return conversation.taken_by.name if conversation.taken_by else ""


def _queue(conversation: Conversation, message: Outgoing, *, by: Officer | None, at: datetime) -> Reply:
    reply = Reply.objects.create(conversation=conversation, content=to_json(message), by=by, created_at=at)
    queue_sending(conversation)
    if by:
        _note("chat.answered", conversation, by=by, at=at)
    return reply


def _note(action: str, conversation: Conversation, *, by: Officer, at: datetime) -> None:
    stream = conversation.office.code if conversation.office else audit.ROOT
    audit.record(action, subject=str(conversation.pk), actor=f"officer:{by.pk}", stream=stream, at=at)
