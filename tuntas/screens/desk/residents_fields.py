"""The fields of a resident's record as a form: text boxes, and lists where SIAK has a code list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tuntas.flow.correct_resident import CORRECTABLE
from tuntas.people.codes import EDUCATIONS, MARITAL_STATUSES, OCCUPATIONS, RELATIONSHIPS, RELIGIONS
from tuntas.people.models import Resident
from tuntas.screens.shared.wording import phone

_LISTS: dict[str, Mapping[int, str]] = {
    "religion": RELIGIONS,
    "marital_status": MARITAL_STATUSES,
    "occupation": OCCUPATIONS,
    "education": EDUCATIONS,
    "relationship": RELATIONSHIPS,
}


@dataclass(frozen=True)
class Correctable:
    """One field of the form; `choices` is empty for a text box."""

    name: str
    label: str
    value: str = field(repr=False)
    message: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()


def list_fields(resident: Resident, *, typed: Mapping[str, str], said: Mapping[str, str]) -> list[Correctable]:
    """The fields with what was typed, else with what the register has; `said` are the sentences by field."""
    return [
        Correctable(
            name=name,
            label=_labels()[name],
            value=typed[name] if name in typed else _shown(name, str(resident.person.get(name, ""))),
            message=said.get(name, ""),
            hint=_("Tanggal, bulan, tahun, contoh 12-03-1990.") if name == "birth_date" else "",
            choices=("L", "P") if name == "sex" else tuple(_LISTS.get(name, {}).values()),
        )
        for name in CORRECTABLE
    ]


def _shown(name: str, value: str) -> str:
    if name == "birth_date":
        return "-".join(reversed(value.split("-")))
    return phone(value) if name == "phone" else value


def _labels() -> dict[str, str]:
    return {
        "name": _("Nama lengkap"),
        "nik": _("NIK"),
        "birth_place": _("Tempat lahir"),
        "birth_date": _("Tanggal lahir"),
        "sex": _("Jenis kelamin"),
        "religion": _("Agama"),
        "marital_status": _("Status kawin"),
        "occupation": _("Pekerjaan"),
        "education": _("Pendidikan"),
        "relationship": _("Hubungan dalam keluarga"),
        "phone": _("Nomor HP"),
    }
