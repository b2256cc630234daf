"""Context: everything a template may print, as typed data; the letter is set from this and from nothing else."""

import re
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet

from tuntas.catalog.definition import Kind, ServiceDefinition
from tuntas.catalog.finding import get_definition
from tuntas.letters.codes import group_code
from tuntas.letters.models import Letter
from tuntas.letters.noting import Note, list_noted
from tuntas.letters.wording import (
    Said,
    say_answers,
    say_date,
    say_label,
    say_nip,
    say_place,
    say_purpose,
    say_rt_rw,
    say_time,
    say_weekday,
    say_zone,
)
from tuntas.offices.models import Office, Region
from tuntas.vault.fields import Json
from tuntas.vault.prepared import prepared

# What the footer says of the seal, by who sealed. A word on certification must be true (UU ITE, PP 71/2019).
SEALS = {
    "local": (
        "Dokumen ini memakai segel elektronik internal pemerintah daerah, bukan tanda tangan elektronik tersertifikasi."
    ),
}


@dataclass(frozen=True)
class Place:
    """The office and where it lies: "Kelurahan Sialang", "Kecamatan Sako", "Kota Palembang"."""

    unit: str
    kind: str
    name: str
    district: str
    regency: str
    zone: str  # WIB, WITA or WIT


@dataclass(frozen=True)
class Person:
    """The applicant, every field said as the letter prints it; "" for what was not asked."""

    name: str
    nik: str
    kk: str
    birth: str
    is_male: bool
    sex: str
    religion: str
    marital_status: str
    occupation: str
    education: str
    nationality: str
    address: str  # street, RT and RW, village, district
    full_address: str  # the same with the regency


@dataclass(frozen=True)
class Letterhead:
    """Lines in capitals, then the office's name in bold, then how to reach it; arms as SVG or ""."""

    lines: list[str]
    name: str
    contact: str
    arms: str


@dataclass(frozen=True)
class Block:
    """Who signed, frozen when the number was taken."""

    lines: list[str]
    title: str
    name: str
    rank: str
    nip: str


@dataclass(frozen=True)
class Sheet:
    """One letter. `answers` has every question of the service; `chosen` the bare values of choices, for wording.

    Letters keep their sheet as it was when the number was taken, so a field that is added later needs a default.
    """

    template: str
    title: str
    number: str
    place: Place
    letterhead: Letterhead
    applicant: Person
    answers: dict[str, Said]
    chosen: dict[str, str]
    signatory: Block
    dated: str
    valid_until: str
    sealed: str
    seal: str
    code: str
    verify_at: str
    qr: str
    noted: list[Note] = field(default_factory=list)


def make_sheet(letter: Letter, *, seal: str, qr: str) -> Sheet:
    """The sheet of an intent whose number, signatory and code are fixed. `seal` is the signer's name."""
    application, office = letter.case.application, letter.office
    definition = get_definition(letter.case.service_version_id)
    return Sheet(
        template=letter.template,
        title=definition.letter.title if definition.letter else definition.name,
        number=letter.number.text,
        place=make_place(office),
        letterhead=make_letterhead(office),
        applicant=make_person(letter.case.applicant, region=_get_region(application.region)),
        answers=say_all(definition, letter.case.answers),
        chosen=list_chosen(definition, letter.case.answers),
        signatory=make_block(letter.signatory),
        dated=say_place(office.place, say_date(letter.issued_on)),
        valid_until=say_date(letter.valid_until) if letter.valid_until else "",
        sealed=f"{say_date(letter.issued_on)}, {say_time(letter.requested_at, timezone=office.timezone)}",
        seal=SEALS[seal],
        code=group_code(letter.code),
        verify_at=_host() + "/v",
        qr=qr,
        noted=list_noted(letter.case, timezone=office.timezone),
    )


def freeze(sheet: Sheet) -> Json:
    """The sheet as the letter's row keeps it. The arms stay with the office: they are many times larger."""
    kept = asdict(sheet)
    kept["letterhead"]["arms"] = ""
    return kept


def read_sheet(letter: Letter, *, seal: str) -> Sheet:
    """What was frozen with the number: a new address, officer or title since then changes nothing.

    `seal` is the name of who seals it now, so that the footer cannot claim another's seal.
    """
    kept = letter.sheet
    return Sheet(
        **{
            **kept,
            "place": Place(**kept["place"]),
            "letterhead": Letterhead(**{**kept["letterhead"], "arms": letter.office.arms}),
            "applicant": Person(**kept["applicant"]),
            "signatory": Block(**kept["signatory"]),
            "seal": SEALS[seal],
            "noted": [Note(**note) for note in kept.get("noted", [])],
        }
    )


def make_block(signatory: Json) -> Block:
    """The signature block of what `offices.signatory` froze."""
    return Block(
        lines=list(signatory["lines"]),
        title=signatory["title"],
        name=signatory["name"],
        rank=signatory["rank"],
        nip=say_nip(signatory["nip"]),
    )


def make_place(office: Office) -> Place:
    """The office in words, by its own region and the regions above it."""
    above = {region.level: region for region in _climb(_get_region(office.region_id))}
    district, regency = above.get(Region.Level.DISTRICT), above.get(Region.Level.REGENCY)
    kind, _, name = office.name.partition(" ")
    return Place(
        unit=office.name,
        kind=kind,
        name=name or office.name,
        district=_name_of(district) if office.level == Office.Level.VILLAGE else "",
        regency=_name_of(regency),
        zone=say_zone(office.timezone),
    )


def _climb(region: Region | None) -> list[Region]:
    regions = []
    while region is not None:
        regions.append(region)
        region = region.parent
    return regions


def _name_of(region: Region | None) -> str:
    """With its kind before it, as letters have it. Codes of cities end in 71 to 99 (Permendagri 137/2017 art. 4)."""
    if region is None:
        return ""
    name = region.name.title() if region.name.isupper() else region.name
    kinds = {
        Region.Level.VILLAGE: "Kelurahan" if region.code[9:10] == "1" else "Desa",
        Region.Level.DISTRICT: "Kecamatan",
        Region.Level.REGENCY: "Kota" if region.code[3:5] >= "71" else "Kabupaten",
    }
    kind = kinds.get(Region.Level(region.level), "Provinsi")
    return (
        name if re.match(r"(?i)(kota|kabupaten|kab\.|kecamatan|kelurahan|desa|provinsi)\s", name) else f"{kind} {name}"
    )


def _get_region(code: str) -> Region:
    return _regions.get(code)


@prepared
def _regions(code: str) -> QuerySet[Region]:
    return Region.objects.select_related("parent__parent__parent").filter(code=code)


def make_letterhead(office: Office) -> Letterhead:
    """The head of the office's letters; the place is added to an address that does not end with it."""
    _street, comma, last = office.address.rpartition(",")
    place = "" if comma and office.place in last else office.place
    if place:
        where = say_place(office.address, f"{place} {office.postcode}".strip())
    else:
        where = f"{office.address} {office.postcode}".strip()
    reach = (where, f"Telepon {office.phone}" if office.phone else "", office.email)
    lines = [line.upper() for line in office.letterhead]
    return Letterhead(lines, office.name.upper(), " · ".join(part for part in reach if part), office.arms)


def make_person(applicant: Json, *, region: Region) -> Person:
    """The applicant of an application, at home in a village of this code."""
    get = {key: str(value) for key, value in applicant.items() if value is not None}
    village, district, regency = [_name_of(part) for part in _climb(region)[:3]]
    street = say_place(get["address"], say_rt_rw(get.get("rt", ""), get.get("rw", "")))
    labels = ("religion", "marital_status", "occupation", "education", "nationality")
    return Person(
        name=get["name"].upper(),
        nik=get["nik"],
        kk=get.get("kk", ""),
        birth=say_place(get["birth_place"], say_date(get["birth_date"])),
        is_male=get["sex"] == "L",
        sex=say_label(get["sex"]),
        **{field: say_label(get.get(field, "")) for field in labels},
        address=say_place(street, village, district),
        full_address=say_place(street, village, district, regency),
    )


def say_all(definition: ServiceDefinition, answers: Json) -> dict[str, Said]:
    """Every question by its code; dates again with their weekday as "<code>_day"; the purpose as within a sentence."""
    dates = [question.code for question in definition.questions if question.kind is Kind.DATE]
    said = say_answers(definition.questions, answers)
    said.update({f"{code}_day": say_weekday(answers.get(code) or "") for code in dates})
    if "purpose" in said:
        said["purpose"] = say_purpose(str(said["purpose"]))
    return said


def list_chosen(definition: ServiceDefinition, answers: Json) -> dict[str, str]:
    """The bare values of answered choices, which wording may depend on."""
    choices = [question.code for question in definition.questions if question.kind is Kind.CHOICE]
    return {code: str(answers.get(code) or "") for code in choices}


def _host() -> str:
    """How people type the address: without "https://", which every browser adds."""
    url = urlsplit(settings.PUBLIC_URL)
    return url.netloc + url.path
