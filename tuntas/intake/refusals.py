"""Refusals of the intake: each names the field and says in a sentence what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

_PLAIN_NAME = re.compile(r"[a-z][a-z_]{0,38}[0-9]?")


@dataclass(frozen=True)
class FieldError:
    """One field that needs work: its dotted name, e.g. "applicant.nik", and a sentence that never repeats the value."""

    field: str
    message: str


class InputRefused(Exception):
    """What was sent cannot be taken as it is. `errors` holds all that is to be mended, not only the first."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors = list(errors)
        super().__init__(_("Ada %(count)d hal yang perlu diperbaiki.") % {"count": len(self.errors)})

    @property
    def messages(self) -> dict[str, str]:
        """The sentence of each field, in the order in which they were found."""
        return {error.field: error.message for error in self.errors}


def list_unknown(names: Iterable[object], known: Iterable[str], *, prefix: str = "") -> list[FieldError]:
    """A refusal for each name that is not known, as "<prefix>.<name>".

    What was sent as a name could be anything, so only plain words come back.
    """
    options = list(known)
    message = _("Isian ini tidak dikenal. Hapus, atau pakai salah satu: %(known)s.") % {"known": ", ".join(options)}
    shown = (str(name) if _PLAIN_NAME.fullmatch(str(name)) else "?" for name in names if name not in options)
    return [FieldError(f"{prefix}.{name}" if prefix else name, message) for name in shown]


class FileRefused(Exception):
    """A file that cannot be used; its text is the sentence for the person who sent it."""


class ValueRefused(Exception):
    """One value that does not fit; its text is the sentence for the person. The caller knows which field it was."""
