"""Differences: what changes between two definitions of a service, in the words of the administrator."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tuntas.catalog.definition import ChainStep, Question, ServiceDefinition
from tuntas.catalog.stored import to_json
from tuntas.catalog.texts import Group, Text, list_texts
from tuntas.offices.roles import Role


@dataclass(frozen=True)
class Change:
    """One thing that differs: where it stands, and its words before and after; "" where it was not, or is no more."""

    where: str
    before: str
    after: str


def list_changes(before: ServiceDefinition, after: ServiceDefinition) -> list[Change]:
    """Everything that differs; none for definitions that say the same."""
    changes = [*_texts(before, after), *_members(before, after), *_frame(before, after)]
    if not changes and to_json(before) != to_json(after):
        changes.append(Change(_("Bagian yang tidak terlihat warga"), _("versi sebelumnya"), _("versi baru")))
    return changes


def _texts(before: ServiceDefinition, after: ServiceDefinition) -> Iterator[Change]:
    old, new = list_texts(before), list_texts(after)
    for path, (group, text) in new.items():
        if path in old and old[path][1].value != text.value:
            yield Change(name_place(path, group, text), old[path][1].said, text.said)


def name_place(path: str, group: Group, text: Text) -> str:
    """Where a text stands, as a person names it: "Syarat Kartu Keluarga: Petunjuk"."""
    room = path.partition(".")[0]
    if room == "requirements":
        return _("Syarat %(name)s: %(text)s") % {"name": group.title, "text": text.label}
    if room == "questions":
        return _("Pertanyaan %(name)s: %(text)s") % {"name": group.title, "text": text.label}
    return text.label


def _members(before: ServiceDefinition, after: ServiceDefinition) -> Iterator[Change]:
    old_needs = {one.code: one for one in before.requirements}
    new_needs = {one.code: one for one in after.requirements}
    yield from (Change(_("Syarat baru"), "", one.name) for code, one in new_needs.items() if code not in old_needs)
    yield from (Change(_("Syarat dihapus"), one.name, "") for code, one in old_needs.items() if code not in new_needs)
    old, new = {one.code: one for one in before.questions}, {one.code: one for one in after.questions}
    yield from (Change(_("Pertanyaan baru"), "", one.label) for code, one in new.items() if code not in old)
    yield from (Change(_("Pertanyaan dihapus"), one.label, "") for code, one in old.items() if code not in new)
    for code, one in new.items():
        if code in old and _bones(old[code]) != _bones(one):
            where = _("Pertanyaan %(name)s: %(text)s") % {"name": one.name, "text": _("cara menjawab")}
            yield Change(where, old[code].kind.value, one.kind.value)


def _bones(question: Question) -> Question:
    """A question without its words: kind, bounds, condition, the values of its choices."""
    return replace(
        question,
        label="",
        short="",
        hint="",
        example="",
        choices=tuple(replace(choice, label="") for choice in question.choices),
        columns=tuple(_bones(column) for column in question.columns),
    )


def _frame(before: ServiceDefinition, after: ServiceDefinition) -> Iterator[Change]:
    pairs = {
        _("Nama layanan"): (before.name, after.name),
        _("Nama singkat"): (before.short, after.short),
        _("Jalannya berkas"): (describe_chain(before.chain), describe_chain(after.chain)),
        _("Dasar hukum"): ("; ".join(before.legal_basis), "; ".join(after.legal_basis)),
        _("Judul surat"): (_title(before), _title(after)),
        _("Naskah surat"): (_template(before), _template(after)),
        _("Dokumen yang dilampirkan"): (_documents(before), _documents(after)),
    }
    yield from (Change(where, old, new) for where, (old, new) in pairs.items() if old != new)


def describe_chain(chain: tuple[ChainStep, ...]) -> str:
    """A chain in one line: "Operator, Kepala seksi, Kepala kantor"."""
    return ", ".join(str(Role(step.role).label) if step.role in Role.values else step.role for step in chain)


def _title(definition: ServiceDefinition) -> str:
    return definition.letter.title if definition.letter else ""


def _template(definition: ServiceDefinition) -> str:
    return definition.letter.template if definition.letter else ""


def _documents(definition: ServiceDefinition) -> str:
    return ", ".join(document.name for document in definition.documents)
