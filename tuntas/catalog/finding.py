"""Finding: the service somebody means, by its code, by life event, or by their own words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.models import ServiceVersion
from tuntas.catalog.reading import in_home_order, read_shared
from tuntas.catalog.stored import from_json
from tuntas.vault.prepared import prepared


class ServiceUnknown(Exception):
    """No service of this code is offered."""


@dataclass(frozen=True)
class Group:
    """A life event, its packages and the services people need for it. `icon` names a symbol of the sprite."""

    code: str
    name: str
    hint: str
    icon: str
    services: tuple[ServiceDefinition, ...]
    packages: tuple[ServiceDefinition, ...] = ()


# Versions never change, so what was read once stays right; bounded, because tests make many.
_DEFINITIONS: dict[UUID, ServiceDefinition] = {}
_MOST_KEPT = 500


def definition_of(version: ServiceVersion) -> ServiceDefinition:
    """The definition that a version holds; read from JSON once in each process."""
    if version.pk not in _DEFINITIONS:
        if len(_DEFINITIONS) >= _MOST_KEPT:
            _DEFINITIONS.clear()
        _DEFINITIONS[version.pk] = from_json(version.definition)
    return _DEFINITIONS[version.pk]


def get_definition(version_id: UUID) -> ServiceDefinition:
    """The definition of a version by its id. The version's row, with all its JSON, is read once in each process."""
    return _DEFINITIONS.get(version_id) or definition_of(ServiceVersion.objects.get(pk=version_id))


def get_service(code: str) -> tuple[ServiceVersion, ServiceDefinition]:
    """The current version of a service or package by its code in any case. Raises ServiceUnknown."""
    wanted = code.upper()
    is_code = re.fullmatch(r"[A-Z0-9-]{1,20}", wanted)
    version = _current.first(wanted) if is_code else None
    if version is None:
        raise ServiceUnknown(_("Layanan ini tidak ada. Lihat daftar layanan, lalu pilih kodenya."))
    return version, definition_of(version)


@prepared
def _current(code: str) -> QuerySet[ServiceVersion]:
    return ServiceVersion.objects.filter(code=code, is_current=True).defer("definition")


def list_services() -> list[ServiceDefinition]:
    """Every service offered now, in the order of the home page. One query."""
    return [definition for definition in list_catalog() if not definition.is_package]


def list_packages() -> list[ServiceDefinition]:
    """Every package offered now, in the order of the home page. One query."""
    return [definition for definition in list_catalog() if definition.is_package]


def list_catalog() -> list[ServiceDefinition]:
    """Every package and service offered now, in the order of the home page: packages first in their life event."""
    versions = ServiceVersion.objects.filter(is_current=True).defer("definition")
    missing = [version.pk for version in versions if version.pk not in _DEFINITIONS]
    if missing:
        versions = ServiceVersion.objects.filter(is_current=True)
    return in_home_order(definition_of(version) for version in versions)


def list_groups() -> list[Group]:
    """The life events that have services, in the order of the home page."""
    by_group: dict[str, list[ServiceDefinition]] = {}
    for definition in list_catalog():
        by_group.setdefault(definition.group, []).append(definition)
    return [_make_group(code, row, by_group[code]) for code, row in read_shared("groups").items() if code in by_group]


def _make_group(code: str, row: Mapping[str, str], definitions: list[ServiceDefinition]) -> Group:
    services = tuple(one for one in definitions if not one.is_package)
    packages = tuple(one for one in definitions if one.is_package)
    return Group(code, row["name"], row["hint"], row["icon"], services, packages)


# Words that stand in every wish and tell nothing: "saya mau buat surat keterangan ..."
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        surat keterangan pengantar sk suket untuk tuk utk buat buatkan bikin bikinin membuat urus mengurus minta perlu
        mau ingin saya aku kami yang di ke dari dan atau dengan bagaimana cara pak bu tolong mohon
        """,
    )
)
_SHORTEST_TYPO = 4  # shorter words are compared letter by letter: "kk" and "kb" are different things
_ALIKE = 0.78
_PREFIX = 3


def search_services(text: str) -> list[ServiceDefinition]:
    """Packages and services for what somebody typed, the likeliest first; typing slips are understood."""
    wanted = _words(text[:100])
    if not wanted:
        return []
    scored = [(_score(wanted, definition), definition) for definition in list_catalog()]
    best = max((score for score, _definition in scored), default=0.0)
    found = [(score, definition) for score, definition in scored if score > 0 and score >= best / 3]
    return [definition for _score_, definition in sorted(found, key=lambda pair: -pair[0])]


def _words(text: str) -> list[str]:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    words = re.findall(r"[a-z0-9]+", plain)
    return [word for word in words if word not in _EMPTY_WORDS] or words


def _score(wanted: list[str], definition: ServiceDefinition) -> float:
    """Sum over the wanted words of the best place where each is found."""
    places: list[tuple[float, Iterable[str]]] = [
        (6.0, [definition.code.casefold()]),
        (4.0, _words(f"{definition.short} {definition.name}")),
        (3.0, _words(" ".join(definition.keywords))),
        (1.0, _words(definition.summary)),
    ]
    return sum(max(weight * _best(word, words) for weight, words in places) for word in wanted)


def _best(word: str, words: Iterable[str]) -> float:
    return max((_likeness(word, other) for other in words), default=0.0)


def _likeness(word: str, other: str) -> float:
    """1 for the same word, less for a beginning or a slip of the finger, 0 for another word."""
    if word == other:
        return 1.0
    if len(word) >= _PREFIX and other.startswith(word):
        return 0.9
    if min(len(word), len(other)) < _SHORTEST_TYPO or word[0] != other[0]:
        return 0.0
    matcher = SequenceMatcher(None, word, other, autojunk=False)
    is_near = matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE
    ratio = matcher.ratio() if is_near else 0.0
    return ratio * 0.8 if ratio >= _ALIKE else 0.0
