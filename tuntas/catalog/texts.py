"""Texts: what an administrator may change of a definition, as one flat table of paths and values.

Codes, kinds, conditions, chain and letter are the law's and the template's; they stay as the file has them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import Choice, Condition, Question, Requirement, ServiceDefinition
from tuntas.catalog.reading import read_shared

GENERAL, REQUIREMENTS, QUESTIONS = "umum", "syarat", "pertanyaan"
PARTS = (GENERAL, REQUIREMENTS, QUESTIONS)
REQUIRED, OPTIONAL, BY_OFFICE = "required", "optional", "office"  # what `need` of a requirement may be


@dataclass(frozen=True)
class Text:
    """One value: where it stands ("requirements.KTP.name"), what it is called, and what it may be.

    `kind` is "line", "long", "number", "words" (a list, with commas) or "need" (one of `options`).
    """

    path: str
    label: str
    value: str
    longest: int
    kind: str = "line"
    required: bool = True
    options: tuple[Choice, ...] = ()

    @property
    def said(self) -> str:
        """The value as a person reads it."""
        return next((one.label for one in self.options if one.value == self.value), self.value)


@dataclass(frozen=True)
class Group:
    """Texts that belong together: one requirement, one question, or the service itself."""

    code: str
    title: str
    texts: tuple[Text, ...]


def list_groups(definition: ServiceDefinition, part: str) -> list[Group]:
    """The groups of one of PARTS, in the order of the service."""
    if part == GENERAL:
        return [Group("", definition.name, tuple(_general(definition)))]
    if part == REQUIREMENTS:
        return [_requirement(one) for one in definition.requirements]
    return list(_questions(definition))


def list_texts(definition: ServiceDefinition) -> dict[str, tuple[Group, Text]]:
    """Every text by its path, each with its group."""
    return {
        text.path: (group, text) for part in PARTS for group in list_groups(definition, part) for text in group.texts
    }


def _general(definition: ServiceDefinition) -> Iterator[Text]:
    yield Text("summary", _("Ringkasan"), definition.summary, 300, "long")
    yield Text("applicant_title", _("Sebutan pemohon"), definition.applicant_title, 40)
    yield Text("keywords", _("Kata yang dicari warga"), ", ".join(definition.keywords), 600, "words", required=False)
    yield Text("promise.text", _("Janji waktu, seperti orang mengucapkannya"), definition.promise.text, 40)
    yield Text("promise.minutes", _("Janji waktu dalam menit kerja"), str(definition.promise.minutes), 6, "number")
    if letter := definition.letter:
        days = str(letter.valid_days or "")
        yield Text("letter.valid_days", _("Surat berlaku berapa hari"), days, 5, "number", required=False)
        yield Text("letter.archive", _("Kode klasifikasi arsip"), letter.archive, 30)


def _requirement(one: Requirement) -> Group:
    path = f"requirements.{one.code}"
    options = [Choice(REQUIRED, _("Wajib")), Choice(OPTIONAL, _("Boleh dilewati"))]
    if _switch_of(one) is not None:
        options.append(Choice(BY_OFFICE, _("Diputuskan setiap kantor dengan sakelar")))
    need = REQUIRED if one.required else BY_OFFICE if one.required_when else OPTIONAL
    texts = (
        Text(f"{path}.name", _("Nama"), one.name, 80),
        Text(f"{path}.need", _("Wajib atau tidak"), need, 10, "need", options=tuple(options)),
        Text(f"{path}.online_form", _("Di web"), one.online_form, 160),
        Text(f"{path}.counter_form", _("Di loket"), one.counter_form, 160),
        Text(f"{path}.hint", _("Petunjuk"), one.hint, 240, "long", required=False),
    )
    return Group(one.code, one.name, texts)


def _questions(definition: ServiceDefinition) -> Iterator[Group]:
    for number, page in enumerate(definition.pages):
        title = Text(f"pages.{number}.title", _("Judul halaman"), page.title, 60)
        yield Group(f"page-{number}", _("Halaman %(title)s") % {"title": page.title}, (title,))
        for question in page.questions:
            texts = list(_question(question, f"questions.{question.code}"))
            for column in question.columns:
                texts += _question(column, f"questions.{question.code}.columns.{column.code}", within=column.name)
            yield Group(question.code, question.name, tuple(texts))


def _question(question: Question, path: str, *, within: str = "") -> Iterator[Text]:
    lead = _("Kolom %(name)s: ") % {"name": within} if within else ""
    yield Text(f"{path}.label", lead + _("Pertanyaan"), question.label, 160)
    yield Text(f"{path}.short", lead + _("Nama singkat"), question.short, 60, required=False)
    yield Text(f"{path}.hint", lead + _("Petunjuk"), question.hint, 240, "long", required=False)
    if not question.choices and not question.columns:
        yield Text(f"{path}.example", lead + _("Contoh jawaban"), question.example, 120, required=False)
    for choice in question.choices if has_own_choices(question) else ():
        yield Text(f"{path}.choices.{choice.value}", lead + _("Pilihan"), choice.label, 80)


def has_own_choices(question: Question) -> bool:
    """Whether the choices are the service's own words; those of SIAK's code lists are nobody's to change."""
    values = {choice.value: choice.label for choice in question.choices}
    return bool(values) and not any(values.items() <= shared.items() for shared in read_shared("lists").values())


def with_texts(definition: ServiceDefinition, values: dict[str, str]) -> ServiceDefinition:
    """The definition with these values at these paths; a path that it does not have changes nothing."""
    get = values.get
    letter = definition.letter
    if letter:
        days = get("letter.valid_days", str(letter.valid_days or ""))
        letter = replace(letter, valid_days=int(days) if days else None, archive=get("letter.archive", letter.archive))
    words = get("keywords")
    return replace(
        definition,
        summary=get("summary", definition.summary),
        applicant_title=get("applicant_title", definition.applicant_title),
        keywords=definition.keywords if words is None else tuple(filter(None, map(str.strip, words.split(",")))),
        promise=replace(
            definition.promise,
            text=get("promise.text", definition.promise.text),
            minutes=int(get("promise.minutes", definition.promise.minutes)),
        ),
        letter=letter,
        requirements=tuple(_change_requirement(one, values) for one in definition.requirements),
        pages=tuple(
            replace(
                page,
                title=get(f"pages.{number}.title", page.title),
                questions=tuple(_change_question(one, values, f"questions.{one.code}") for one in page.questions),
            )
            for number, page in enumerate(definition.pages)
        ),
    )


def _change_requirement(one: Requirement, values: dict[str, str]) -> Requirement:
    path = f"requirements.{one.code}"
    need = values.get(f"{path}.need")
    return replace(
        one,
        name=values.get(f"{path}.name", one.name),
        online_form=values.get(f"{path}.online_form", one.online_form),
        counter_form=values.get(f"{path}.counter_form", one.counter_form),
        hint=values.get(f"{path}.hint", one.hint),
        required=one.required if need is None else need == REQUIRED,
        required_when=None if need == OPTIONAL else _switch_of(one) if need == BY_OFFICE else one.required_when,
    )


def _switch_of(one: Requirement) -> Condition | None:
    """When offices decide with a switch: what the requirement says, else what the dictionary says of it."""
    known = read_shared("requirements").get(one.code, {}).get("required_when")
    return one.required_when or (Condition(known["field"], tuple(known["values"])) if known else None)


def _change_question(question: Question, values: dict[str, str], path: str) -> Question:
    return replace(
        question,
        label=values.get(f"{path}.label", question.label),
        short=values.get(f"{path}.short", question.short),
        hint=values.get(f"{path}.hint", question.hint),
        example=values.get(f"{path}.example", question.example),
        choices=tuple(
            replace(choice, label=values.get(f"{path}.choices.{choice.value}", choice.label))
            for choice in question.choices
        ),
        columns=tuple(_change_question(one, values, f"{path}.columns.{one.code}") for one in question.columns),
    )
