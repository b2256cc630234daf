"""Sheets of sample letters: what templates are set with when no database is needed."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.catalog.files import read_services
from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.publishing import SERVICES_FOLDER
from tuntas.catalog.shapes import example_of
from tuntas.letters.context import SEALS, Block, Letterhead, Person, Place, Sheet, list_chosen, say_all
from tuntas.letters.render import make_qr

AT = datetime(2026, 11, 20, 3, 11, tzinfo=UTC)
URL = "https://tuntas.example/v/7H4KXNQ2M9TR3WCB"
ARMS = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 72">'
    '<path d="M4 4h52v36c0 15-12 24-26 29C16 64 4 55 4 40z" fill="none" stroke="#000" stroke-width="2"/></svg>'
)
DEFINITIONS: dict[str, ServiceDefinition] = {one.code: one for one in read_services(SERVICES_FOLDER)}
ANSWERS: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "answers.json").read_text())
SERVICES = sorted(code for code, one in DEFINITIONS.items() if one.letter)

PLACE = Place("Kelurahan Sialang", "Kelurahan", "Sialang", "Kecamatan Sako", "Kota Palembang", "WIB")
SIGNATORY = Block(
    lines=["LURAH SIALANG,"],
    title="Lurah Sialang",
    name="Dewi Anggraini, S.IP., M.Si.",
    rank="Penata Tingkat I (III/d)",
    nip="19750102 200003 2 001",
)
ANI = Person(
    name="ANI CONTOH",
    nik="1671085204900001",
    kk="1671081201100001",
    birth="Palembang, 12 April 1990",
    is_male=False,
    sex="Perempuan",
    religion="Islam",
    marital_status="Kawin",
    occupation="Wiraswasta",
    education="",
    nationality="Indonesia",
    address="Jalan Contoh 1, RT 003 RW 001, Kelurahan Sialang, Kecamatan Sako",
    full_address="Jalan Contoh 1, RT 003 RW 001, Kelurahan Sialang, Kecamatan Sako, Kota Palembang",
)


def make_answers(code: str, **given: Any) -> dict[str, Any]:
    """An answer to every question of a service, always the same: a new example in the catalogue changes no letter."""
    examples = {question.code: example_of(question) for question in DEFINITIONS[code].questions}
    return examples | ANSWERS.get(code, {}) | given


def make_sample(code: str, *, answers: dict[str, Any] | None = None, **fields: Any) -> Sheet:
    """A letter of Kelurahan Sialang for Ani."""
    definition = DEFINITIONS[code]
    assert definition.letter is not None
    raw = make_answers(code, **(answers or {}))
    sheet = Sheet(
        template=definition.letter.template,
        title=definition.letter.title,
        number=f"{definition.letter.archive}/0217/Kel-Sialang/XI/2026",
        place=PLACE,
        letterhead=Letterhead(
            ["PEMERINTAH KOTA PALEMBANG", "KECAMATAN SAKO"],
            "KELURAHAN SIALANG",
            "Jalan Siaran No. 1, Palembang 30163 · Telepon 0711-555-0143 · sialang@palembang.example",
            ARMS,
        ),
        applicant=ANI,
        answers=say_all(definition, raw),
        chosen=list_chosen(definition, raw),
        signatory=SIGNATORY,
        dated="Palembang, 20 November 2026",
        valid_until="20 Mei 2027" if definition.letter.valid_days else "",
        sealed="20 November 2026, 10.11 WIB",
        seal=SEALS["local"],
        code="7H4K-XNQ2-M9TR-3WCB",
        verify_at="tuntas.example/v",
        qr=make_qr(URL),
    )
    return replace(sheet, **fields)
