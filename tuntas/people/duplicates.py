"""Duplicates: residents of one office who may be one person written down twice, found without opening names."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from tuntas.offices.models import Office
from tuntas.people.models import Apart, NameWord, Resident

MOST = 100
_CROWD = 400  # people without a known birthday share 1 July or 31 December

Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass(frozen=True)
class Alike:
    """Two residents, and in a sentence why they may be one."""

    first: Resident
    second: Resident
    why: str


def list_alike(office: Office, *, most: int = MOST) -> list[Alike]:
    """The pairs that look most like one person, those with wholly alike names first; at most `most`."""
    apart = set(Apart.objects.filter(first__office=office).values_list("first", "second"))
    pairs = {pair: weight for pair, weight in _list_pairs(office) if pair not in apart}
    chosen = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:most]
    rows = Resident.objects.select_related("family", "office").in_bulk([pk for pair in chosen for pk in pair])
    return [_describe(rows[first], rows[second]) for first, second in chosen]


def order_pair(first: Resident, second: Resident) -> tuple[Resident, Resident]:
    """The two in the order in which `Apart` keeps them."""
    return (first, second) if first.pk < second.pk else (second, first)


def _list_pairs(office: Office) -> Iterator[tuple[Pair, int]]:
    present: QuerySet[Resident] = Resident.objects.present().filter(office=office)
    born = present.exclude(born_index="").values("born_index").annotate(number=Count("pk"))
    shared = born.filter(number__gt=1, number__lte=_CROWD).values("born_index")
    groups: dict[str, list[uuid.UUID]] = defaultdict(list)
    for pk, index in present.filter(born_index__in=shared).values_list("pk", "born_index"):
        groups[index].append(pk)
    words = NameWord.objects.filter(office=office, resident__born_index__in=shared, resident__status="present")
    sounds: dict[uuid.UUID, set[str]] = defaultdict(set)
    for pk, sound in words.values_list("resident", "sound"):
        sounds[pk].add(sound)
    for people in groups.values():
        yield from _compare(people, sounds)


def _compare(people: Iterable[uuid.UUID], sounds: dict[uuid.UUID, set[str]]) -> Iterator[tuple[Pair, int]]:
    for first, second in combinations(sorted(people), 2):
        ours, theirs = sounds[first], sounds[second]
        common = len(ours & theirs)
        shorter = min(len(ours), len(theirs))
        # One common word of several is a family name or a Muhammad; a whole name within the other is one person.
        if common and (common == shorter or common > 1):
            yield (first, second), 2 * common + (ours == theirs)


def _describe(first: Resident, second: Resident) -> Alike:
    reasons = [_("tanggal lahir sama, nama mirip")]
    if first.family_id == second.family_id:
        reasons.append(_("dalam satu KK"))
    if _differ_in_one(str(first.person.get("nik", "")), str(second.person.get("nik", ""))):
        reasons.append(_("NIK berbeda satu angka atau tertukar"))
    why = ", ".join(reasons)
    return Alike(first, second, f"{why[0].upper()}{why[1:]}.")


def _differ_in_one(first: str, second: str) -> bool:
    """One wrong digit, or two neighbours changed places."""
    places = [place for place, (one, other) in enumerate(zip(first, second, strict=False)) if one != other]
    if len(first) != len(second) or not first:
        return False
    if len(places) == 2 and places[1] == places[0] + 1:
        return first[places[0]] == second[places[1]] and first[places[1]] == second[places[0]]
    return len(places) == 1
