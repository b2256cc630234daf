"""Writes a message from its template: the words of each channel, with odd names and stray numbers tamed."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.translation import override

from tuntas.cases.models import Application, Case, Event
from tuntas.cases.paper import form_of, name_of
from tuntas.cases.states import Verb
from tuntas.gateways.messages import Channel
from tuntas.gateways.sms import count_parts
from tuntas.gateways.whatsapp_outgoing import Template, Wording
from tuntas.notices import texts
from tuntas.notices.reaching import APPLICANT, HELPER, OFFICER

_NAME_LENGTH: Final = 40
_REASON_LENGTH: Final = 600
# NIK and KK numbers, however they are grouped: an officer may have typed one into a reason.
_LONG_NUMBER: Final = re.compile(r"(?<!\d)(?:\d[ .\-]?){15}\d(?!\d)")
_NAME_CHARACTERS: Final = frozenset(" '’,-.")
_VARIABLE: Final = re.compile(r"%\((\w+)\)s")
INDONESIAN: Final = "id"


@dataclass(frozen=True)
class Words:
    """A message as one channel carries it; only mail has a subject."""

    subject: str
    body: str


def template_of(event: Event, *, person: str) -> str | None:
    """The key of the template that tells a person of an event; none when the event is not told."""
    if person.startswith(OFFICER):
        return "endorse"
    key = texts.TOLD.get(Verb(event.verb))
    application = event.case.application
    if key == "ready":
        return f"ready_{application.delivery_method}"
    if key == "submitted" and person == APPLICANT and application.helper:
        return "submitted_by_helper"
    return key


def params_of(event: Event, *, name: str, person: str = APPLICANT, language: str = "") -> dict[str, str]:
    """The values of a template's variables for one person, in their language."""
    office = event.case.office
    with override(language or INDONESIAN):
        return {
            "service": _service_of(event),
            "whose": str(texts.HELPED if person == HELPER else texts.YOURS),
            "receipt": event.case.application.receipt,
            "office": office.name,
            "contact": texts.US_AT % {"phone": office.phone} if office.phone else str(texts.US),
            "reason": clean_reason(event.note) or str(texts.REASON_MISSING),
            "link": desk_link(event.case) if person.startswith(OFFICER) else status_link(event.case.application),
            "name": salutation(name) or str(texts.NAMELESS),
        }


def desk_link(case: Case) -> str:
    """The case on the desk, behind the login."""
    return f"{settings.PUBLIC_URL}/meja/{case.pk}/"


def _service_of(event: Event) -> str:
    """What the message is about: a package as a whole when it comes or goes, else the document."""
    if event.verb in {Verb.SUBMIT, Verb.WITHDRAW}:
        return form_of(event.case).short
    return name_of(event.case)


def status_link(application: Application) -> str:
    """The status page without the PIN: who holds only the link learns nothing."""
    return f"{settings.PUBLIC_URL}/p/{application.receipt}/"


def write(template: str, *, channel: Channel, params: Mapping[str, str], language: str = "") -> Words:
    """The message in the words of a channel. Raises KeyError for an unknown template or a missing variable."""
    words = texts.TEMPLATES[template]
    with override(language or INDONESIAN):
        if channel == Channel.SMS:
            return Words("", _write_sms(str(words.sms) % params, office=params["office"]))
        subject = str(words.subject) % params if channel == Channel.MAIL else ""
        return Words(subject, _pattern(words) % params)


def _pattern(words: texts.Template) -> str:
    """The whole text of a chat message or a mail with its variables."""
    return f"{texts.SALUTATION}\n{words.lead}\n\n{words.action}\n%(link)s\n\n{texts.FOOTER}"


def approved_name(template: str, *, language: str = "") -> str:
    """Under which name WhatsApp knows a template; a regional language makes another one, for WhatsApp has no code."""
    words = texts.TEMPLATES[template]
    region = f"_{language.replace('-', '_')}" if language and language != INDONESIAN else ""
    return f"{words.name}{region}_v{words.version}"


def fill_template(template: str, *, params: Mapping[str, str], language: str = "") -> Template:
    """The message as an approved template with its values in order."""
    with override(language or INDONESIAN):
        order = _order(_pattern(texts.TEMPLATES[template]))
    return Template(approved_name(template, language=language), tuple(params[name] for name in order))


def describe_template(template: str, *, examples: Mapping[str, str], language: str = "") -> Wording:
    """The template as it is handed in for approval."""
    words = texts.TEMPLATES[template]
    with override(language or INDONESIAN):
        pattern = _pattern(words)
    order = _order(pattern)
    body = _VARIABLE.sub(lambda found: f"{{{{{order.index(found[1]) + 1}}}}}", pattern)
    values = tuple(examples[name] for name in order)
    return Wording(approved_name(template, language=language), words.category, body, values)


def _order(pattern: str) -> list[str]:
    return list(dict.fromkeys(_VARIABLE.findall(pattern)))


def _write_sms(text: str, *, office: str) -> str:
    """Begins with the office's name where one SMS can hold it."""
    named = f"{office}: {text}"
    return named if count_parts(named) == 1 else f"Tuntas: {text}"


def salutation(name: str) -> str:
    """A name that can be written to anybody: letters only, no marks of chat formatting, no link in disguise.

    A dot before a letter is what makes phones underline "a.b" as an address; a digit has no place in a name.
    """
    kept = "".join(c if c in _NAME_CHARACTERS or unicodedata.category(c)[0] in "LM" else " " for c in name)
    spaced = " ".join(kept.replace(".", ". ").split()).strip(" ,-'’.")
    cut = spaced[:_NAME_LENGTH]
    return cut if cut == spaced else (cut.rpartition(" ")[0] or cut)


def clean_reason(note: str) -> str:
    """An officer's reason without long numbers, control characters and excess."""
    lines = ["".join(c for c in line if unicodedata.category(c)[0] != "C").strip() for line in note.splitlines()]
    text = _LONG_NUMBER.sub("…", "\n".join(line for line in lines if line))
    return text if len(text) <= _REASON_LENGTH else f"{text[: _REASON_LENGTH - 1]}…"
