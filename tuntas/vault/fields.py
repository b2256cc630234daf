"""Model fields whose values are encrypted at rest and bound to their table, column and row."""

import json
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from tuntas.vault.keys import decrypt, encrypt

# JSON as Python's own json module types it: what comes in is what comes out.
Json: TypeAlias = dict[str, Any]

if TYPE_CHECKING:
    TextColumn = models.Field[str, str]
    JsonColumn = models.Field[Json, Json]
else:
    TextColumn = JsonColumn = models.Field


class Sealed(bytes):
    """Ciphertext as it came from the database; decrypted when somebody first reads the attribute."""


class _Opener(DeferredAttribute):
    """Decrypts on first access, so that a list of a thousand rows decrypts only what it shows."""

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> object:
        value = super().__get__(instance, cls)
        if instance is not None and isinstance(value, Sealed):
            field = cast("EncryptedText | EncryptedJSON", self.field)
            value = field.open(instance, value)
            instance.__dict__[field.attname] = value
        return value

    def __set__(self, instance: models.Model, value: object) -> None:
        # Being a data descriptor lets __get__ see the value even though it lies in the instance's dict.
        instance.__dict__[self.field.attname] = value


class _Encrypted:
    """The part that text and JSON share. The row's primary key must exist before it is saved.

    Table, column and key are part of each value, so renaming a table or a column needs a migration that re-encrypts.
    """

    descriptor_class: Any = _Opener

    def get_internal_type(self) -> str:
        return "BinaryField"

    def bound_to(self, instance: models.Model) -> str:
        """What a value belongs to, e.g. "cases_application.applicant:0193…". Raises FieldError without a key."""
        field = cast("models.Field[Any, Any]", self)
        meta = instance._meta
        # A key given as text must bind like the UUID that comes back from the database.
        key = meta.pk.to_python(instance.pk) if meta.pk else None
        if key is None:
            raise FieldError(f"{field.name}: an encrypted field needs a primary key before saving")
        return f"{meta.db_table}.{field.column}:{key}"

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:  # noqa: FBT001
        # Also what nobody has read yet is opened and sealed again: a row copied under a new key is refused here,
        # not found unreadable later, and every saving moves the row to the active key.
        field = cast("models.Field[Any, Any]", self)
        value = getattr(model_instance, field.attname)
        if value is None:
            return None
        return Sealed(encrypt(self.dump(value), bound_to=self.bound_to(model_instance)))

    def get_db_prep_value(self, value: object, connection: object, prepared: bool = False) -> object:  # noqa: FBT001, FBT002
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise FieldError("an encrypted field is written through its row, never by update() or a filter")
        return cast("Any", connection).Database.Binary(value)

    def from_db_value(self, value: bytes | memoryview | None, expression: object, connection: object) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError("an encrypted field is never serialised: dumpdata would write it in clear")

    def open(self, instance: models.Model, sealed: Sealed) -> object:
        """The plain value. Raises keys.ValueAltered when the value is not this row's own."""
        return self.load(decrypt(sealed, bound_to=self.bound_to(instance)))

    def dump(self, value: Any) -> bytes:
        raise TypeError

    def load(self, plain: bytes) -> object:
        raise TypeError


class EncryptedText(_Encrypted, TextColumn):
    """A text that only the holder of the key ring can read; never searched, see `blind_index`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def dump(self, value: Any) -> bytes:
        # A phone may send half an emoji (a lone surrogate); it comes back as it was instead of failing the saving.
        return str(value).encode(errors="surrogatepass")

    def load(self, plain: bytes) -> str:
        return plain.decode(errors="surrogatepass")


class EncryptedJSON(_Encrypted, JsonColumn):
    """A JSON object that only the holder of the key ring can read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def dump(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")

    def load(self, plain: bytes) -> Json:
        return cast("Json", json.loads(plain.decode(errors="surrogatepass")))
