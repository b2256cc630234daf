"""Problems of service definitions, in the words of the administrator who writes them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from django.utils.translation import gettext as _

Refuse: TypeAlias = Callable[[str, str], None]  # called with the path of a key and a sentence


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: the file's name, its line (0 when unknown), the key, and what to write instead."""

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        where = _("%(file)s baris %(line)d") % {"file": self.file, "line": self.line} if self.line else self.file
        return f"{where}, {self.key}: {self.message}" if self.key else f"{where}: {self.message}"


class DefinitionsRefused(Exception):
    """Definitions that cannot be published; `problems` lists everything that was found, in the order of the files."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def unknown(word: str, options: Iterable[str], *, prefix: str = "") -> str:
    """The sentences for a word that is none of the options; `prefix` is what the file has before it."""
    return (_('"%(word)s" tidak dikenal. %(hint)s') % {"word": prefix + word, "hint": suggest(word, options)}).strip()


def suggest(word: str, options: Iterable[str]) -> str:
    """A sentence with the likely meaning of a misspelt word, else with all that may be written; "" for no options."""
    known = sorted(options)
    if not known:
        return ""
    by_lower = {option.casefold(): option for option in known}
    close = get_close_matches(word.casefold(), by_lower, n=1, cutoff=0.6)
    if close:
        return _('Maksud Anda "%(word)s"?') % {"word": by_lower[close[0]]}
    return _("Pilihannya: %(options)s.") % {"options": ", ".join(known)}
