"""Outputs: which documents a package leads to for one application, what each waits for, and what its case holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tuntas.catalog.conditions import holds
from tuntas.catalog.definition import HandIn, Output, Requirement, ServiceDefinition
from tuntas.vault.fields import Json

REFERENCE = re.compile(r"\{([a-z]+\.[a-z][a-z0-9_]*)\}")
OUTPUT_PREFIX = "output."


@dataclass(frozen=True)
class Due:
    """One document that is to be made. `key` names it in the application, `waits_for` the keys that come before it."""

    output: Output
    key: str
    label: str
    waits_for: tuple[str, ...]
    filled: Json = field(repr=False)  # {"applicant": {...}, "answers": {...}}


@dataclass(frozen=True, repr=False)
class Holder:
    """Whom a document is about, as far as its row says; "" for what it does not say."""

    nik: str
    name: str
    birth_date: str


def list_due(
    package: ServiceDefinition,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
) -> list[Due]:
    """The documents of a package for this applicant, these answers and this office, in the package's order."""
    rooms = {"applicant": applicant, "answers": answers}
    made: dict[str, list[tuple[str, Mapping[str, object]]]] = {}
    for output in package.outputs:
        rows = _list_rows(output, answers)
        fitting = [row for row in rows if _is_due(output, **rooms, switches=switches, row=row)]
        made[output.key] = [(make_key(output, number=number), row) for number, row in enumerate(fitting, 1)]
    return [
        Due(
            output=output,
            key=key,
            label=_label(output, number=number, total=len(made[output.key])),
            waits_for=tuple(earlier for one in output.waits_for for earlier, _row in made.get(one, ())),
            filled=fill(output, **rooms, row=row),
        )
        for output in package.outputs
        for number, (key, row) in enumerate(made[output.key], 1)
    ]


def list_hand_in(
    package: ServiceDefinition,
    output_key: str,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
) -> list[HandIn]:
    """The old documents to give back for one output ("ktp" or "ktp.2")."""
    return [
        one
        for one in package.hand_in
        if one.output == base_of(output_key)
        and all(holds(condition, applicant=applicant, answers=answers, switches={}) for condition in one.when)
    ]


def get_output(package: ServiceDefinition, key: str) -> Output:
    """The output a case's key stands for. Raises KeyError."""
    return {output.key: output for output in package.outputs}[base_of(key)]


def list_before(key: str, package: ServiceDefinition) -> set[str]:
    """All outputs that an output waits for, however far back."""
    waits = {output.key: output.waits_for for output in package.outputs}
    before: set[str] = set()
    ahead = list(waits.get(key, ()))
    while ahead:
        one = ahead.pop()
        if one not in before:
            before.add(one)
            ahead += waits.get(one, ())
    return before


def base_of(key: str) -> str:
    """The output's own key: "ktp" of "ktp.2"."""
    return key.partition(".")[0]


def number_of(key: str) -> int:
    """The number of a document that is made for a row: 2 of "ktp.2"; 0 of "kk"."""
    return int(key.partition(".")[2] or 0)


def make_key(output: Output, *, number: int) -> str:
    """The key of an output's document: "kk", or "ktp.2" of one that is made for each row."""
    return f"{output.key}.{number}" if output.each else output.key


def rename(due: Due, *, keys: Mapping[str, str], total: int) -> Due:
    """The same document where every old key of `keys` has become the new one; `total` documents of its kind stand."""
    key = keys[due.key]
    label = _label(due.output, number=number_of(key), total=total)
    return replace(due, key=key, label=label, waits_for=tuple(keys[one] for one in due.waits_for))


def read_holder(output: Output, filled: Mapping[str, object]) -> Holder:
    """Whom the document of a row is about, by where its output puts the columns nik, name and birth_date."""
    places = {one.value: one.field.partition(".") for one in output.fill if isinstance(one.value, str)}

    def look(column: str) -> str:
        room, _dot, code = places.get(f"{{row.{column}}}", ("", "", ""))
        cells = filled.get(room)
        return " ".join(_spoken(cells.get(code)).casefold().split()) if isinstance(cells, Mapping) else ""

    return Holder(look("nik"), look("name"), look("birth_date"))


def make_definition(service: ServiceDefinition, *, package: ServiceDefinition, output: Output) -> ServiceDefinition:
    """The service as this output makes it: with the package's requirements, and the documents of this case alone."""
    return replace(
        service,
        requirements=tuple(_list_requirements(service, package=package, output=output)),
        documents=tuple(one for one in service.documents if not output.documents or one.code in output.documents),
    )


def shorten_chain(service: ServiceDefinition, *, output: Output, is_waiting: bool) -> ServiceDefinition:
    """The service with the steps that this output still needs.

    The village's counter looks at the file once: a document that follows another goes straight to the office that
    issues it.
    """
    chain = service.chain[-1:] if output.only_last else service.chain
    if is_waiting and service.level != "village":
        chain = tuple(step for step in chain if step.office != "village") or chain
    return replace(service, chain=chain)


def sources_of(output: Output, requirement: str) -> tuple[str, ...]:
    """What stands for one requirement of the service: codes of the package, or "output.<key>"."""
    written = {paper.requirement: paper.sources for paper in output.papers}
    return written.get(requirement, (requirement,))


def item_of(output: Output, item: str) -> str:
    """Where the applicant answered what a case holds as "answers.<code>" or "applicant.<field>"; "" for nowhere."""
    written = {one.field: one.value for one in output.fill}
    if item not in written:
        return item
    value = written[item]
    found = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return ""
    room, _dot, code = found[1].partition(".")
    if room == "row":
        return f"answers.{output.each}"
    return f"{room}.{code}"


def fill(
    output: Output,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    row: Mapping[str, object],
) -> Json:
    """{"applicant": {...}, "answers": {...}}: what the case has besides, or instead of, the application's own."""
    rooms = {"applicant": applicant, "answers": answers, "row": row}
    filled: dict[str, dict[str, object]] = {"applicant": {}, "answers": {}}
    for one in output.fill:
        room, _dot, code = one.field.partition(".")
        value = resolve(one.value, rooms=rooms)
        filled[room][code] = "" if value is None else value
    return dict(filled)


def resolve(value: object, *, rooms: Mapping[str, Mapping[str, object]]) -> object:
    """A fill's value with its references replaced; None where a whole reference has no answer."""
    if isinstance(value, Mapping) and "of" in value:
        found = resolve(value["of"], rooms=rooms)
        words = value.get("words", {})
        return words.get(_spoken(found), found) if isinstance(words, Mapping) else found
    if isinstance(value, Mapping):
        cells = {str(name): resolve(cell, rooms=rooms) for name, cell in value.items()}
        return {name: cell for name, cell in cells.items() if cell is not None}
    if isinstance(value, list):
        return [resolve(item, rooms=rooms) for item in value]
    return _resolve_text(value, rooms=rooms) if isinstance(value, str) else value


def _resolve_text(text: str, *, rooms: Mapping[str, Mapping[str, object]]) -> object:
    def look(name: str) -> object:
        room, _dot, code = name.partition(".")
        return rooms.get(room, {}).get(code)

    whole = REFERENCE.fullmatch(text)
    if whole:
        return look(whole[1])
    return REFERENCE.sub(lambda found: _spoken(look(found[1])), text)


def _spoken(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _list_rows(output: Output, answers: Mapping[str, object]) -> list[Mapping[str, object]]:
    if not output.each:
        return [{}]
    rows = answers.get(output.each)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _is_due(
    output: Output,
    *,
    applicant: Mapping[str, object],
    answers: Mapping[str, object],
    switches: Mapping[str, object],
    row: Mapping[str, object],
) -> bool:
    return all(
        holds(condition, applicant=applicant, answers=answers, switches=switches, row=row) for condition in output.when
    )


def _label(output: Output, *, number: int, total: int) -> str:
    """ "KTP-el", or "KTP-el 2" where there are several: a label names a document, never a person."""
    return f"{output.label} {number}" if output.each and max(number, total) > 1 else output.label


def _list_requirements(
    service: ServiceDefinition, *, package: ServiceDefinition, output: Output
) -> Iterator[Requirement]:
    wanted = [code for one in service.requirements for code in sources_of(output, one.code)]
    return (one for one in package.requirements if one.code in wanted)
