"""Tables of the hand-over: how a document reached a hand, and the proof."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Case
from tuntas.offices.models import Officer
from tuntas.vault.fields import EncryptedText
from tuntas.vault.keys import make_id


class Handover(models.Model):
    """One document in one hand."""

    class Method(models.TextChoices):
        DOWNLOAD = "download", _("Diunduh dengan PIN")
        PICKUP = "pickup", _("Diambil di loket")
        PRINT_POINT = "print_point", _("Dicetak di desa")
        COURIER = "courier", _("Diantar kurir")

    class Relation(models.TextChoices):
        SELF = "self", _("Pemohon sendiri")
        FAMILY = "family", _("Keluarga")
        HELPER = "helper", _("Pendamping yang mengajukan")
        PROXY = "proxy", _("Kuasa")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="handover")
    method = models.CharField(max_length=12, choices=Method)
    receiver = EncryptedText()
    relation = models.CharField(max_length=8, choices=Relation)
    proof = EncryptedText(blank=True)
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = models.Manager()
