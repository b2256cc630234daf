"""Merging: what was changed here, carried over to a newer definition of the same service."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tuntas.catalog.definition import Requirement, ServiceDefinition
from tuntas.catalog.differences import Change, name_place
from tuntas.catalog.editing import next_local
from tuntas.catalog.texts import list_texts, with_texts


@dataclass(frozen=True)
class Merged:
    """The newer definition with our changes. `clashes` were changed on both sides, ours stands: before is theirs.

    `lost` has our changes of things that the newer definition no longer has.
    """

    definition: ServiceDefinition
    clashes: tuple[Change, ...]
    lost: tuple[Change, ...]


def merge(base: ServiceDefinition, *, ours: ServiceDefinition, theirs: ServiceDefinition) -> Merged:
    """Our texts and our own requirements over theirs. `base` is what both began with."""
    theirs = _with_needs(base, ours=ours, theirs=theirs)
    began, mine, new = list_texts(base), list_texts(ours), list_texts(theirs)
    values: dict[str, str] = {}
    clashes: list[Change] = []
    lost: list[Change] = []
    for path, (group, text) in mine.items():
        if path not in began or began[path][1].value == text.value:
            continue
        if path not in new:
            lost.append(Change(name_place(path, group, text), text.said, ""))
            continue
        values[path] = text.value
        other = new[path][1]
        if other.value not in {began[path][1].value, text.value}:
            clashes.append(Change(name_place(path, group, text), other.said, text.said))
    return Merged(with_texts(theirs, values), tuple(clashes), tuple(lost))


def _with_needs(base: ServiceDefinition, *, ours: ServiceDefinition, theirs: ServiceDefinition) -> ServiceDefinition:
    """Their requirements, and behind them those that we added; without those that only we took away again."""
    began, mine = _by_code(base.requirements), _by_code(ours.requirements)
    kept = [one for one in theirs.requirements if one.code in mine or one.code not in began]
    for one in (one for code, one in mine.items() if code not in began and one not in kept):
        kept.append(replace(one, code=next_local(kept)) if one.code in _by_code(kept) else one)
    return replace(theirs, requirements=tuple(kept))


def _by_code(requirements: Iterable[Requirement]) -> dict[str, Requirement]:
    return {one.code: one for one in requirements}
