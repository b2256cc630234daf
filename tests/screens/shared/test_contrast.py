"""Text is readable in every region's colours: at least 7:1, as the look promises."""

import re
from pathlib import Path

import pytest

from tuntas.screens.shared import sheet

TOKENS = (Path(sheet.__file__).parent / "static" / "shared" / "tokens.css").read_text()
ENOUGH = 7.0

ON_PAPER = [(text, ground) for text in ("ink", "ink-soft", "primary", "gold-ink") for ground in ("paper", "surface")]
STATES = [(state, f"{state}-tint") for state in ("success", "warning", "danger", "info", "neutral")]
THEME = [
    ("primary", "paper"),
    ("primary", "surface"),
    ("primary", "sunken"),
    ("primary", "primary-tint"),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
    ("gold-bright", "primary-deep"),
]


def read_tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):(#[0-9a-f]{3,6})\b", block))


BASE = read_tokens(TOKENS.partition("}")[0])
REGIONS = {
    code: {**BASE, **read_tokens(block)}
    for code, block in re.findall(r'\[data-region\^="([\d.]+)"\]\{(.*?)\}', TOKENS, flags=re.S)
}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("text", "ground"), ON_PAPER + STATES + THEME + [("ink-soft", "sunken"), ("ink", "gold-tint")])
def test_every_pair_of_the_look_is_readable(text: str, ground: str) -> None:
    assert contrast(BASE[text], BASE[ground]) >= ENOUGH


@pytest.mark.parametrize(("text", "ground"), THEME)
@pytest.mark.parametrize("region", sorted(REGIONS))
def test_a_regions_own_colours_are_as_readable(region: str, text: str, ground: str) -> None:
    colours = REGIONS[region]

    assert contrast(colours[text], colours[ground]) >= ENOUGH


def test_the_longest_matching_region_comes_last_so_that_it_wins() -> None:
    codes = re.findall(r'data-region\^="([\d.]+)"', TOKENS)

    assert codes == sorted(codes, key=len)
