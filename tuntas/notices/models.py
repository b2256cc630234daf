"""Tables of the notices: one row per event and person, and each attempt to deliver it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Case, Event
from tuntas.offices.models import Office
from tuntas.vault.fields import EncryptedText
from tuntas.vault.keys import make_id


class Notice(models.Model):
    """One message to one person about one event."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Menunggu")
        SENT = "sent", _("Terkirim")
        FAILED = "failed", _("Tidak sampai")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    event = models.ForeignKey(Event, models.CASCADE, related_name="notices")
    case = models.ForeignKey(Case, models.CASCADE, related_name="notices")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    person = models.CharField(max_length=60)  # "applicant", "helper" or "officer:<id>"
    template = models.CharField(max_length=40)
    channel = models.CharField(max_length=10)  # whatsapp | sms | mail
    address = EncryptedText()
    subject = EncryptedText(blank=True)
    body = EncryptedText()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    provider_id = models.CharField(max_length=80, default="", blank=True)
    error = models.CharField(max_length=200, default="", blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["event", "person"], name="notice_once")]
