"""Import rows: one row of a file becomes a person and a family card, or sentences that say what to mend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

from tuntas.intake.applicant import FIELDS
from tuntas.intake.identity import clean_name, nik_hints
from tuntas.intake.refusals import ValueRefused
from tuntas.people.cells import CellSpoilt, Roundings, date_text, is_nothing, number_text, phone_text, text_of
from tuntas.people.codes import RELATIONSHIPS, find_label
from tuntas.people.columns import NEEDED
from tuntas.people.keeping import CARD_FIELDS, PERSON_FIELDS
from tuntas.people.sheets import Value
from tuntas.vault.fields import Json

READERS: dict[str, Callable[[Value], str]] = {
    "nik": number_text,
    "kk": number_text,
    "phone": phone_text,
    "birth_date": date_text,
}


_FIELDS = tuple(dict.fromkeys((*PERSON_FIELDS, *CARD_FIELDS)))
_LISTED = frozenset(
    {"sex", "religion", "marital_status", "occupation", "education", "nationality", "relationship", "rt", "rw"}
)


@dataclass(frozen=True)
class Trouble:
    """One field of one row: what is wrong, in a sentence; it `refuses` the row or only wants a look."""

    field: str
    message: str
    refuses: bool = True


@dataclass(frozen=True)
class Checked:
    """One row, looked at. `person` and `card` hold what was readable, clean."""

    number: int
    person: Json = field(default_factory=dict, repr=False)
    card: Json = field(default_factory=dict, repr=False)
    troubles: tuple[Trouble, ...] = ()

    @property
    def is_good(self) -> bool:
        return not any(trouble.refuses for trouble in self.troubles)


def check_row(number: int, cells: Mapping[str, Value], *, on: date, roundings: Roundings) -> Checked:
    """The row with every field in its one form, by the rules that hold for a form as well; `on` is today."""
    values: Json = {}
    troubles: list[Trouble] = []
    for name in _FIELDS:
        cell = cells.get(name)
        if is_nothing(cell):
            if name in NEEDED:
                troubles.append(Trouble(name, _missing(name)))
            continue
        try:
            clean = _clean(name, cell, on=on, roundings=roundings)
        except (ValueRefused, CellSpoilt) as refusal:
            troubles.append(Trouble(name, str(refusal)))
        else:
            if clean:
                values[name] = clean
    return Checked(
        number,
        person={name: values[name] for name in PERSON_FIELDS if name in values},
        card={name: values[name] for name in CARD_FIELDS if name in values},
        troubles=(*troubles, *_list_hints(values, on=on)),
    )


def _clean(name: str, cell: Value, *, on: date, roundings: Roundings) -> str:
    text = READERS.get(name, text_of)(cell)
    if name in {"nik", "kk"}:
        roundings.check(name, cell)
    if name in _LISTED:
        return _clean_listed(name, text, on)
    if name in {"father", "mother"}:
        return clean_name(text)
    return FIELDS[name].clean(text, on)


@lru_cache(maxsize=5000)
def _clean_listed(name: str, text: str, on: date) -> str:
    """A word of a code list; a file says the same few words over and over."""
    return _clean_relationship(text) if name == "relationship" else FIELDS[name].clean(text, on)


def _clean_relationship(text: str) -> str:
    label = find_label(RELATIONSHIPS, text)
    if label is None:
        raise ValueRefused(_("Tulis hubungan seperti di KK, contoh KEPALA KELUARGA atau ANAK."))
    return label


def _missing(name: str) -> str:
    if name == "relationship":
        return _("Tulis hubungan seperti di KK, contoh KEPALA KELUARGA atau ANAK.")
    return str(FIELDS[name].missing)


def _list_hints(values: Json, *, on: date) -> list[Trouble]:
    """A NIK that tells another birth date or sex: real ones exist, so the row is loaded and somebody looks."""
    if not {"nik", "birth_date", "sex"} <= values.keys():
        return []
    return [
        Trouble("nik", hint, refuses=False)
        for hint in nik_hints(values["nik"], values["birth_date"], values["sex"], on=on)
    ]
