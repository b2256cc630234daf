"""The form as screens and fields, and what was typed as the draft that `intake.submission` checks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Condition, Question, Requirement, ServiceDefinition
from tuntas.intake.models import Upload
from tuntas.intake.refusals import FieldError
from tuntas.offices.models import Office
from tuntas.screens.shared.applying.advice import advise
from tuntas.screens.shared.applying.needed import describe_condition
from tuntas.screens.shared.applying.person import list_helper_questions, list_person_pages
from tuntas.screens.shared.questions import Field, make_field, read_answer
from tuntas.vault.fields import Json

OFFICE = "office."


@dataclass(frozen=True)
class Shown:
    """A field, and when it is asked: the script hides it until `watch` holds one of `values`."""

    asked: Field
    watch: str = ""
    values: str = ""
    only: str = ""


@dataclass(frozen=True)
class Kept:
    """One photo that has arrived; `advice` says how to take a better one, "" when it is good."""

    upload: Upload
    advice: str


@dataclass(frozen=True)
class Photo:
    """One requirement: the photos so far, whether it is brought to the counter, what is missing."""

    requirement: Requirement
    name: str
    kept: tuple[Kept, ...]
    bring: bool
    shown: bool
    message: str = ""
    watch: str = ""
    values: str = ""
    only: str = ""

    @property
    def tone(self) -> str:
        """The class of its box: no, warn, ok, or "" while nothing has come."""
        if self.message or not self.kept:
            return "no" if self.message else ""
        return "warn" if self.advice else "ok"

    @property
    def advice(self) -> str:
        """The first advice that one of its photos needs."""
        return next((one.advice for one in self.kept if one.advice), "")


@dataclass(frozen=True)
class Screen:
    title: str
    fields: list[Shown] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """All screens of one download: `person` first, then `pages` of the service, then `photos`, then delivery."""

    person: list[Screen]
    helper: list[Shown]
    pages: list[Screen]
    photos: list[Photo]
    content: Json
    messages: dict[str, str]
    at_counter: bool = False

    @property
    def steps(self) -> int:
        """How many steps the progress bar counts: the screens, and checking the answers."""
        return len(self.person) + len(self.pages) + 3

    @property
    def courier_message(self) -> str:
        return self.messages.get("delivery.address", "")


def make_form(
    definition: ServiceDefinition,
    *,
    office: Office,
    content: Json,
    messages: Mapping[str, str] | None = None,
    at_counter: bool = False,
) -> Form:
    """The form of a service at an office, with the draft so far and what each field still needs.

    `at_counter` gives it the words and the choices of an officer who fills it in for a walk-in.
    """
    said = dict(messages or {})
    maker = _Maker(definition, office, content, said)
    person = [maker.screen(page.title, page.questions, "applicant") for page in list_person_pages(definition)]
    pages = [maker.screen(page.title, page.questions, "answers") for page in definition.pages]
    return Form(
        person=person,
        helper=[maker.shown(question, "helper") for question in list_helper_questions(at_counter=at_counter)],
        pages=[screen for screen in pages if screen.fields],
        photos=maker.photos(),
        content=content,
        messages=said,
        at_counter=at_counter,
    )


@dataclass(frozen=True)
class _Maker:
    definition: ServiceDefinition
    office: Office
    content: Json
    messages: Mapping[str, str]

    def screen(self, title: str, questions: tuple[Question, ...], group: str) -> Screen:
        return Screen(title, [self.shown(one, group) for one in questions if self._may_apply(one.when)])

    def shown(self, question: Question, group: str) -> Shown:
        value = self.content.get(group, {}).get(question.code)
        asked = make_field(question, name=f"{group}.{question.code}", value=value, messages=self.messages)
        watch, values, only = self._watch(question.when)
        return Shown(asked, watch, values, only)

    def photos(self) -> list[Photo]:
        given: dict[str, list[str]] = self.content.get("files", {})
        ids = [pk for rows in given.values() for pk in rows]
        uploads = {str(one.pk): one for one in Upload.objects.filter(pk__in=ids, is_claimed=False)}
        applying = [one for one in self.definition.requirements if self._may_apply(one.when)]
        return [self._photo(one, [uploads[pk] for pk in given.get(one.code, []) if pk in uploads]) for one in applying]

    def _photo(self, requirement: Requirement, uploads: list[Upload]) -> Photo:
        name = f"files.{requirement.code}"
        brought, shown = (requirement.code in self.content.get(word, []) for word in ("bring", "shown"))
        watch, values, only = self._watch(requirement.when)
        only = only or ("" if self._is_required(requirement) else _("bila Anda punya"))
        kept = tuple(Kept(upload, advise(upload.hints)) for upload in uploads)
        return Photo(requirement, name, kept, brought, shown, self.messages.get(name, ""), watch, values, only)

    def _is_required(self, requirement: Requirement) -> bool:
        when = requirement.required_when
        return requirement.required or bool(when and when.field.startswith(OFFICE) and self._holds_here(when))

    def _may_apply(self, condition: Condition | None) -> bool:
        """Whether it can be asked at this office at all; what depends on answers can."""
        is_here = condition is not None and condition.field.startswith(OFFICE)
        return condition is None or not is_here or self._holds_here(condition)

    def _holds_here(self, condition: Condition) -> bool:
        state = "true" if self.office.switches.get(condition.field.removeprefix(OFFICE)) else "false"
        return state in condition.values

    def _watch(self, condition: Condition | None) -> tuple[str, str, str]:
        if condition is None or condition.field.startswith(OFFICE):
            return "", "", ""
        only = describe_condition(self.definition, condition)
        return ("", "", only) if condition.below is not None else (condition.field, "|".join(condition.values), only)


def list_errors(form: Form, messages: Mapping[str, str]) -> list[FieldError]:
    """The summary at the top: each message with the id of the field that has the focus when it is followed.

    A message that stands there more than once says which field it is about.
    """
    shown = [one.asked for screen in (*form.person, *form.pages) for one in screen.fields]
    fields = {one.name: one for one in [*shown, *(helper.asked for helper in form.helper)]}
    repeated = {message for message, times in Counter(messages.values()).items() if times > 1}
    return [
        FieldError(fields[name].id, f"{fields[name].label}: {message}" if message in repeated else message)
        if name in fields
        else FieldError(name, message)
        for name, message in messages.items()
    ]


def read_content(
    definition: ServiceDefinition, *, posted: Mapping[str, str], bring: list[str], shown: list[str]
) -> Json:
    """What was typed, as the draft keeps it; files are added by whoever received them."""
    known = {one.code for one in definition.requirements}
    people = [question for page in list_person_pages(definition) for question in page.questions]
    content: Json = {
        "applicant": _read_group(people, posted, "applicant"),
        "answers": _read_group(list(definition.questions), posted, "answers"),
        "delivery": {"method": posted.get("delivery.method", "download")},
        "bring": [code for code in bring if code in known],
        "shown": [code for code in shown if code in known],
        "helper": {},
    }
    if content["delivery"]["method"] == "courier":
        content["delivery"]["address"] = posted.get("delivery.address", "").strip()
    if posted.get("who") == "helper":
        ticks = {name: posted.get(f"helper.{name}") == "on" for name in ("consent", "notify")}
        content["helper"] = {**_read_group(list_helper_questions(), posted, "helper"), **ticks}
    return content


def _read_group(questions: list[Question], posted: Mapping[str, str], group: str) -> Json:
    read = {one.code: read_answer(one, posted, name=f"{group}.{one.code}") for one in questions}
    return {code: value for code, value in read.items() if value not in ("", [])}
