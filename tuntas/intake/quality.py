"""Notices what would make a photo hard to read. A hint is shown, never enforced: the resident decides.

The thresholds were set on the drawn sample documents of the demo world, photographed well and badly by code; the
officers' "tidak terbaca" verdicts on real photos will correct them (knowledge/ux.md 6).
"""

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter, ImageMath

WORK_SIDE = 800  # px; knowledge/stack.md 12 measured blur at this size
TILE = 40  # px of the work picture: about two lines of print
SMALL_SIDE = 1000  # px; below it the print of a KK is lost (knowledge/ux.md 6)
DARK_BELOW = 70  # of 255, the brightest tenth of the tiles; drawn papers at 24 % light: 45-55, at 45 %: 83-103
FLAT_BELOW = 36  # variance of grey; a tile below it holds nothing that could be sharp
BLUR_BELOW = 0.1  # sharp papers 0.36-4.0, softened by 2 px 0.09-0.23, by 3 px at most 0.08, by 5 px 0.04
SATURATED = 250  # of 255; a lamp's mirror image leaves no grey at all
GLARE_SHARE = 0.02  # of the tiles; a spot that hides a line of a KTP covers about 0.06
LINES_SIDE, LINES_TILE = 320, 32  # px; so small that letters melt into bars and only the lines remain
LINES_FLOOR = 10  # mean squared step between neighbours; weaker stripes are wood or noise
SIDEWAYS_TILES, SIDEWAYS_RATIO = 20, 2.0  # upright papers reach a ratio of 1.2, turned KTP and KK 2.8 and more

_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
_BURNT = [int(value >= SATURATED) for value in range(256)]
_SQUARES = [min(255, value * value) for value in range(256)]


@dataclass(frozen=True)
class _Tile:
    brightness: float  # mean of grey, 0 to 255
    contrast: float  # variance of grey
    sharpness: float  # variance of the Laplacian over the variance of grey: the same in good and in dim light
    burnt: float  # share of pixels that are pure white


def list_hints(image: Image.Image) -> tuple[str, ...]:
    """Of "blur", "dark", "glare", "small", "sideways" those that hold for an upright RGB photo."""
    tiles = _cut(image)
    found = {
        "blur": _is_blurred(tiles),
        "dark": _is_dark(tiles),
        "glare": _has_glare(tiles),
        "small": max(image.size) < SMALL_SIDE,
        "sideways": _is_sideways(image),
    }
    return tuple(hint for hint, holds in found.items() if holds)


def list_scan_hints(image: Image.Image) -> tuple[str, ...]:
    """Of "blur" and "dark" those that hold for a drawn PDF page: its white is no glare, and its size is ours."""
    tiles = _cut(image)
    found = {"blur": _is_blurred(tiles), "dark": _is_dark(tiles)}
    return tuple(hint for hint, holds in found.items() if holds)


def verdict_of(hints: tuple[str, ...] | list[str]) -> str:
    """ "good", or "doubtful" if there is any hint."""
    return "doubtful" if hints else "good"


def _cut(image: Image.Image) -> list[_Tile]:
    grey = image.convert("L")
    grey.thumbnail((WORK_SIDE, WORK_SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    means, contrasts = _spread(grey)
    burnt = _values(_inside(grey.point(_BURNT)).convert("F").reduce(TILE))
    edges = _spread(grey.filter(_LAPLACIAN))[1]
    return [
        _Tile(mean, contrast, edge / contrast if contrast >= FLAT_BELOW else 0.0, white)
        for mean, contrast, edge, white in zip(means, contrasts, edges, burnt, strict=True)
    ]


def _spread(grey: Image.Image) -> tuple[list[float], list[float]]:
    """Mean and variance of each tile, computed for all tiles at once: in Python loops it took four times as long."""
    exact = _inside(grey).convert("F")
    squares = ImageMath.lambda_eval(lambda args: args["exact"] * args["exact"], exact=exact)
    means = _values(exact.reduce(TILE))
    return means, [square - mean * mean for mean, square in zip(means, _values(squares.reduce(TILE)), strict=True)]


def _inside(grey: Image.Image) -> Image.Image:
    """Whole tiles only, and without the border of one px, which the filter leaves as it was."""
    width, height = max(1, grey.width - 2), max(1, grey.height - 2)
    width, height = max(width - width % TILE, min(width, TILE)), max(height - height % TILE, min(height, TILE))
    left, top = min(1, grey.width - 1), min(1, grey.height - 1)
    return grey.crop((left, top, left + width, top + height))


def _values(image: Image.Image) -> list[float]:
    return list(memoryview(image.tobytes()).cast("f"))


def _is_blurred(tiles: list[_Tile]) -> bool:
    """Judged by the sharpest tenth of the tiles that hold anything: a letter is mostly empty paper."""
    return _ninth_tenth([tile.sharpness for tile in tiles if tile.contrast >= FLAT_BELOW]) < BLUR_BELOW


def _is_dark(tiles: list[_Tile]) -> bool:
    """Judged by the brightest tenth: a bright card on a dark table is well lit."""
    return _ninth_tenth([tile.brightness for tile in tiles]) < DARK_BELOW


def _has_glare(tiles: list[_Tile]) -> bool:
    """Tiles burnt out to white in a picture that is not white anyway, as a screenshot or a scan is."""
    burnt = sum(tile.burnt >= 1 for tile in tiles)
    touched = sum(0 < tile.burnt < 1 for tile in tiles)
    is_white_page = touched * 2 >= len(tiles) - burnt
    return burnt >= max(1, GLARE_SHARE * len(tiles)) and not is_white_page


def _is_sideways(image: Image.Image) -> bool:
    """Whether the lines of print run upwards: where they do, columns of the picture differ and rows do not.

    Looks at the print only. What the camera noted is no proof: held flat over a table, a phone guesses.
    """
    grey = image.convert("L")
    grey.thumbnail((LINES_SIDE, LINES_SIDE), Image.Resampling.BOX)
    if min(grey.size) < 2 * LINES_TILE:
        return False
    lying, standing = _steps(grey), _steps(grey.transpose(Image.Transpose.TRANSPOSE))
    columns = grey.width // LINES_TILE
    rows = len(lying) // columns
    mirrored = [standing[column * rows + row] for row in range(rows) for column in range(columns)]
    upright = sum(a > 2 * b and a >= LINES_FLOOR for a, b in zip(lying, mirrored, strict=True))
    turned = sum(b > 2 * a and b >= LINES_FLOOR for a, b in zip(lying, mirrored, strict=True))
    return turned >= SIDEWAYS_TILES and turned >= SIDEWAYS_RATIO * upright


def _steps(grey: Image.Image) -> bytes:
    """For each tile, row by row: how much its rows differ from the next ones."""
    width, height = grey.width // LINES_TILE, grey.height // LINES_TILE
    cut = grey.crop((0, 0, width * LINES_TILE, height * LINES_TILE))
    rows = cut.resize((width, cut.height), Image.Resampling.BOX)
    steps = ImageChops.difference(rows.crop((0, 0, width, rows.height - 1)), rows.crop((0, 1, width, rows.height)))
    return steps.point(_SQUARES).resize((width, height), Image.Resampling.BOX).tobytes()


def _ninth_tenth(values: list[float]) -> float:
    """The value that nine tenths do not exceed; 0 of nothing."""
    return sorted(values)[len(values) * 9 // 10] if values else 0.0
