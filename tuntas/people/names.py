"""Words of names, as written and as they sound, so that people are found however their name was spelt."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from tuntas.vault.keys import blind_index

_LENGTH = 16  # hex characters of a word's hash: 64 bits, no two words of a country meet
_LONGEST = 12  # words of one name that are kept

# Not part of a name: degrees and honours that stand before or after it on a card (Permendagri 73/2022 art. 5).
_TITLES = frozenset(
    {"h", "hj", "hajj", "haji", "hajjah", "ir", "dr", "drs", "dra", "drg", "prof", "sh", "se", "sp", "spd", "sag"}
    | {"skm", "sip", "ssos", "sst", "skom", "ssi", "spdi", "shi", "sei", "ste", "stp", "skep", "ners", "apt"}
    | {"mm", "mt", "msi", "mh", "mpd", "mkes", "mag", "mkom", "phd", "amd", "amkeb", "amdkeb", "amdkep"}
)
_SHORT = {
    "m": "muhammad",
    "md": "muhammad",
    "moh": "muhammad",
    "mohd": "muhammad",
    "moch": "muhammad",
    "muh": "muhammad",
    "muhd": "muhammad",
    "muhamad": "muhammad",
    "abd": "abdul",
    "bt": "binti",
}
# Old and new spelling, and letters that are heard alike. In this order; the first ones are the longer ones.
_ALIKE = tuple(
    (re.compile(old), new)
    for old, new in (
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("nj", "ny"),
        ("sj", "sy"),
        ("kh", "h"),
        ("^ch", "c"),
        ("ch", "h"),
        ("ph", "p"),
        ("[fv]", "p"),
        ("sy|sh|z", "s"),
        ("dh", "d"),
        ("th", "t"),
        ("q", "k"),
        ("x", "ks"),
        ("o", "u"),
        ("ie|y$", "i"),
        ("ae", "ai"),
        (r"(.)\1+", r"\1"),
        ("h$", ""),
    )
)


def split_words(name: str) -> list[str]:
    """The words of a name in small plain letters, without degrees, each once: "Hj. Siti Nur'aini, S.Pd." gives
    ["siti", "nuraini"]. A name of titles only keeps them."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"[.'’‘`´]", "", plain)
    words = list(dict.fromkeys(re.findall(r"[^\W_]+", plain)))
    return ([word for word in words if word not in _TITLES] or words)[:_LONGEST]


def sound_of(word: str) -> str:
    """How a word of `split_words` sounds, roughly: "achmad" like "ahmad", "moch" like "muhammad"."""
    sound = _SHORT.get(word, word)
    for old, new in _ALIKE:
        sound = old.sub(new, sound)
    return sound or word


@lru_cache(maxsize=50_000)
def hash_word(word: str) -> str:
    """16 hex characters that find a word as it was written."""
    return blind_index("name", word)[:_LENGTH]


@lru_cache(maxsize=50_000)
def hash_sound(word: str) -> str:
    """16 hex characters that find every word that sounds like it."""
    return blind_index("name-sound", sound_of(word))[:_LENGTH]


def sounds_of(name: str) -> frozenset[str]:
    """The sounds of a name in no order, e.g. to compare two names without showing them."""
    return frozenset(sound_of(word) for word in split_words(name))


def name_index(name: str, *more: str) -> str:
    """32 hex characters for a name however it is spelt, together with other facts such as a birth date."""
    return blind_index("person", "|".join([*sorted(sounds_of(name)), *more]))


def list_hashes(names: Iterable[str]) -> list[tuple[str, str]]:
    """(word, sound) hashes of the words of some names, each word once."""
    words = dict.fromkeys(word for name in names for word in split_words(name))
    return [(hash_word(word), hash_sound(word)) for word in words]
