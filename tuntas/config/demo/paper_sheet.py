"""A sheet to draw a sample document on: text in the one font Pillow brings, rules, tables, stamps and signatures."""

import math
from collections.abc import Sequence
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

Colour = str | tuple[int, int, int]
INK: Colour = (38, 38, 40)
PEN: Colour = (28, 44, 120)
STAMP: Colour = (92, 58, 150)


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own Aileron at a size in px: no font file has to travel with the demo."""
    return ImageFont.load_default(size)


class Sheet:
    """A paper of some px and the pen over it; `y` is where the next line goes."""

    def __init__(self, width: int, height: int, *, paper: Colour = (253, 251, 244), margin: int = 70) -> None:
        self.image = Image.new("RGB", (width, height), paper)
        self.pen = ImageDraw.Draw(self.image)
        self.width, self.height, self.margin = width, height, margin
        self.y = margin

    def text(self, x: int, y: int, words: str, *, size: int = 22, bold: bool = False, ink: Colour = INK) -> None:
        """Words from their left end."""
        self.pen.text((x, y), words, fill=ink, font=font(size), stroke_width=int(bold and size >= 28))
        if bold and size < 28:  # a stroke of a whole px would smear small letters
            self.pen.text((x + 0.6, y), words, fill=ink, font=font(size))

    def centred(self, words: str, *, size: int = 22, bold: bool = False, ink: Colour = INK, gap: int = 8) -> None:
        """A centred line at `y`; moves `y` below it."""
        left = (self.width - int(self.pen.textlength(words, font=font(size)))) // 2
        self.text(left, self.y, words, size=size, bold=bold, ink=ink)
        self.y += size + gap

    def rows(self, pairs: Sequence[tuple[str, str]], *, x: int, tab: int, size: int = 22, gap: int = 10) -> None:
        """Lines "label : value" from `x`, the colon at `tab`."""
        for label, value in pairs:
            self.text(x, self.y, label, size=size)
            self.text(tab, self.y, f": {value}" if label else f"  {value}", size=size)
            self.y += size + gap

    def paragraph(self, words: str, *, size: int = 22, gap: int = 9) -> None:
        """Words over the whole width between the margins, broken at spaces."""
        line = ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if self.pen.textlength(longer, font=font(size)) > self.width - 2 * self.margin:
                self.text(self.margin, self.y, line, size=size)
                self.y += size + gap
                longer = word
            line = longer
        self.text(self.margin, self.y, line, size=size)
        self.y += size + 2 * gap

    def rule(self, *, thick: int = 3) -> None:
        """A line from margin to margin."""
        self.pen.line((self.margin, self.y, self.width - self.margin, self.y), fill=INK, width=thick)
        self.y += 14

    def table(
        self, heads: Sequence[str], lines: Sequence[Sequence[str]], *, widths: Sequence[int], size: int = 15
    ) -> None:
        """A ruled table at `y`; `widths` of the columns in px."""
        height, left, right = size + 15, self.margin, self.margin + sum(widths)
        for number, cells in enumerate([heads, *lines]):
            at = left
            for cell, width in zip(cells, widths, strict=True):
                self.text(at + 6, self.y + 7, cell, size=size, bold=number == 0)
                at += width
            self.pen.rectangle((left, self.y, right, self.y + height), outline=(120, 112, 96))
            self.y += height
        top = self.y - height * (len(lines) + 1)
        for place in range(1, len(widths)):
            at = left + sum(widths[:place])
            self.pen.line((at, top, at, self.y), fill=(120, 112, 96))
        self.y += 16

    def sign(self, x: int, y: int, *, dice: Random, ink: Colour = PEN) -> None:
        """A scrawl that is nobody's signature."""
        phase, height = dice.uniform(0, 6), dice.uniform(16, 26)
        points = [
            (x + step * 2.1, y + height * math.sin(phase + step / 5) * math.cos(step / dice.uniform(12, 14)))
            for step in range(80)
        ]
        self.pen.line(points, fill=ink, width=3, joint="curve")

    def stamp(self, x: int, y: int, words: str, *, ink: Colour = STAMP) -> None:
        """A round stamp with its centre at x, y."""
        self.pen.ellipse((x - 74, y - 74, x + 74, y + 74), outline=ink, width=4)
        self.pen.ellipse((x - 54, y - 54, x + 54, y + 54), outline=ink, width=2)
        self.pen.text((x, y), words, fill=ink, font=font(17), anchor="mm", align="center")

    def portrait(self, box: tuple[int, int, int, int], *, ground: Colour) -> None:
        """A neutral silhouette: nobody's face."""
        left, top, right, bottom = box
        width, height = right - left, bottom - top
        tile = Image.new("RGB", (width, height), ground)
        pen = ImageDraw.Draw(tile)
        middle = width / 2
        pen.ellipse((middle - width * 0.42, height * 0.66, middle + width * 0.42, height * 1.5), fill=(84, 92, 104))
        pen.rectangle((middle - width * 0.09, height * 0.5, middle + width * 0.09, height * 0.72), fill=(150, 136, 124))
        pen.ellipse((middle - width * 0.2, height * 0.18, middle + width * 0.2, height * 0.6), fill=(166, 150, 136))
        pen.chord(
            (middle - width * 0.21, height * 0.14, middle + width * 0.21, height * 0.5), 170, 370, fill=(54, 50, 50)
        )
        self.image.paste(tile, (left, top))


def mark_as_sample(image: Image.Image) -> None:
    """Writes CONTOH across the whole sheet, slanted: whoever crops it still sees it."""
    layer = _sample_layer(image.size)
    image.paste((178, 60, 48), mask=layer)


@cache
def _sample_layer(size: tuple[int, int]) -> Image.Image:
    side = int(math.hypot(*size)) + 20
    layer = Image.new("L", (side, side))
    pen = ImageDraw.Draw(layer)
    step = max(120, min(size) // 3)
    for row, top in enumerate(range(0, side, step)):
        pen.text((-(row % 2) * step, top), "CONTOH     " * 12, fill=46, font=font(max(44, min(size) // 9)))
    turned = layer.rotate(28, Image.Resampling.BILINEAR)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))
