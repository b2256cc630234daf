"""What a service is: the typed form of one TOML file. `catalog.reading` makes it, everything else reads it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered; each kind has one check in `intake.answers`."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MONTH = "month"  # a month and a year, as in "sejak Maret 2021": "2021-03"
    TIME = "time"
    YES_NO = "yes_no"
    CHOICE = "choice"
    NIK = "nik"
    KK = "kk"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"
    RT_RW = "rt_rw"
    TABLE = "table"  # rows of `columns`, e.g. dependants


@dataclass(frozen=True)
class Condition:
    """True when the value at `field` is one of `values`.

    `field` is "answers.<code>", "applicant.<field>" or "office.<switch>"; values are compared as text, and "true" and
    "false" stand for booleans.
    """

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question. `min` and `max` bound a number, a money amount, a text's length or a table's rows."""

    code: str
    label: str
    kind: Kind
    hint: str = ""
    example: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    min: int | None = None
    max: int | None = None
    past: bool = False  # a date that may not lie in the future
    when: Condition | None = None
    columns: tuple["Question", ...] = ()


@dataclass(frozen=True)
class Page:
    """A screen of the form: a heading and the questions that belong together."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Requirement:
    """A document to bring: photographed for the online form, copied for the counter."""

    code: str
    name: str
    online_form: str
    counter_form: str
    hint: str = ""
    required: bool = True
    when: Condition | None = None


@dataclass(frozen=True)
class ChainStep:
    """One step: which kind of post, at which office of the tree ("own", "village", "district", "civil_registry")."""

    role: str
    duty: str
    office: str = "own"
    section: str = ""
    when: Condition | None = None


@dataclass(frozen=True)
class Promise:
    """How long the office takes, in working minutes, and as people say it ("30 menit")."""

    minutes: int
    text: str


@dataclass(frozen=True)
class LetterForm:
    """Which template prints it, under which archive code, and for how many days it holds (None: no end)."""

    template: str
    title: str
    archive: str
    series: str
    valid_days: int | None


@dataclass(frozen=True)
class ServiceDefinition:
    """One service, e.g. SKD: everything a channel, the desk and the letter need to know of it."""

    code: str
    name: str
    short: str
    group: str  # the life event it is found under
    summary: str
    level: str  # the level of the issuing office: village, district, civil_registry
    keywords: tuple[str, ...]
    legal_basis: tuple[str, ...]
    promise: Promise
    requirements: tuple[Requirement, ...]
    pages: tuple[Page, ...]
    chain: tuple[ChainStep, ...]
    letter: LetterForm | None
    subject: str = "applicant"  # whose name the letter carries: "applicant" or "answers.<code>"
    order: int = 0
    applicant_fields: tuple[str, ...] = field(default=())  # optional applicant fields that become required

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order they are asked."""
        return tuple(question for page in self.pages for question in page.questions)
