"""Tables of the vault: blobs, the audit chain, answered requests, counted guesses."""

from typing import ClassVar

from django.db import models

from tuntas.vault.fields import EncryptedJSON
from tuntas.vault.keys import make_id


class Blob(models.Model):
    """One encrypted file. Its bytes lie in the storage under the row's id; the data key lies here, wrapped."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    wrapped_key = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)


class AuditHead(models.Model):
    """The end of one chain; locked while a link is added."""

    stream = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditEntry(models.Model):
    """Who did or read what, when. Append-only; each row's hash covers the row before it. No personal data."""

    stream = models.CharField(max_length=40)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_index=True)
    note = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_stream_seq")]


class Replay(models.Model):
    """The answer once given to an idempotency key, so that the same request gets the same answer."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    scope = models.CharField(max_length=120)
    key_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = EncryptedJSON()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "key_hash"], name="replay_once")]


class Tries(models.Model):
    """Wrong guesses counted per account, never per visitor."""

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "subject"], name="tries_once")]
