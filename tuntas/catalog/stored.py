"""Stored: a definition as JSON, the form in which a version keeps it for as long as its cases live."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, cast, get_args, get_origin, get_type_hints

from tuntas.catalog.definition import ServiceDefinition
from tuntas.vault.fields import Json


def to_json(definition: ServiceDefinition) -> Json:
    """The definition as plain JSON. Defaults are left out, so that a new optional field changes no stored digest."""
    return cast("Json", _pack(definition))


def from_json(stored: Mapping[str, object]) -> ServiceDefinition:
    """The definition that `to_json` stored, also by an older release: what that did not know has its default."""
    return cast("ServiceDefinition", _unpack(ServiceDefinition, stored))


def _pack(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _pack(item) for field, item in pairs if item != _default(field)}
    if isinstance(value, tuple):
        return [_pack(item) for item in value]
    return value.value if isinstance(value, Enum) else value


def _default(field: Any) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _unpack(kind: Any, value: Any) -> object:
    if get_origin(kind) is tuple:
        return tuple(_unpack(get_args(kind)[0], item) for item in value)
    if NoneType in get_args(kind):
        return None if value is None else _unpack(get_args(kind)[0], value)
    if is_dataclass(kind):
        known = _hints(cast("type", kind))
        return cast("type", kind)(**{name: _unpack(known[name], item) for name, item in value.items() if name in known})
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
