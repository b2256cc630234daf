"""Tables of the catalog: immutable versions of service definitions."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tuntas.vault.keys import make_id


class ServiceVersion(models.Model):
    """One published wording of one service or package. Never edited: a change is a new version; cases keep theirs."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    code = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    definition = models.JSONField()
    is_package = models.BooleanField(default=False)  # a life event that leads to several services
    is_current = models.BooleanField(default=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "number"], name="service_version_number"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="service_one_current"),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"
