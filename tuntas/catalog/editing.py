"""Editing: an administrator's saved change of a service, from its opening until it is published or dropped."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _

from tuntas.catalog.definition import Requirement, ServiceDefinition
from tuntas.catalog.finding import definition_of
from tuntas.catalog.models import Edit, FileDefinition, ServiceVersion
from tuntas.catalog.reading import read_shared
from tuntas.catalog.stored import from_json, to_json
from tuntas.catalog.texts import Text, list_groups, with_texts
from tuntas.offices.models import Officer

LOCAL = "LOKAL-"
MOST_LOCAL = 20


class TextsRefused(Exception):
    """Texts that cannot be kept; `problems` has a sentence for each path."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


def find_edit(code: str, *, by: Officer) -> Edit | None:
    """This administrator's change of a service, if one is under way."""
    return Edit.objects.filter(code=code, officer=by).select_related("base").first()


@transaction.atomic
def open_edit(version: ServiceVersion, *, by: Officer) -> Edit:
    """The change under way, or a fresh one of this version."""
    made = {"base": version, "definition": version.definition, "file_digest": version.base_digest}
    return Edit.objects.select_related("base").get_or_create(code=version.code, officer=by, defaults=made)[0]


def definition_of_edit(edit: Edit) -> ServiceDefinition:
    """The service as the change has it so far."""
    return from_json(edit.definition)


def keep_edit(edit: Edit, definition: ServiceDefinition) -> None:
    """Saves what was changed so far; nobody else sees it."""
    edit.definition = to_json(definition)
    edit.save(update_fields=["definition", "changed_at"])


def get_file(version: ServiceVersion) -> ServiceDefinition:
    """The file that a version was made from; the version itself where its file is not known any more."""
    digest = version.base_digest
    file = FileDefinition.objects.filter(code=version.code, digest=digest).first()
    if file:
        return from_json(file.definition)
    return definition_of(ServiceVersion.objects.filter(code=version.code, digest=digest).first() or version)


def find_waiting_file(code: str) -> FileDefinition | None:
    """A newer file of the service that nobody has decided on."""
    return FileDefinition.objects.filter(code=code, is_waiting=True).first()


def change_texts(definition: ServiceDefinition, given: Mapping[str, str], *, part: str) -> ServiceDefinition:
    """The definition with the texts that a form of this part sent; what was not sent stays. Raises TextsRefused."""
    texts = [text for group in list_groups(definition, part) for text in group.texts if text.path in given]
    problems, values = dict[str, str](), dict[str, str]()
    for text in texts:
        value = clean(given[text.path])
        values[text.path] = value
        if problem := _find_problem(text, value):
            problems[text.path] = problem
    if problems:
        raise TextsRefused(problems)
    return with_texts(definition, values)


def clean(text: str) -> str:
    """One line without invisible signs; quotes, angle brackets and hashes are only letters here."""
    seen = "".join(" " if sign in "\r\n\t" else sign for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(sign for sign in seen if unicodedata.category(sign)[0] != "C").split())


def _find_problem(text: Text, value: str) -> str:
    if not value:
        return _("Tulis isinya. Bagian ini tidak boleh kosong.") if text.required else ""
    if len(value) > text.longest:
        sentence = _("Paling panjang %(most)d huruf, tulisan ini %(now)d huruf.")
        return sentence % {"most": text.longest, "now": len(value)}
    if text.kind == "number" and not (value.isascii() and value.isdecimal() and 0 < int(value) <= 1_000_000):
        return _("Tulis angka bulat di atas nol, contoh 30.")
    if text.kind == "need" and value not in {one.value for one in text.options}:
        return _("Pilih salah satu dari daftar.")
    return ""


def list_addable(definition: ServiceDefinition) -> dict[str, str]:
    """The requirements of the dictionary that the service does not ask for yet: code to name, by name."""
    asked = {one.code for one in definition.requirements}
    known = {code: str(row["name"]) for code, row in read_shared("requirements").items() if code not in asked}
    return dict(sorted(known.items(), key=lambda pair: pair[1]))


def add_known(definition: ServiceDefinition, code: str) -> ServiceDefinition:
    """The definition with one more requirement out of the dictionary, asked of everybody. Raises TextsRefused."""
    if code not in list_addable(definition):
        raise TextsRefused({"code": _("Pilih syarat dari daftar.")})
    row = read_shared("requirements")[code]
    more = Requirement(
        code, row["name"], row["online_form"], row["counter_form"], hint=row.get("hint", ""), required=False
    )
    return _add(definition, more)


def add_free(definition: ServiceDefinition, given: Mapping[str, str]) -> ServiceDefinition:
    """The definition with a requirement of the office's own words: name, online_form, counter_form, hint.

    Raises TextsRefused.
    """
    limits = {"name": 80, "online_form": 160, "counter_form": 160, "hint": 240}
    values = {key: clean(given.get(key, "")) for key in limits}
    texts = {key: Text(key, key, "", most, required=key != "hint") for key, most in limits.items()}
    problems = {key: problem for key, text in texts.items() if (problem := _find_problem(text, values[key]))}
    if problems:
        raise TextsRefused(problems)
    more = Requirement(
        next_local(definition.requirements),
        values["name"],
        values["online_form"],
        values["counter_form"],
        hint=values["hint"],
    )
    return _add(definition, more)


def next_local(requirements: Iterable[Requirement]) -> str:
    """The first free code for a requirement of the office's own."""
    taken = {one.code for one in requirements}
    return next(f"{LOCAL}{number}" for number in count(1) if f"{LOCAL}{number}" not in taken)


def _add(definition: ServiceDefinition, more: Requirement) -> ServiceDefinition:
    if len(definition.requirements) >= MOST_LOCAL:
        raise TextsRefused({"": _("Layanan ini sudah punya %(n)d syarat. Kurangi dulu.") % {"n": MOST_LOCAL}})
    return replace(definition, requirements=(*definition.requirements, more))


def list_local(definition: ServiceDefinition, *, file: ServiceDefinition) -> list[str]:
    """The codes of requirements that were added here; the file does not have them."""
    theirs = {one.code for one in file.requirements}
    return [one.code for one in definition.requirements if one.code not in theirs]


def remove_local(definition: ServiceDefinition, code: str, *, file: ServiceDefinition) -> ServiceDefinition:
    """The definition without a requirement that was added here. Raises TextsRefused for one of the file."""
    if code not in list_local(definition, file=file):
        raise TextsRefused({"": _("Syarat ini dari definisi nasional. Jadikan boleh dilewati, bukan dihapus.")})
    return replace(definition, requirements=tuple(one for one in definition.requirements if one.code != code))
