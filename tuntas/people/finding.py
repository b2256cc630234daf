"""Finding: residents by exact NIK, KK or phone, or by words of the name in any order."""

import re
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from tuntas.people.keeping import index_kk, index_nik, index_phone
from tuntas.people.models import Family, NameWord, Resident, ResidentQuerySet
from tuntas.people.names import hash_sound, hash_word, split_words
from tuntas.vault.prepared import prepared

MOST = 50  # a longer list is not read but narrowed

_BETWEEN = re.compile(r"[\s.\-/()]+")
_PHONE = re.compile(r"(?:\+?62|0)(8[0-9]{8,11})")


class By(StrEnum):
    """What somebody was looked for by."""

    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    SOUND = "sound"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Found:
    """Residents, those who live here first, then by name; `has_more` when there are more than MOST."""

    residents: list[Resident]
    by: By
    has_more: bool = False


def find_residents(text: str, *, offices: Collection[uuid.UUID]) -> Found:
    """Looks for what somebody typed among the residents of some offices: 16 digits, a phone number, or name words.

    A name is looked for as written; where nobody is called so, as it sounds.
    """
    digits = _BETWEEN.sub("", text)
    residents: ResidentQuerySet = Resident.objects.visible_to(offices).select_related("family", "office")
    if re.fullmatch("[0-9]{16}", digits):
        return _show(_by_number(residents, digits, offices=offices), By.NUMBER)
    if phone := _PHONE.fullmatch(digits):
        return _show(_by_index(residents, phone_index=index_phone(f"+62{phone[1]}")), By.PHONE)
    words = split_words(text[:200])
    if not any(len(word) > 1 and not word.isdecimal() for word in words):
        return Found([], By.NOTHING)
    found = _show(_by_words(residents, "word", [hash_word(word) for word in words], offices), By.NAME)
    if found.residents:
        return found
    return _show(_by_words(residents, "sound", [hash_sound(word) for word in words], offices), By.SOUND)


def find_by_nik(nik: str, *, offices: Collection[uuid.UUID]) -> Resident | None:
    """The resident of a NIK among some offices, who lives there before who left."""
    return min(_of_nik.all(index_nik(nik), list(offices)), key=_order, default=None)


@prepared
def _of_nik(nik_index: str, offices: list[uuid.UUID]) -> QuerySet[Resident]:
    return _by_index(Resident.objects.visible_to(offices), nik_index=nik_index).select_related("family", "office")


def _by_index(residents: ResidentQuerySet, **index: str) -> ResidentQuerySet:
    """Those with this hash of a number. The empty one belongs to nobody: said in the query, its index can be used."""
    [name] = index
    return residents.filter(**index).exclude(**{name: ""})


def _by_number(residents: ResidentQuerySet, digits: str, *, offices: Collection[uuid.UUID]) -> ResidentQuerySet:
    by_nik = _by_index(residents, nik_index=index_nik(digits))
    if by_nik.exists():
        return by_nik
    families = Family.objects.filter(kk_index=index_kk(digits), office__in=offices)
    return residents.filter(family__in=list(families))


def _by_words(
    residents: ResidentQuerySet, column: str, hashes: list[str], offices: Collection[uuid.UUID]
) -> ResidentQuerySet:
    """Those who have all the words. The words are asked first, for few people share a rare one: a database that was
    free to begin with the residents would read the whole register."""
    named = [NameWord.objects.filter(office__in=offices, **{column: value}) for value in hashes]
    first, *others = named
    for other in others:
        first = first.filter(resident__in=other.values("resident"))
    found = first.order_by("resident").values_list("resident", flat=True).distinct()
    return residents.filter(pk__in=list(found[: MOST + 1]))


def _show(residents: ResidentQuerySet, by: By) -> Found:
    rows = list(residents.order_by("pk")[: MOST + 1])
    return Found(sorted(rows[:MOST], key=_order), by, has_more=len(rows) > MOST)


def _order(resident: Resident) -> tuple[bool, str]:
    return resident.status != Resident.Status.PRESENT, str(resident.person.get("name", "")).casefold()
