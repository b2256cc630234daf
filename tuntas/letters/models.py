"""Tables of the letters: number series, every number ever taken, and the letters themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tuntas.cases.models import Case
from tuntas.offices.models import Office, Officer
from tuntas.vault.fields import EncryptedJSON, EncryptedText
from tuntas.vault.keys import make_id
from tuntas.vault.models import Blob


class Series(models.Model):
    """The counter of one office, series and year; its row is locked while a number is taken."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["office", "name", "year"], name="series_once")]


class Number(models.Model):
    """One number of a series: used by a letter, written by hand, or void with the reason why. Never reused or deleted.

    `case` is empty for a number that was written by hand while the system was out of reach.
    """

    class State(models.TextChoices):
        RESERVED = "reserved", _("Dipesan")
        USED = "used", _("Terpakai")
        PAPER = "paper", _("Ditulis tangan")
        VOID = "void", _("Batal")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+"
    )  # the series' own: the database guards the text
    seq = models.PositiveIntegerField()
    text = models.CharField(max_length=120)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="numbers")
    state = models.CharField(max_length=8, choices=State, default=State.RESERVED)
    reason = models.CharField(max_length=200, default="", blank=True)
    reserved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "seq"], name="number_once"),
            # Two series may write alike, or a format may leave the year out: still no two letters share one text.
            models.UniqueConstraint(fields=["office", "text"], name="number_text_once"),
            models.CheckConstraint(condition=~Q(state="void") | ~Q(reason=""), name="number_void_has_reason"),
        ]


class Letter(models.Model):
    """A letter: first an intent with a reserved number, then sealed bytes that verify. `blob` is the sealed PDF."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    number = models.OneToOneField(Number, models.PROTECT, related_name="letter")
    template = models.CharField(max_length=40)
    code_index = models.CharField(max_length=32, unique=True)  # blind index of the verification code
    code = EncryptedText()
    sheet = EncryptedJSON()  # all that is printed, frozen with the number, but for the arms: see letters.context
    holder = EncryptedText()
    signatory = models.JSONField()  # name, title, rank, nip, lines: frozen as the letter prints them
    signer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, default="", blank=True, db_index=True)
    seal = models.CharField(max_length=20, default="", blank=True)  # "local" or "bsre"
    sealed_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=200, default="", blank=True)
    requested_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(voided_at__isnull=True), name="letter_one_live"),
            models.CheckConstraint(
                condition=Q(sealed_at__isnull=True) | (Q(blob__isnull=False) & ~Q(sha256="") & ~Q(seal="")),
                name="letter_sealed_has_bytes",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | Q(sealed_at__isnull=True), name="letter_sealed_is_never_void"
            ),
        ]

    @property
    def is_sealed(self) -> bool:
        """Signed bytes are kept and verified; an intent is no letter yet."""
        return self.sealed_at is not None
