"""In which language somebody is written to: their own choice, else their office's, else Indonesian."""

import gettext
from functools import cache
from pathlib import Path

from django.conf import settings

from tuntas.notices.consent import language_of
from tuntas.offices.models import Office


def language_for(office: Office | None, *, phone: str = "") -> str:
    """The code of the language, empty for Indonesian; a language that nobody installed counts as Indonesian."""
    installed = list_installed()
    wanted = language_of(phone) if installed else ""
    wanted = wanted or (str(office.switches.get("language", "")) if office else "")
    return wanted if wanted in installed else ""


def list_installed() -> list[str]:
    """The languages that this installation has besides Indonesian."""
    return _list_in(tuple(str(folder) for folder in settings.LOCALE_PATHS))


@cache
def _list_in(folders: tuple[str, ...]) -> list[str]:
    found = {path.parts[-3] for folder in folders for path in Path(folder).glob("*/LC_MESSAGES/django.mo")}
    return sorted(code.replace("_", "-").lower() for code in found if code != "id")


def name_of(code: str) -> str:
    """What a language calls itself: the `X-Tuntas-Name` of its file, else its code."""
    for folder in settings.LOCALE_PATHS:
        path = Path(folder) / code / "LC_MESSAGES" / "django.mo"
        if path.exists():
            with path.open("rb") as file:
                info = gettext.GNUTranslations(file).info()
            return str(info.get("x-tuntas-name", code))
    return code
