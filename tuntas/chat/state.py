"""Where a conversation is, what may happen in it, and what a turn leads to. Plain values, no tables."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias

from tuntas.catalog.definition import ServiceDefinition
from tuntas.gateways.whatsapp_outgoing import Option
from tuntas.intake.refusals import FieldError
from tuntas.reports.status_views import Ask
from tuntas.vault.fields import Json

LINK: Final = "\u27e6tautan\u27e7"  # where the engine writes the address that it made


class Place(StrEnum):
    """What the last question was."""

    NEW = "new"
    OFFICE = "office"
    MENU = "menu"
    MORE = "more"
    GUESS = "guess"
    SERVICE = "service"
    CONSENT = "consent"
    WHO = "who"
    QUESTION = "question"
    PAGE = "page"
    DELIVERY = "delivery"
    COURIER = "courier"
    PHOTOS = "photos"
    ASSIGN = "assign"
    REVIEW = "review"
    EDIT = "edit"
    RESUME = "resume"
    MEND = "mend"
    SURVEY = "survey"
    SURVEY_WORDS = "survey_words"
    DONE = "done"


@dataclass(frozen=True)
class State:
    """Everything that a conversation remembers beside its draft."""

    at: Place = Place.NEW
    mode: str = "bot"  # as chat.models.Conversation.Mode
    service: str = ""
    question: str = ""  # the question asked, or the item of a correction
    wanted: str = ""  # the requirement asked for last
    doubtful: str = ""  # the requirement whose photo is hard to read
    shown: tuple[str, ...] = ()  # what the numbers of the last list mean
    loose: tuple[str, ...] = ()  # uploads that belong to no requirement yet
    skipped: tuple[str, ...] = ()  # what may be left out, and was
    receipts: tuple[str, ...] = ()  # what was sent from here, newest last
    receipt: str = ""  # the application that is being mended
    mended: Json = field(default_factory=dict)  # item -> answer, or upload id
    invalid: int = 0
    turn: int = 0  # counts what was asked, so that a tap on an old list is known as one
    parked: tuple[str, ...] = ()  # drafts left aside for another one
    surveyed: str = ""  # the application that is being rated
    pending: str = ""  # a wish that waits until the office is known

    def to_json(self) -> Json:
        """As the conversation keeps it."""
        return asdict(self)


def read_state(kept: Mapping[str, Any]) -> State:
    """The state of a conversation; what an older version kept and this one does not know is left aside."""
    known = {one.name for one in fields(State)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
    }
    state = State(**given)
    return replace(state, at=Place(state.at) if state.at in set(Place) else Place.MENU)


@dataclass(frozen=True)
class Said:
    """A text, or something tapped: then `choice` is its id. `found` are services that the words may mean."""

    text: str
    choice: str = ""
    found: tuple[str, ...] = ()
    is_redacted: bool = False


@dataclass(frozen=True)
class Photo:
    """One photo or PDF: kept as `upload`, or refused with a sentence. `asks` is what the quoted message asked for."""

    upload: str = ""
    refusal: str = ""
    caption: str = ""
    asks: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class Photos:
    """All photos that came in one go."""

    photos: tuple[Photo, ...]


@dataclass(frozen=True)
class Odd:
    """Something that we cannot read: a voice note, a sticker, a place on the map."""

    kind: str


@dataclass(frozen=True)
class Changed:
    """The draft was opened, or somebody filled in the secure page."""


@dataclass(frozen=True)
class Finished:
    """An application was sent, or a correction came in. `until` says when it will be done."""

    receipt: str
    pin: str = ""
    until: str = ""


@dataclass(frozen=True)
class Hindered:
    """What was to be sent needs more work."""

    errors: tuple[FieldError, ...] = ()
    sentence: str = ""


Event: TypeAlias = Said | Photos | Odd | Changed | Finished | Hindered


@dataclass(frozen=True)
class OpenDraft:
    """Begin an application, with what is known of the person if they agreed."""

    service: str
    with_known: bool = False


@dataclass(frozen=True)
class Keep:
    """Keep the draft's content."""

    content: Json


@dataclass(frozen=True)
class DropDraft:
    """Forget the draft."""


@dataclass(frozen=True)
class ChooseOffice:
    code: str


@dataclass(frozen=True)
class Submit:
    """Send the draft."""


@dataclass(frozen=True)
class Resubmit:
    """Send the mended items of a returned application."""

    receipt: str
    items: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Rate:
    """Keep what the person thought of the service: a score of 1 to 5, or the words that follow it."""

    receipt: str
    score: int | None = None
    words: str = ""


Effect: TypeAlias = OpenDraft | Keep | DropDraft | ChooseOffice | Submit | Resubmit | Rate


@dataclass(frozen=True)
class Say:
    """Our message. `link` names the address that goes where LINK stands: "secure" or "web"; `letter` a case."""

    text: str
    options: tuple[Option, ...] = ()
    menu: str = ""
    asks: str = ""
    link: str = ""
    letter: str = ""


@dataclass(frozen=True)
class Turn:
    """What follows from an event: the new state, at most one message, and what has to be done."""

    state: State
    say: Say | None = None
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True)
class OfficeFacts:
    """The office that we speak for."""

    code: str
    name: str
    hours: str = ""
    phone: str = ""
    switches: Mapping[str, object] = field(default_factory=dict)
    menu: tuple[str, ...] = ()
    takes_photos: bool = False
    sends_letters: bool = False


@dataclass(frozen=True)
class DraftFacts:
    """The draft as it is now."""

    definition: ServiceDefinition
    content: Json
    switches: Mapping[str, object]
    receipt: str = ""


@dataclass(frozen=True)
class Own:
    """An application of this person; `line` says where it is.

    `letters` are (case, short name) of what can be sent: sealed letters, and "case/document" of what others printed.
    """

    receipt: str
    line: str
    asks: tuple[Ask, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()
    is_returned: bool = False
    from_here: bool = False


@dataclass(frozen=True)
class Facts:
    """What the world looks like at this turn; read before, never during it."""

    on: date
    services: Mapping[str, ServiceDefinition]
    offices: tuple[tuple[str, str], ...] = ()
    office: OfficeFacts | None = None
    draft: DraftFacts | None = None
    own: tuple[Own, ...] = ()
    known: str = ""  # the person of the last application: "Siti R., NIK berakhir 0004"
    days_away: float = 0  # since their last message
