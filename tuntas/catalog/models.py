"""Tables of the catalog: immutable versions of service definitions, the files behind them, and edits under way."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tuntas.offices.models import Officer
from tuntas.vault.keys import make_id


class ServiceVersion(models.Model):
    """One published wording of one service or package. Never edited: a change is a new version; cases keep theirs."""

    class Origin(models.TextChoices):
        FILE = "file", _("dari berkas definisi")
        EDITED = "edited", _("diubah di sini")
        RESTORED = "restored", _("versi lama diterbitkan lagi")

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    code = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    definition = models.JSONField()
    is_package = models.BooleanField(default=False)  # a life event that leads to several services
    is_current = models.BooleanField(default=True)
    published_at = models.DateTimeField(auto_now_add=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.FILE)
    file_digest = models.CharField(max_length=64, default="")  # of the file it was made from; "" means its own
    published_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=200, default="", blank=True)  # why, in the administrator's words

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="service_version_number"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="service_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"

    @property
    def base_digest(self) -> str:
        """The digest of the file that this version was made from."""
        return self.file_digest or self.digest

    @property
    def is_edited(self) -> bool:
        """Whether it says anything else than its file, so that a newer file must not replace it."""
        return self.base_digest != self.digest


class FileDefinition(models.Model):
    """A definition as a file had it when an edited version was current. `is_waiting`: nobody has decided on it yet."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    code = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    definition = models.JSONField()
    is_waiting = models.BooleanField(default=True)
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "digest"], name="file_definition_once"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_waiting=True), name="file_definition_one_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.digest[:12]}"


class Edit(models.Model):
    """A change of a service that one administrator is making: saved, seen by nobody else, published in one step.

    `base` is the version it began with: while another is current, it cannot be published without being brought along.
    """

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    code = models.CharField(max_length=20)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    base = models.ForeignKey(ServiceVersion, models.PROTECT, related_name="+")
    definition = models.JSONField()
    file_digest = models.CharField(max_length=64)  # of the file that it will be based on
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["code", "officer"], name="edit_one_each")]

    def __str__(self) -> str:
        return f"{self.code} {self.officer_id}"
