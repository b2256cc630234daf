"""Tables of the hand-over: how a document reached a hand, and the proof."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Application, Case
from tuntas.offices.models import Officer
from tuntas.vault.fields import EncryptedText
from tuntas.vault.keys import make_id
from tuntas.vault.models import Blob


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
    old_papers = models.JSONField(default=dict, blank=True)  # what was given back for it: code -> taken | missing
    by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = models.Manager()


class Rating(models.Model):
    """What the applicant thought of the service, asked once per application after everything was handed over.

    Permenpan RB 14/2017: satisfaction is surveyed. `score` is empty while only the question went out.
    """

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    application = models.OneToOneField(Application, models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(null=True)  # 1 very dissatisfied ... 5 very satisfied
    words = EncryptedText(blank=True)
    channel = models.CharField(max_length=12)  # where it was asked
    asked_at = models.DateTimeField()
    rated_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__range=(1, 5)), name="rating_1_5"
            )
        ]


class IssuedDocument(models.Model):
    """What another system printed for a case (a KK, a certificate, a card), attached by an officer.

    The bytes are kept as they came, so that their own electronic signature stays true. One attached later under the
    same code replaces the earlier one, which stays for the record.
    """

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="issued")
    code = models.CharField(max_length=20)  # of the definition's documents
    name = models.CharField(max_length=120)
    number = EncryptedText(blank=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # none: a card, known by its number
    sha256 = models.CharField(max_length=64, default="", blank=True)
    attached_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]
