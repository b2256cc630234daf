"""Takes the picture of a sample document: on a table, a little crooked, in uneven light, sometimes badly."""

# ruff: noqa: S311 -- dice for drawings, not for secrets

import math
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

LONG, SHORT = 1280, 960
FLAWS = ("", "blur", "dark", "glare", "small", "sideways")
_TABLES = ((202, 188, 160), (168, 140, 108), (190, 186, 178), (146, 150, 146), (214, 204, 186))


def photograph(sheet: Image.Image, *, dice: Random, flaw: str = "") -> bytes:
    """JPEG bytes of the sheet on a table. `flaw` is one of FLAWS: what went wrong while taking it."""
    frame = (LONG, SHORT) if sheet.width >= sheet.height else (SHORT, LONG)
    return snap(_lay_on_table(sheet, frame=frame, dice=dice), dice=dice, flaw=flaw)


def snap(scene: Image.Image, *, dice: Random, flaw: str = "") -> bytes:
    """JPEG bytes of a scene that fills the frame, e.g. a shop front."""
    lit = ImageChops.multiply(scene, _light(scene.size, dice.randrange(4)))
    buffer = BytesIO()
    _FLAWED[flaw](lit).save(buffer, "JPEG", quality=78)
    return buffer.getvalue()


def _lay_on_table(sheet: Image.Image, *, frame: tuple[int, int], dice: Random) -> Image.Image:
    """The sheet in the middle of the table, turned by a degree or two, with a soft shadow."""
    table = _table(frame, dice.randrange(len(_TABLES))).copy()
    angle = math.radians(dice.uniform(0.6, 2.2) * dice.choice((-1, 1)))
    scale = min(frame[0] * 0.88 / sheet.width, frame[1] * 0.88 / sheet.height)
    corners = _turn_corners(sheet.size, frame=frame, angle=angle, scale=scale)
    shadow = Image.new("L", (frame[0] // 4, frame[1] // 4))
    ImageDraw.Draw(shadow).polygon([((x + 8) / 4, (y + 10) / 4) for x, y in corners], fill=120)
    table.paste((40, 34, 26), mask=shadow.filter(ImageFilter.GaussianBlur(3)).resize(frame))
    shape = Image.new("L", frame)
    ImageDraw.Draw(shape).polygon(corners, fill=255)
    # One pass scales and turns; bilinear softens the letters about as much as a phone's lens does.
    table.paste(
        sheet.transform(
            frame, Image.Transform.AFFINE, _inverse(sheet.size, frame, angle, scale), Image.Resampling.BILINEAR
        ),
        mask=shape,
    )
    return table


def _turn_corners(
    size: tuple[int, int], *, frame: tuple[int, int], angle: float, scale: float
) -> list[tuple[float, float]]:
    cos, sin = math.cos(angle) * scale, math.sin(angle) * scale
    halves = [(x * (size[0] / 2 - 1), y * (size[1] / 2 - 1)) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    return [(frame[0] / 2 + x * cos - y * sin, frame[1] / 2 + x * sin + y * cos) for x, y in halves]


def _inverse(size: tuple[int, int], frame: tuple[int, int], angle: float, scale: float) -> tuple[float, ...]:
    """For each px of the frame, the place on the sheet: what Image.transform asks for."""
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    return (
        cos, sin, size[0] / 2 - cos * frame[0] / 2 - sin * frame[1] / 2,
        -sin, cos, size[1] / 2 + sin * frame[0] / 2 - cos * frame[1] / 2,
    )  # fmt: skip


@cache
def _table(size: tuple[int, int], colour: int) -> Image.Image:
    """Wood, more or less: long streaks."""
    streaks = Image.frombytes("L", (4, 240), Random(3).randbytes(960)).point(lambda value: 232 + value * 0.09)
    grain = streaks.resize(size, Image.Resampling.BICUBIC)
    return ImageChops.multiply(Image.new("RGB", size, _TABLES[colour]), Image.merge("RGB", (grain,) * 3))


@cache
def _light(size: tuple[int, int], corner: int) -> Image.Image:
    """A lamp to one side, its light falling off over the picture, and some noise of the sensor."""
    slope = Image.linear_gradient("L").resize((64, 64)).rotate(45 + 90 * corner, Image.Resampling.BILINEAR)
    fall = slope.crop((12, 12, 52, 52)).point(lambda value: 212 + value * 0.165).resize(size, Image.Resampling.BICUBIC)
    lit = ImageChops.multiply(fall, _noise(size))
    return Image.merge("RGB", (lit,) * 3)


@cache
def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.frombytes("L", size, Random(7).randbytes(size[0] * size[1])).point(lambda value: 247 + value * 0.03)


def _blur(picture: Image.Image) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(5))


def _darken(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.24)


def _glare(picture: Image.Image) -> Image.Image:
    """A lamp mirrored by plastic: a white spot with a soft edge over the middle."""
    width, height = picture.size
    spot = Image.new("L", (width // 4, height // 4))
    ImageDraw.Draw(spot).ellipse((width * 0.09, height * 0.06, width * 0.17, height * 0.15), fill=255)
    picture.paste(
        (255, 255, 255),
        mask=spot.filter(ImageFilter.GaussianBlur(5)).point(lambda v: min(255, v * 1.6)).resize(picture.size),
    )
    return picture


def _keep(picture: Image.Image) -> Image.Image:
    return picture


def _make_small(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def _turn(picture: Image.Image) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_90)


_FLAWED = {"": _keep, "blur": _blur, "dark": _darken, "glare": _glare, "small": _make_small, "sideways": _turn}
