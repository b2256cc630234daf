"""Typed readers of environment variables; `NAME_FILE` reads a secret from a file."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `NAME_FILE` points at, without surrounding space."""
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error.strerror}") from error
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Exactly "1"/"true" or "0"/"false"; anything else is a mistake worth stopping for."""
    value = text(name).lower()
    if value == "":
        return default
    if value in {"1", "true"}:
        return True
    if value in {"0", "false"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = text(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from error
