"""Tables of the vault: blobs, the audit chain, answered requests, counted guesses."""

from typing import Any, ClassVar, NoReturn

from django.db import models

from tuntas.vault.fields import EncryptedJSON
from tuntas.vault.keys import make_id


class Blob(models.Model):
    """One encrypted file, written by `vault.files` alone.

    Its bytes lie in the storage under a name made of the row's id; its data key lies here, wrapped, and bound to the
    row's id, size, hash and media type. Deleting the row is what makes the bytes unreadable.
    """

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True)  # of the plain bytes
    size = models.PositiveBigIntegerField()  # plain bytes
    media_type = models.CharField(max_length=80)
    wrapped_key = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)


class AuditHead(models.Model):
    """The end of one chain; locked while a link is added. `seal` covers the rest, so that no tail goes unnoticed."""

    stream = models.CharField(max_length=40, primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    seal = models.CharField(max_length=64, default="")


class AppendOnly(Exception):
    """Somebody tried to change or delete an audit entry."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Adds and reads; the database's own triggers refuse what does not come through here."""

    def update(self, **_values: Any) -> NoReturn:
        raise AppendOnly("audit entries are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit entries are never deleted")


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

    objects: ClassVar = AuditQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["stream", "seq"], name="audit_stream_seq")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit entries are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnly("audit entries are never deleted")


class Replay(models.Model):
    """The answer once given to an idempotency key, so that the same request gets the same answer."""

    id = models.UUIDField(primary_key=True, default=make_id, editable=False)
    key_hash = models.CharField(max_length=64, unique=True)  # of scope and key
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = EncryptedJSON()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)


class Tries(models.Model):
    """Wrong guesses counted per account, never per visitor. `subject` is a keyed hash: people type anything."""

    scope = models.CharField(max_length=40)
    subject = models.CharField(max_length=32)
    count = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["scope", "subject"], name="tries_once")]
