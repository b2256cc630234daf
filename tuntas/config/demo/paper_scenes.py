"""Sample pictures that are no documents: a shop, a house, a passport photo."""

from random import Random

from PIL import Image, ImageDraw

from tuntas.config.demo.paper_person import Person
from tuntas.config.demo.paper_sheet import Colour, Sheet, font

SIZE = (1280, 960)
_WALLS: tuple[Colour, ...] = ((226, 208, 168), (190, 214, 206), (224, 196, 186), (206, 210, 222))
_AWNINGS: tuple[Colour, ...] = ((176, 60, 48), (40, 104, 92), (46, 78, 140))
_GOODS: tuple[Colour, ...] = (
    (188, 60, 50),
    (226, 172, 60),
    (60, 112, 160),
    (84, 140, 84),
    (236, 232, 220),
    (120, 76, 50),
)
_TRADES = ("WARUNG SEMBAKO", "WARUNG KOPI", "TOKO KELONTONG", "RUMAH MAKAN", "JAHIT PAKAIAN")


def draw_shop(person: Person, *, dice: Random) -> Image.Image:
    """A small shop from the street: sign, awning, shelves."""
    image, pen = _draw_street(dice)
    pen.rectangle((150, 240, 1130, 790), fill=dice.choice(_WALLS), outline=(90, 80, 70), width=4)
    pen.rectangle((210, 260, 1070, 350), fill=(250, 246, 232), outline=(70, 60, 50), width=5)
    owner = person.name.title().split()[0]
    pen.text(
        (640, 305),
        f"{dice.choice(_TRADES)} {owner.upper()}",
        fill=(130, 40, 34),
        font=font(50),
        anchor="mm",
        stroke_width=2,
    )
    _draw_awning(pen, colour=dice.choice(_AWNINGS))
    pen.rectangle((210, 440, 1070, 700), fill=(70, 58, 48))
    for top in (452, 534, 616):
        _draw_shelf(pen, top=top, dice=dice)
    pen.rectangle((180, 700, 1100, 800), fill=(150, 110, 74), outline=(92, 64, 42), width=4)
    return image


def draw_house(person: Person, *, dice: Random) -> Image.Image:
    """A modest house from the street."""
    image, pen = _draw_street(dice)
    pen.polygon(((110, 360), (640, 130), (1170, 360)), fill=(136, 74, 54), outline=(92, 48, 36))
    for row in range(8):
        pen.line((640 - 60 * row, 152 + 26 * row, 640 + 60 * row, 152 + 26 * row), fill=(112, 60, 44), width=3)
    pen.rectangle((180, 360, 1100, 790), fill=dice.choice(_WALLS), outline=(90, 80, 70), width=4)
    pen.rectangle((560, 480, 730, 790), fill=(120, 84, 56), outline=(76, 50, 34), width=5)
    for left in (260, 840):
        pen.rectangle((left, 480, left + 190, 650), fill=(112, 134, 142), outline=(240, 238, 228), width=12)
        pen.line((left + 95, 480, left + 95, 650), fill=(240, 238, 228), width=10)
    pen.text((645, 440), f"RT {person.rt} RW {person.rw}", fill=(60, 60, 60), font=font(28), anchor="mm")
    return image


def draw_portrait(person: Person, *, dice: Random) -> Image.Image:
    """A passport photo's frame with a silhouette; red ground for odd birth years, blue for even ones."""
    sheet = Sheet(900, 1200)
    sheet.portrait((0, 0, 900, 1200), ground=(176, 42, 44) if person.birth_year % 2 else (40, 72, 160))
    for _ in range(3):
        left = dice.randint(40, 800)
        sheet.pen.line((left, 0, left + 6, 1200), fill=(180, 54, 54) if person.birth_year % 2 else (52, 82, 166))
    return sheet.image


def _draw_street(dice: Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, (196, 216, 230))
    pen = ImageDraw.Draw(image)
    for _ in range(5):
        left, top = dice.randint(-100, 1200), dice.randint(0, 160)
        pen.ellipse((left, top, left + 260, top + 70), fill=(226, 234, 238))
    for left in (dice.randint(-80, 60), dice.randint(1080, 1200)):
        pen.rectangle((left + 60, 420, left + 86, 790), fill=(98, 74, 52))
        pen.ellipse((left - 60, 200, left + 210, 500), fill=(78, 122, 74))
    pen.rectangle((0, 780, 1280, 960), fill=(152, 146, 136))
    for _ in range(220):
        x, y = dice.randint(0, 1279), dice.randint(800, 959)
        pen.line((x, y, x + dice.randint(3, 22), y), fill=(134, 128, 118), width=2)
    return image, pen


def _draw_awning(pen: ImageDraw.ImageDraw, *, colour: Colour) -> None:
    for number, left in enumerate(range(180, 1100, 46)):
        pen.rectangle((left, 366, left + 46, 424), fill=colour if number % 2 else (244, 240, 230))
        pen.pieslice((left, 402, left + 46, 446), 0, 180, fill=colour if number % 2 else (244, 240, 230))


def _draw_shelf(pen: ImageDraw.ImageDraw, *, top: int, dice: Random) -> None:
    left = 222
    while left < 1040:
        width, height = dice.randint(16, 44), dice.randint(36, 66)
        pen.rectangle((left, top + 70 - height, left + width, top + 70), fill=dice.choice(_GOODS), outline=(50, 44, 40))
        left += width + dice.randint(2, 8)
    pen.rectangle((210, top + 70, 1070, top + 78), fill=(176, 140, 100))
