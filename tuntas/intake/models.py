"""Tables of the intake: drafts that survive a closed browser, and uploaded files."""

from typing import ClassVar

from django.db import models

from tuntas.catalog.models import ServiceVersion
from tuntas.offices.models import Office, Officer
from tuntas.vault.fields import EncryptedJSON
from tuntas.vault.keys import make_id
from tuntas.vault.models import Blob


class Draft(models.Model):
    """An application being filled in. `token_hash` proves whose it is: the token lives in the browser only."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    service_version = models.ForeignKey(ServiceVersion, models.PROTECT)
    office = models.ForeignKey(Office, models.PROTECT, null=True)
    channel = models.CharField(max_length=12, default="web")
    content = EncryptedJSON()  # {"applicant": {...}, "answers": {...}, "files": {requirement: upload id}, ...}
    receipt = models.CharField(max_length=16, default="", blank=True)  # set once it was sent
    code_index = models.CharField(max_length=64, default="", blank=True, db_index=True)  # opens it at the counter
    code_until = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Officer, models.PROTECT, null=True, related_name="+")  # who fills it in at the counter
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)


class Upload(models.Model):
    """One file as received and cleaned: re-encoded, stripped of metadata, with a hint about its quality."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")
    preview = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")  # page 1 of a PDF as JPEG
    thumbnail = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    media_type = models.CharField(max_length=40)
    pages = models.PositiveSmallIntegerField(default=1)
    width = models.PositiveIntegerField(default=0)  # px of the photo, or of a PDF's preview
    height = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=10, default="good")  # good | doubtful
    hints = models.JSONField(default=list)  # blur dark glare small sideways
    is_claimed = models.BooleanField(default=False)  # part of a sent application
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["is_claimed", "created_at"], name="upload_unclaimed")]


class Chunked(models.Model):
    """A file that arrives in pieces over a weak signal; becomes an Upload when the last piece is in."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    upload = models.ForeignKey(Upload, models.SET_NULL, null=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)


class ChunkPart(models.Model):
    """One encrypted piece of a file under way."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    chunked = models.ForeignKey(Chunked, models.CASCADE, related_name="parts")
    offset = models.PositiveBigIntegerField()
    blob = models.ForeignKey(Blob, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["chunked", "offset"], name="chunk_once")]
