"""Keeping: how a person and a family card become rows, with every index that finds them again."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tuntas.offices.models import Office
from tuntas.people.codes import RELATIONSHIPS
from tuntas.people.models import Family, Import, Resident
from tuntas.people.names import list_hashes
from tuntas.vault.fields import Json
from tuntas.vault.keys import blind_index

HEAD = RELATIONSHIPS[1]
CARD_FIELDS = ("kk", "address", "rt", "rw")
PERSON_FIELDS = (
    "name",
    "nik",
    "birth_place",
    "birth_date",
    "sex",
    "religion",
    "marital_status",
    "occupation",
    "education",
    "nationality",
    "relationship",
    "phone",
    "email",
    "father",
    "mother",
)

_INSERT = "INSERT INTO people_nameword (resident_id, office_id, word, sound) VALUES (%s, %s, %s, %s)"
_KEY, _OFFICE = Resident._meta.pk.get_db_prep_value, Office._meta.pk.get_db_prep_value


@dataclass(frozen=True)
class Rows:
    """Rows that belong together and are not saved yet."""

    families: Sequence[Family]
    residents: Sequence[Resident]

    def save(self) -> None:
        """Inserts all of it, the words of the names too. Call it in a transaction."""
        Family.objects.bulk_create(self.families)
        Resident.objects.bulk_create(self.residents)
        insert_words(self.residents)


def make_family(card: Json, *, office: Office, imported: Import | None = None) -> Family:
    """A family of an office, of the card's kk, address, rt and rw; not saved."""
    kept = {name: card[name] for name in CARD_FIELDS if card.get(name)}
    return Family(
        office=office,
        region=office.region_id,
        kk_index=index_kk(str(card.get("kk", ""))),
        card=kept,
        imported=imported,
    )


def make_resident(person: Json, *, family: Family, imported: Import | None = None) -> Resident:
    """A resident in a family's office, of whatever is known among PERSON_FIELDS; not saved."""
    # By ids, which is twice as fast for a whole village.
    resident = Resident(
        family_id=family.pk,
        office_id=family.office_id,
        region=family.region,
        imported_id=imported.pk if imported else None,
    )
    fill_resident(resident, person)
    return resident


def fill_resident(resident: Resident, person: Json) -> None:
    """Puts a person's fields into the row, and with them what finds the row; not saved."""
    resident.person = {name: person[name] for name in PERSON_FIELDS if person.get(name)}
    resident.sex = str(person.get("sex", ""))
    resident.is_head = person.get("relationship") == HEAD
    resident.nik_index = index_nik(str(person.get("nik", "")))
    resident.phone_index = index_phone(str(person.get("phone", "")))
    resident.born_index = blind_index("born", str(person.get("birth_date", "")))


def insert_words(residents: Sequence[Resident]) -> None:
    """Adds the words that find residents by name. In SQL: as objects they would cost as much as all the rest."""
    rows = [
        (_KEY(resident.pk, connection), _OFFICE(resident.office_id, connection), word, sound)
        for resident in residents
        for word, sound in list_hashes([str(resident.person.get("name", ""))])
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def save_resident(resident: Resident) -> None:
    """Saves one resident and replaces the words of the name. Call it in a transaction."""
    resident.save()
    resident.words.all().delete()
    insert_words([resident])


def index_nik(nik: str) -> str:
    """What finds a NIK of 16 digits."""
    return blind_index("nik", nik)


def index_kk(kk: str) -> str:
    """What finds a KK number of 16 digits."""
    return blind_index("kk", kk)


def index_phone(phone: str) -> str:
    """What finds a phone number in E.164."""
    return blind_index("phone", phone)
