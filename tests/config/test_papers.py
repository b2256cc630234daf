"""Sample documents: the same for a seed, marked as samples, of nobody real."""

from datetime import date
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from tuntas.config.demo.paper_camera import FLAWS
from tuntas.config.demo.paper_person import find_spouse, invent_kin, make_person
from tuntas.config.demo.paper_sheet import Sheet, mark_as_sample
from tuntas.config.demo.papers import PAPERS, SCENES, draw_paper
from tuntas.intake.kinds import Kind, sniff

ANI = {
    "name": "Siti Rahmawati",
    "nik": "1671085203900004",
    "kk": "1671081503210007",
    "sex": "P",
    "rt": "012",
    "rw": "004",
}


@pytest.mark.parametrize("kind", [*PAPERS, *SCENES, "XYZ", "KTP_SAKSI"])
def test_each_kind_is_a_light_jpeg_large_enough_to_read(kind: str) -> None:
    data = draw_paper(kind, person=ANI, seed=1)

    assert sniff(data) is Kind.JPEG
    assert len(data) < 300_000
    assert max(Image.open(BytesIO(data)).size) >= 1000


@pytest.mark.parametrize("kind", ["KTP", "KK", "PGT", "FTU", "PAS"])
def test_the_same_seed_draws_the_same_bytes_and_another_one_others(kind: str) -> None:
    first = draw_paper(kind, person=ANI, seed=7)

    assert draw_paper(kind, person=ANI, seed=7) == first
    assert draw_paper(kind, person=ANI, seed=8) != first


@pytest.mark.parametrize("flaw", FLAWS)
def test_every_flaw_can_be_asked_for(flaw: str) -> None:
    assert sniff(draw_paper("KTP", person=ANI, seed=1, flaw=flaw)) is Kind.JPEG


def test_a_flaw_nobody_knows_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        draw_paper("KTP", person=ANI, seed=1, flaw="robek")


def test_the_mark_reaches_every_part_of_a_sheet() -> None:
    sheet = Sheet(1000, 1400, paper="white")
    mark_as_sample(sheet.image)

    quarters = [(x, y, x + 500, y + 467) for x in (0, 500) for y in (0, 466, 932)]
    for box in quarters:
        extrema = sheet.image.crop(box).convert("L").getextrema()
        assert extrema[0] < 250  # type: ignore[operator]


@pytest.mark.parametrize("birth_date", ["1990-03-12", date(1990, 3, 12), "", None])
def test_a_person_may_be_known_in_part(birth_date: object) -> None:
    assert draw_paper("KK", person={"birth_date": birth_date, "sex": "P"}, seed=2)


def test_a_family_is_the_same_on_every_paper() -> None:
    once = invent_kin(make_person({**ANI, "birth_date": "1990-03-12"}, dice=Random(1)))
    again = invent_kin(make_person({**ANI, "birth_date": "1990-03-12"}, dice=Random(2)))

    assert [kin.name for kin in once] == [kin.name for kin in again]
    assert once[1].name == "SITI RAHMAWATI"


def test_the_spouse_is_somebody_else() -> None:
    ani = make_person(ANI, dice=Random(1))

    assert find_spouse(ani).name != ani.name
    assert find_spouse(ani).sex == "L"
