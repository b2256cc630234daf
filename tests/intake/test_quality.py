"""Hints: right about the drawn papers, and never more than hints."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageEnhance, ImageFilter

from tests.intake import specimens
from tuntas.config.demo.paper_camera import FLAWS
from tuntas.config.demo.papers import PAPERS, SCENES, draw_paper
from tuntas.intake import quality

ANI = {"name": "Ani", "nik": "1671085203900004", "kk": "1671081503210007", "birth_date": "1990-03-12", "sex": "P"}
ALL = [*PAPERS, *SCENES]
# Papers full of print tell which way it runs; a house or a face does not, and short letters may stay unsure.
TELLS_ITS_TOP = ["KTP", "KK", "SLG", "STM"]


def take(kind: str, *, seed: int = 5, flaw: str = "") -> Image.Image:
    return Image.open(BytesIO(draw_paper(kind, person=ANI, seed=seed, flaw=flaw))).convert("RGB")


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_good_photo_of_any_paper_gets_no_hint(kind: str, seed: int) -> None:
    hints = quality.list_hints(take(kind, seed=seed))

    assert hints == ()
    assert quality.verdict_of(hints) == "good"


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("flaw", ["blur", "dark", "glare", "small"])
def test_each_flaw_is_noticed_and_nothing_else(kind: str, flaw: str) -> None:
    hints = quality.list_hints(take(kind, flaw=flaw))

    assert hints == (flaw,)
    assert quality.verdict_of(hints) == "doubtful"


@pytest.mark.parametrize("kind", TELLS_ITS_TOP)
@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270])
def test_print_that_runs_upwards_is_noticed(kind: str, turn: Image.Transpose) -> None:
    assert quality.list_hints(take(kind).transpose(turn)) == ("sideways",)


@pytest.mark.parametrize("kind", ALL)
def test_a_paper_upside_down_is_not_called_sideways(kind: str) -> None:
    assert "sideways" not in quality.list_hints(take(kind).transpose(Image.Transpose.ROTATE_180))


@pytest.mark.parametrize("brightness", [0.45, 0.7, 1.25])
def test_ordinary_light_is_neither_dark_nor_blurred(brightness: float) -> None:
    dimmed = ImageEnhance.Brightness(take("KTP")).enhance(brightness)

    assert not {"dark", "blur"} & set(quality.list_hints(dimmed))


def test_a_dim_photo_that_is_sharp_is_not_called_blurred() -> None:
    assert quality.list_hints(take("KK", flaw="dark")) == ("dark",)


def test_a_white_page_on_a_screen_is_no_glare() -> None:
    page = Image.new("RGB", (1200, 1600), "white")
    page.paste(take("PGT").resize((900, 700)), (150, 120))
    page = Image.eval(page, lambda value: min(255, value + 20))

    assert "glare" not in quality.list_hints(page)


def test_the_page_of_a_pdf_is_judged_by_sharpness_and_light_only() -> None:
    tiny = take("KTP").resize((500, 375))

    assert quality.list_scan_hints(tiny) == ()
    assert quality.list_scan_hints(tiny.filter(ImageFilter.GaussianBlur(4))) == ("blur",)


@settings(max_examples=60, deadline=None)
@given(width=st.integers(1, 300), height=st.integers(1, 300), colour=st.integers(0, 255))
def test_pictures_of_any_shape_are_judged_without_a_fall(width: int, height: int, colour: int) -> None:
    hints = quality.list_hints(Image.new("RGB", (width, height), (colour, colour, colour)))

    assert set(hints) <= {"blur", "dark", "glare", "small", "sideways"}


def test_noise_is_not_called_sideways() -> None:
    assert "sideways" not in quality.list_hints(specimens.make_noise(1200, 900))


def test_flaws_and_hints_go_by_the_same_names() -> None:
    assert set(FLAWS) == {"", "blur", "dark", "glare", "small", "sideways"}
