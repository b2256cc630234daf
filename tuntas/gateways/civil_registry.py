"""The national population register: does a NIK belong to this name and birth date?"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from tuntas.gateways.refusals import GatewayDown

_NIK_LENGTH: Final = 16
_UNKNOWN: Final = "9999"
_DECEASED: Final = "9998"
_AWAY: Final = "9997"


@dataclass(frozen=True)
class Identity:
    """What an applicant says of themself; nothing of it is shown when the object is printed."""

    nik: str = field(repr=False)
    name: str = field(repr=False)
    birth_date: date = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What the register says: matches only, never its own data, as its access agreements demand."""

    is_known: bool
    name_matches: bool = False
    birth_date_matches: bool = False
    is_deceased: bool = False


class CivilRegistry(Protocol):
    """One connection to the register."""

    def compare(self, identity: Identity) -> Answer:
        """Compares without disclosing. Raises GatewayDown."""
        ...


@dataclass(frozen=True)
class SimulatedRegistry:
    """`simulator:` knows every NIK and agrees; the ending 9999 is unknown, 9998 deceased, 9997 out of reach."""

    def compare(self, identity: Identity) -> Answer:
        """Reads the birth date out of the NIK, as positions 7 to 12 hold it (day + 40 for women)."""
        if identity.nik.endswith(_AWAY):
            raise GatewayDown(_("Data kependudukan sedang tidak dapat dihubungi."))
        if len(identity.nik) != _NIK_LENGTH or not identity.nik.isdigit() or identity.nik.endswith(_UNKNOWN):
            return Answer(is_known=False)
        return Answer(
            is_known=True,
            name_matches=bool(identity.name.strip()),
            birth_date_matches=_birth_digits(identity.birth_date) == _without_sex(identity.nik[6:12]),
            is_deceased=identity.nik.endswith(_DECEASED),
        )


def _birth_digits(born: date) -> str:
    return f"{born:%d%m%y}"


def _without_sex(digits: str) -> str:
    day = int(digits[:2])
    return f"{day - 40 if day > 40 else day:02d}{digits[2:]}"


def open_registry(url: str) -> CivilRegistry | None:
    """The register that a URL means, none for an empty one. Raises ImproperlyConfigured."""
    if not url:
        return None
    if urlsplit(url).scheme != "simulator":
        raise ImproperlyConfigured("the civil registry's URL must be empty or simulator:")
    return SimulatedRegistry()
