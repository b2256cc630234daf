"""What a service is: the typed form of one TOML file. `catalog.reading` makes it, everything else reads it."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from tuntas.offices.roles import Right

# What a step may ask of its post, and the right the post needs for it; `cases.states.Duty` has the same words.
DUTIES: dict[str, Right] = {
    "endorse": Right.ENDORSE,
    "check": Right.CHECK,
    "survey": Right.SURVEY,
    "initial": Right.INITIAL,
    "countersign": Right.SIGN,
    "attach": Right.ATTACH,
    "sign": Right.SIGN,
}

# What an office may switch for itself in `Office.switches`; a switch that is not set is off.
SWITCHES: dict[str, str] = {
    "rt_endorsement": "Ketua RT memberi pengantar di dalam aplikasi, sebelum operator memeriksa.",
    "rt_letter": "Surat pengantar RT di atas kertas wajib dilampirkan.",
    "survey": "Petugas lapangan meninjau dulu, sebelum kepala seksi memutuskan.",
    "camat": "Camat ikut mengetahui surat yang dapat berjalan tanpa kecamatan.",
    "direct_registry": "Berkas Disdukcapil langsung ke dinas, tanpa diperiksa operator kelurahan.",
    "chat_photos": "Warga boleh mengirim foto syarat di WhatsApp; tautan unggah aman selalu tersedia.",
    "chat_letters": "Surat yang sudah jadi boleh dikirim sebagai berkas di WhatsApp kepada yang mengajukannya di sana.",
}
# What an office chooses for itself as a list of service codes.
CHAT_MENU = "chat_menu"  # the services of the WhatsApp menu, at most eight, in their order

LEVELS = ("village", "district", "civil_registry")  # offices that issue
STEP_OFFICES = ("own", *LEVELS)  # where a step is taken, seen from the office that issues

# Fields of an applicant that a condition may ask for; `age` is the age on the date that `Condition.on` names.
APPLICANT_FIELDS = ("sex", "religion", "marital_status", "occupation", "nationality", "age")


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
    "false" stand for booleans. With `field` "applicant.age" there are no values: it is true when the applicant is
    younger than `below` years, or has at least `least` years, on the date answered to the question `on`. In an output
    that is made for each row of a table, "row.<column>" and "row.age" speak of that row.
    """

    field: str
    values: tuple[str, ...] = ()
    below: int | None = None
    on: str = ""
    least: int | None = None


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """One question. `min` and `max` bound a number, a money amount, a text's length or a table's rows.

    `label` is what the form asks ("Sejak kapan Anda tinggal di sini?"), `short` what a list of answers says
    ("Tinggal sejak"). `example` is a fitting answer, always.
    """

    code: str
    label: str
    kind: Kind
    short: str = ""
    hint: str = ""
    example: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    min: int | None = None
    max: int | None = None
    past: bool = False  # a date that may not lie in the future
    after: str = ""  # the code of an earlier date question; this date may not lie before it
    when: Condition | None = None
    columns: tuple["Question", ...] = ()

    @property
    def name(self) -> str:
        """The words for lists of answers: `short`, else the label."""
        return self.short or self.label


@dataclass(frozen=True)
class Page:
    """A screen of the form: a heading and the questions that belong together."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Requirement:
    """A document to bring: photographed for the online form, copied for the counter.

    It is asked for when `when` holds. It may be left out unless `required`, or unless `required_when` holds.
    """

    code: str
    name: str
    online_form: str
    counter_form: str
    hint: str = ""
    required: bool = True
    when: Condition | None = None
    required_when: Condition | None = None


@dataclass(frozen=True)
class Hint:
    """Something the officer should look at when `when` holds; it never stops an application."""

    when: Condition
    text: str


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

    @property
    def validity(self) -> str:
        """How long it holds, as people say it: "6 bulan", "30 hari"; "" when it has no end."""
        if not self.valid_days:
            return ""
        if self.valid_days % 365 == 0:
            return _("%(n)d tahun") % {"n": self.valid_days // 365}
        if self.valid_days % 30 == 0 and self.valid_days > 30:
            return _("%(n)d bulan") % {"n": self.valid_days // 30}
        return _("%(n)d hari") % {"n": self.valid_days}


@dataclass(frozen=True)
class Document:
    """What another system prints and an officer attaches, e.g. a KK from SIAK.

    A card (KTP-el, KIA) is handed over by hand: its number is enough. One that is not required may stay out.
    """

    code: str
    name: str
    is_card: bool = False
    required: bool = True


@dataclass(frozen=True)
class PrintForm:
    """A national form that can be printed from the answers, e.g. F-1.02 (Permendagri 109/2019), when `when` holds."""

    code: str
    when: Condition | None = None


@dataclass(frozen=True)
class Fill:
    """What one field of an output's case holds that the package's answers do not have under its name.

    `field` is "applicant.<field>" or "answers.<code>". `value` is a constant, a text with references such as
    "{answers.wife_name}", rows of these, or {"of": reference, "words": {answered: written}}; "" leaves the field out.
    """

    field: str
    value: object


@dataclass(frozen=True)
class Paper:
    """What stands for one requirement of an output's service: requirements of the package, or "output.<key>"."""

    requirement: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Output:
    """One document of a package: a case of `service`, made when all of `when` hold.

    It begins when the outputs of `waits_for` are ready, as far as they are made at all. `each` names a table: then one
    case is made for each row that fits. `documents` are the codes that this case brings, all of the service when empty.
    With `only_last` the case has the last step alone: what it waits for has been judged by the same chain.
    """

    key: str
    service: str
    label: str
    when: tuple[Condition, ...] = ()
    waits_for: tuple[str, ...] = ()
    fill: tuple[Fill, ...] = ()
    papers: tuple[Paper, ...] = ()
    documents: tuple[str, ...] = ()
    each: str = ""
    only_last: bool = False


@dataclass(frozen=True)
class HandIn:
    """An old document to give back when the document of `output` is handed over, if all of `when` hold."""

    code: str
    name: str
    output: str
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class ServiceDefinition:
    """One service, e.g. SKD: everything a channel, the desk and the letter need to know of it.

    A package (a life event) is one too: it has `outputs`, and neither chain nor letter of its own.
    """

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
    applicant_title: str = "Pemohon"  # what the applicant is in this service: "Pelapor", "Calon pengantin"
    order: int = 0
    applicant_fields: tuple[str, ...] = field(default=())  # optional applicant fields that become required
    hints: tuple[Hint, ...] = ()
    documents: tuple[Document, ...] = ()  # what an officer attaches, where the office sets no letter of its own
    forms: tuple[PrintForm, ...] = ()
    outputs: tuple[Output, ...] = ()  # only of a package
    hand_in: tuple[HandIn, ...] = ()

    @property
    def is_package(self) -> bool:
        return bool(self.outputs)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order they are asked."""
        return tuple(question for page in self.pages for question in page.questions)
