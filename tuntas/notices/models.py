"""Tables of the notices: one row per event and person, and each attempt to deliver it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Case, Event
from tuntas.offices.models import Office
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

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    person = models.CharField(max_length=60)  # "applicant", "helper" or "officer:<id>"
    template = models.CharField(max_length=40)
    params = EncryptedJSON()  # what the template's variables were, for the words of another channel
    channel = models.CharField(max_length=10)  # whatsapp | sms | mail; empty: nobody to write to
    address = EncryptedText()
    subject = EncryptedText(blank=True)
    body = EncryptedText()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    error = models.CharField(max_length=200, default="", blank=True)  # a provider's code, never its words
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "person"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["created_at"], name="notice_waiting", condition=models.Q(state="waiting"))
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
    message_id = models.CharField(max_length=200, default="", blank=True, db_index=True)  # the provider's
    error = models.CharField(max_length=40, default="", blank=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "channel"], name="attempt_once")]
