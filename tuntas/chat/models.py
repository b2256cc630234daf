"""Tables of the chat: what came in, whom we talk with and where we are, what was said and what we answer."""

from typing import ClassVar

from django.db import models

from tuntas.intake.models import Draft, Upload
from tuntas.offices.models import Office, Officer
from tuntas.vault.fields import EncryptedJSON
from tuntas.vault.keys import make_id


class Inbound(models.Model):
    """One webhook as it came, without the numbers that nobody should have sent; split into messages by a job."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    payload = EncryptedJSON()
    received_at = models.DateTimeField(db_index=True)
    split_at = models.DateTimeField(null=True)


class Conversation(models.Model):
    """One person on one of our numbers. WhatsApp may tell a phone number, a user id of theirs, or both."""

    class Mode(models.TextChoices):
        BOT = "bot"
        HUMAN = "human"  # an officer talks; the bot is silent
        STOPPED = "stopped"  # the person wants no messages

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    phone_index = models.CharField(max_length=64, null=True)  # noqa: DJ001 -- null: unknown, equal to no other
    user_index = models.CharField(max_length=64, null=True)  # noqa: DJ001
    person = EncryptedJSON()  # {"phone", "user_id", "name"}
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="+")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.BOT)
    state = EncryptedJSON()  # chat.state.State
    known = EncryptedJSON()  # the applicant of the last application sent from here: nothing is asked twice
    last_inbound_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)  # they asked for an officer
    taken_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)  # by an officer; what came later is unread
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phone_index"], name="conversation_phone"),
            models.UniqueConstraint(fields=["user_index"], name="conversation_user"),
        ]
        indexes: ClassVar = [models.Index(fields=["mode", "last_inbound_at"], name="conversation_mode")]


class Message(models.Model):
    """One message of a person, counted once however often WhatsApp delivers it."""

    class State(models.TextChoices):
        FETCHING = "fetching"  # its file is on the way
        READY = "ready"
        HANDLED = "handled"

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    wamid_index = models.CharField(max_length=64, unique=True)  # a wamid spells the phone number
    content = EncryptedJSON()  # gateways.whatsapp_incoming.Incoming
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True, related_name="+")
    refusal = models.CharField(max_length=300, default="", blank=True)  # why its file cannot be used
    state = models.CharField(max_length=10, choices=State, default=State.READY)
    sent_at = models.BigIntegerField(default=0)  # unix seconds by WhatsApp's clock: the order of handling
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["conversation", "sent_at"], name="message_open", condition=~models.Q(state="handled"))
        ]


class Reply(models.Model):
    """One message of ours, written with the state it belongs to and sent afterwards, once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"  # committed before WhatsApp is asked, so that a crash shows
        ACCEPTED = "accepted"
        SENT = "sent"
        DELIVERED = "delivered"
        READ = "read"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="replies")
    content = EncryptedJSON()  # gateways.whatsapp_outgoing.to_json, and under "letter" the case whose letter goes along
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # none: the bot
    asks = models.CharField(max_length=40, default="", blank=True)  # the requirement it asks for, should it be quoted
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    wamid_index = models.CharField(max_length=64, default="", blank=True, db_index=True)
    error = models.CharField(max_length=40, default="", blank=True)  # a provider's code, never its words
    is_billed = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(db_index=True)
    claimed_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["conversation", "id"], name="reply_unsent", condition=models.Q(state__in=["waiting", "sending"])
            )
        ]


class Pause(models.Model):
    """Our number must keep silent until then: WhatsApp said so, or the account needs an operator."""

    number = models.CharField(max_length=40, primary_key=True)
    until = models.DateTimeField()
    code = models.CharField(max_length=20, default="", blank=True)
