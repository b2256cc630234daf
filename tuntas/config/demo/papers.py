"""Sample documents for the demo world: drawn by code, of invented people, marked CONTOH all over."""

# ruff: noqa: S311 -- dice for drawings, not for secrets

from collections.abc import Callable, Mapping
from functools import partial
from random import Random

from PIL import Image

from tuntas.config.demo.paper_camera import photograph, snap
from tuntas.config.demo.paper_cards import (
    draw_birth,
    draw_death,
    draw_divorce,
    draw_kk,
    draw_ktp,
    draw_late_ktp,
    draw_marriage_book,
    draw_parents,
    draw_witnesses,
)
from tuntas.config.demo.paper_letters import (
    draw_birth_statement,
    draw_hospital_death,
    draw_land_tax,
    draw_other,
    draw_pay_slip,
    draw_rt_letter,
    draw_statement,
)
from tuntas.config.demo.paper_person import Person, make_person
from tuntas.config.demo.paper_scenes import draw_house, draw_portrait, draw_shop
from tuntas.config.demo.paper_sheet import mark_as_sample

# Codes of catalog/requirements.toml, so that a requirement's code is a paper's kind.
PAPERS: dict[str, Callable[..., Image.Image]] = {
    "KTP": draw_ktp,
    "KTA": draw_late_ktp,
    "SAK": draw_witnesses,
    "OTU": draw_parents,
    "KK": draw_kk,
    "PGT": draw_rt_letter,
    "SPN": draw_statement,
    "SKS": draw_statement,
    "SPT": draw_statement,
    "NKH": draw_marriage_book,
    "LHR": draw_birth,
    "AKM": draw_death,
    "CRI": draw_divorce,
    "SKM": draw_hospital_death,
    "SKL": draw_birth_statement,
    "SLG": draw_pay_slip,
    "STM": draw_land_tax,
    "TNH": draw_land_tax,
    "SKP": partial(draw_other, title="SURAT KETERANGAN PINDAH"),
    "DTS": partial(draw_other, title="BUKTI TERDAFTAR DTSEN"),
    "DSP": partial(draw_other, title="PENETAPAN DISPENSASI NIKAH"),
    "IZP": partial(draw_other, title="PENETAPAN IZIN PENGADILAN"),
    "IZK": partial(draw_other, title="SURAT IZIN KOMANDAN"),
    "N5": partial(draw_other, title="SURAT IZIN ORANG TUA"),
    "SLK": partial(draw_other, title="SURAT LAYAK KAWIN"),
}
SCENES: dict[str, Callable[..., Image.Image]] = {"FTU": draw_shop, "FTR": draw_house, "PAS": draw_portrait}


def draw_paper(kind: str, *, person: Mapping[str, object], seed: int, flaw: str = "") -> bytes:
    """A JPEG of one document as a resident would photograph it; the same seed gives the same bytes.

    `kind` is a requirement's code; of "KTP_SAKSI" or "KK-ALM" the first part counts, an unknown one gives a plain
    letter. `person` holds the applicant's fields as they are stored. `flaw` is one of `paper_camera.FLAWS`.
    """
    code = kind.upper().replace("_", "-").partition("-")[0]
    dice = Random(f"{code}:{seed}")
    shown = make_person(person, dice=dice)
    drawn = _draw(code, person=shown, dice=dice)
    mark_as_sample(drawn)
    return (snap if code in SCENES else photograph)(drawn, dice=dice, flaw=flaw)


def _draw(code: str, *, person: Person, dice: Random) -> Image.Image:
    return {**PAPERS, **SCENES}.get(code, draw_other)(person, dice=dice)
