"""Tables of the notices: one row per event, topic and person, each attempt to deliver it, and what people agreed to."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Application, Case, Event
from tuntas.offices.models import Office, Officer
from tuntas.vault.fields import EncryptedJSON, EncryptedText
from tuntas.vault.keys import make_id


class Notice(models.Model):
    """One message to one person about one event. Body and address are those of the channel tried last."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        SENT = "sent", _("Terkirim")
        DELIVERED = "delivered", _("Sampai")
        READ = "read", _("Dibaca")
        UNKNOWN = "unknown", _("Belum pasti sampai")
        FAILED = "failed", _("Tidak sampai")
        TOLD = "told", _("Diberi tahu lewat telepon")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    person = models.CharField(max_length=60)  # "applicant", "helper" or "officer:<id>"
    topic = models.CharField(max_length=20, default="", blank=True)  # empty: the event itself; else a reminder of it
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=12, default="", blank=True)  # empty: Indonesian
    is_answer = models.BooleanField(default=False)  # of what this person just did: it wakes nobody
    params = EncryptedJSON()  # what the template's variables were, for the words of another channel
    channel = models.CharField(max_length=10)  # whatsapp | sms | mail; empty: nobody to write to
    address = EncryptedText()
    reach_index = models.CharField(max_length=64, default="", blank=True)  # blind index of the address
    subject = EncryptedText(blank=True)
    body = EncryptedText()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.CharField(max_length=200, default="", blank=True)  # a provider's code, never its words
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField(null=True)  # the end of the quiet hours, or of somebody's full hour
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "person", "topic"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="notice_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["reach_index", "sent_at"], name="notice_reach"),
            models.Index(
                fields=["sent_at"], name="notice_silent", condition=models.Q(state="sent", channel="whatsapp")
            ),
            models.Index(
                fields=["office", "created_at"],
                name="notice_unreached",
                condition=models.Q(state__in=["failed", "unknown"]),
            ),
        ]


class Attempt(models.Model):
    """One channel's try at one notice. SENDING is committed before the provider is asked, so that a crash shows."""

    class State(models.TextChoices):
        SENDING = "sending"
        TAKEN = "taken"
        DOWN = "down"
        REFUSED = "refused"
        UNKNOWN = "unknown"

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="attempts")
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.SENDING)
    tries = models.PositiveSmallIntegerField(default=0)
    # Blind index of the provider's id: WhatsApp's spells the phone number.
    message_id = models.CharField(max_length=64, default="", blank=True, db_index=True)
    reached = models.CharField(max_length=10, default="", blank=True)  # gateways.messages.Status, the furthest known
    reached_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, default="", blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "channel"], name="attempt_once")]


class Consent(models.Model):
    """What the holder of a phone number or a mail address agreed to, and whether they want to hear no more."""

    index = models.CharField(max_length=64, unique=True)  # blind index of the number or address
    opted_in_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=12, default="", blank=True)  # the channel they gave it by
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.CharField(max_length=12, default="", blank=True)  # whatsapp | mail | officer
    language = models.CharField(max_length=12, default="", blank=True)  # empty: the office's


class Charge(models.Model):
    """What one message cost, once, at the price of its day."""

    key = models.CharField(max_length=60, unique=True)  # "notice:<attempt>" or "reply:<id>"
    channel = models.CharField(max_length=10)
    category = models.CharField(max_length=16)  # utility | authentication | service | sms
    parts = models.PositiveSmallIntegerField(default=1)
    rupiah = models.DecimalField(max_digits=10, decimal_places=2)
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    application = models.ForeignKey(Application, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "at"], name="charge_by_office"),
            models.Index(fields=["application"], name="charge_by_application"),
        ]


class Call(models.Model):
    """One try to reach somebody by telephone whom no message reached."""

    class Outcome(models.TextChoices):
        TOLD = "told", _("Sudah diberi tahu")
        NO_ANSWER = "no_answer", _("Tidak diangkat")
        WRONG_NUMBER = "wrong_number", _("Nomor keliru atau tidak aktif")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="calls")
    person = models.CharField(max_length=60)  # as Notice.person
    outcome = models.CharField(max_length=12, choices=Outcome)
    by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # after no answer

    class Meta:
        indexes: ClassVar = [models.Index(fields=["application", "person", "at"], name="call_by_person")]


class Digest(models.Model):
    """One officer's summary of a day's half: claimed before it is sent, so that nobody gets it twice."""

    officer = models.ForeignKey(Officer, models.CASCADE, related_name="+")
    on = models.DateField()
    slot = models.CharField(max_length=10)
    waiting = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["officer", "on", "slot"], name="digest_once")]


class Subscription(models.Model):
    """A browser of an officer that takes web push; what it gave is encrypted, for it is an address of a person."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    officer = models.ForeignKey(Officer, models.CASCADE, related_name="subscriptions")
    index = models.CharField(max_length=64, unique=True)  # blind index of the endpoint
    target = EncryptedJSON()  # {"endpoint", "p256dh", "auth"}
    created_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
