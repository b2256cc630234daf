"""Sample documents of the civil registry and the marriage office: KTP-el, Kartu Keluarga, certificates, buku nikah."""

from random import Random

from PIL import Image

from tuntas.config.demo.paper_person import Person, find_spouse, invent_kin, invent_stranger
from tuntas.config.demo.paper_sheet import INK, Sheet

_CARD_BLUE = (186, 214, 232)
_FAMILY_WIDTHS = (44, 300, 230, 60, 170, 150, 250)
_FAMILY_HEADS = ("No", "Nama Lengkap", "NIK", "L/P", "Tempat Lahir", "Tgl Lahir", "Pekerjaan")


def draw_ktp(person: Person, *, dice: Random) -> Image.Image:
    """An identity card in its proportions (85.6 x 54 mm); the chip side is not drawn."""
    sheet = Sheet(1090, 690, paper=_CARD_BLUE, margin=36)
    _draw_guilloche(sheet)
    sheet.y = 26
    sheet.centred(f"PROVINSI {person.province}", size=30, bold=True, gap=4)
    sheet.centred(person.regency, size=30, bold=True, gap=14)
    sheet.text(36, sheet.y, f"NIK : {person.nik}", size=38, bold=True)
    sheet.y += 58
    sheet.rows(_identity_rows(person), x=36, tab=262, size=24, gap=8)
    red_or_blue = (176, 42, 44) if person.birth_year % 2 else (40, 72, 160)
    sheet.portrait((810, 176, 1040, 470), ground=red_or_blue)
    sheet.text(830, 490, person.town.upper(), size=20)
    sheet.text(860, 516, f"{dice.randint(1, 28):02d}-{dice.randint(1, 12):02d}-20{dice.randint(17, 24)}", size=20)
    sheet.sign(850, 586, dice=dice, ink=INK)
    return sheet.image


def draw_witnesses(person: Person, *, dice: Random) -> Image.Image:
    """The cards of two witnesses in one photo."""
    return _draw_two(
        [invent_stranger(person, sex=dice.choice("LP"), years=dice.randint(-9, 9), dice=dice) for _ in "12"], dice=dice
    )


def draw_parents(person: Person, *, dice: Random) -> Image.Image:
    """The cards of father and mother in one photo."""
    return _draw_two(
        [invent_stranger(person, sex=sex, years=-dice.randint(21, 28), dice=dice) for sex in "LP"], dice=dice
    )


def draw_late_ktp(person: Person, *, dice: Random) -> Image.Image:
    """The card of a relative who has died."""
    return draw_ktp(invent_stranger(person, sex="L", years=-30, dice=dice), dice=dice)


def _draw_two(people: list[Person], *, dice: Random) -> Image.Image:
    sheet = Sheet(1180, 1500, paper=(238, 236, 228))
    for top, one in zip((40, 770), people, strict=True):
        sheet.image.paste(draw_ktp(one, dice=dice), (45, top))
    return sheet.image


def _identity_rows(person: Person) -> list[tuple[str, str]]:
    return [
        ("Nama", person.name),
        ("Tempat/Tgl Lahir", f"{person.birth_place}, {person.birth_date}"),
        ("Jenis Kelamin", "LAKI-LAKI" if person.sex == "L" else "PEREMPUAN"),
        ("Alamat", person.address),
        ("     RT/RW", f"{person.rt}/{person.rw}"),
        ("     Kel/Desa", person.village),
        ("     Kecamatan", person.district),
        ("Agama", person.religion),
        ("Status Perkawinan", person.marital_status),
        ("Pekerjaan", person.occupation),
        ("Kewarganegaraan", "WNI"),
        ("Berlaku Hingga", "SEUMUR HIDUP"),
    ]


def _draw_guilloche(sheet: Sheet) -> None:
    """Pale waves as ground; no part of a real card's pattern."""
    for top in range(-40, sheet.height, 26):
        for shift in range(0, sheet.width, 120):
            sheet.pen.arc((shift, top, shift + 120, top + 60), 10, 170, fill=(172, 202, 224), width=2)


def draw_kk(person: Person, *, dice: Random) -> Image.Image:
    """A family card of three or four people, the applicant among them."""
    sheet = Sheet(1360, 960, margin=76)
    sheet.y = 44
    sheet.centred("KARTU KELUARGA", size=46, bold=True, gap=4)
    sheet.centred(f"No. {person.kk}", size=26, gap=16)
    top = sheet.y
    family = invent_kin(person)
    sheet.rows(
        [("Nama Kepala Keluarga", family[0].name), ("Alamat", person.address), ("RT/RW", f"{person.rt}/{person.rw}")],
        x=76, tab=320, size=19, gap=7,
    )  # fmt: skip
    sheet.y = top
    place = [("Desa/Kelurahan", person.village), ("Kecamatan", person.district), ("Kabupaten/Kota", person.regency)]
    sheet.rows(place, x=820, tab=1000, size=19, gap=7)
    sheet.y += 12
    lines = [
        [str(number), kin.name[:27], kin.nik, kin.sex, kin.birth_place[:15], kin.birth_date, kin.occupation[:22]]
        for number, kin in enumerate(family, 1)
    ]
    lines += [[str(number), *[""] * 6] for number in range(len(family) + 1, 7)]
    sheet.table(_FAMILY_HEADS, lines, widths=_FAMILY_WIDTHS, size=17)
    more = [
        [str(n), kin.marital_status, kin.relationship, kin.religion, kin.father, kin.mother]
        for n, kin in enumerate(family, 1)
    ]
    more += [[str(number), *[""] * 5] for number in range(len(family) + 1, 7)]
    heads = ("No", "Status Perkawinan", "Hubungan", "Agama", "Ayah", "Ibu")
    sheet.table(heads, more, widths=(44, 240, 230, 150, 270, 270), size=17)
    _sign_off(sheet, person, dice=dice, title="KEPALA DINAS", x=930)
    return sheet.image


def draw_birth(person: Person, *, dice: Random) -> Image.Image:
    """An extract of the birth register."""
    return _draw_extract(
        person,
        dice=dice,
        title="KUTIPAN AKTA KELAHIRAN",
        words=f"Berdasarkan Akta Kelahiran Nomor {_registry_number(person, dice)} bahwa di "
        f"{person.birth_place} pada tanggal {person.birth_date} telah lahir {person.name}, "
        f"anak dari ayah {person.father} dan ibu {person.mother}.",
    )


def draw_death(person: Person, *, dice: Random) -> Image.Image:
    """An extract of the death register, of a relative."""
    return _draw_extract(
        person,
        dice=dice,
        title="KUTIPAN AKTA KEMATIAN",
        words=f"Berdasarkan Akta Kematian Nomor {_registry_number(person, dice)} bahwa di "
        f"{person.birth_place} pada tanggal {_some_day(dice)} telah meninggal dunia {person.father}.",
    )


def draw_divorce(person: Person, *, dice: Random) -> Image.Image:
    """A divorce certificate of the religious court."""
    spouse = find_spouse(person).name
    return _draw_extract(
        person,
        dice=dice,
        title="AKTA CERAI",
        words=f"Panitera Pengadilan Agama menerangkan bahwa pada tanggal {_some_day(dice)} telah terjadi "
        f"perceraian antara {person.name} dan {spouse}, sesuai putusan nomor {dice.randint(100, 2400)}/Pdt.G/2023/PA "
        "yang berkekuatan hukum tetap.",
    )


def _draw_extract(person: Person, *, dice: Random, title: str, words: str) -> Image.Image:
    sheet = Sheet(920, 1240, paper=(246, 240, 218), margin=96)
    sheet.pen.rectangle((34, 34, 886, 1206), outline=(120, 140, 96), width=8)
    sheet.pen.rectangle((50, 50, 870, 1190), outline=(120, 140, 96), width=2)
    sheet.y = 120
    sheet.centred("REPUBLIK INDONESIA", size=30, bold=True)
    sheet.centred(person.regency, size=24, gap=50)
    sheet.centred(title, size=36, bold=True, gap=56)
    sheet.paragraph(words, size=25, gap=16)
    sheet.paragraph("Kutipan ini dikeluarkan sesuai dengan aslinya.", size=25)
    _sign_off(sheet, person, dice=dice, title="PEJABAT PENCATATAN SIPIL", x=470)
    return sheet.image


def draw_marriage_book(person: Person, *, dice: Random) -> Image.Image:
    """An open marriage book: two portraits on the left, the entry on the right."""
    sheet = Sheet(1300, 900, paper=(236, 232, 210), margin=60)
    spouse = find_spouse(person)
    sheet.pen.line((650, 0, 650, 900), fill=(150, 140, 110), width=5)
    sheet.text(190, 60, "KUTIPAN AKTA NIKAH", size=27, bold=True)
    sheet.portrait((100, 180, 300, 446), ground=(40, 72, 160))
    sheet.portrait((350, 180, 550, 446), ground=(40, 72, 160))
    sheet.text(128, 460, "SUAMI", size=20)
    sheet.text(384, 460, "ISTRI", size=20)
    sheet.stamp(330, 560, "KUA\nCONTOH")
    man, woman = (person, spouse) if person.sex == "L" else (spouse, person)
    sheet.y = 80
    sheet.rows(
        [
            ("Nomor", f"{dice.randint(10, 900):04d}/{dice.randint(1, 12):02d}/{dice.randint(2004, 2023)}"),
            ("Hari", dice.choice(["SENIN", "JUMAT", "SABTU", "MINGGU"])),
            ("Tanggal", _some_day(dice)),
            ("Nama suami", man.name[:24]),
            ("NIK", man.nik),
            ("Nama istri", woman.name[:24]),
            ("NIK", woman.nik),
            ("Wali nikah", woman.father),
            ("Mas kawin", "SEPERANGKAT ALAT SALAT"),
        ],
        x=690, tab=850, size=23, gap=20,
    )  # fmt: skip
    _sign_off(sheet, person, dice=dice, title="KEPALA KUA", x=880)
    return sheet.image


def _sign_off(sheet: Sheet, person: Person, *, dice: Random, title: str, x: int) -> None:
    top = max(sheet.y + 6, sheet.height - 270)
    sheet.text(x, top, f"{person.town}, {_some_day(dice)}", size=19)
    sheet.text(x, top + 28, title, size=19, bold=True)
    sheet.sign(x + 20, top + 90, dice=dice)
    sheet.stamp(x - 30, top + 100, "DINAS\nCONTOH")
    sheet.text(x, top + 140, dice.choice(["Drs. M. Zulkarnain", "Hj. Rosdiana, S.H.", "Ir. Effendi, M.Si."]), size=19)


def _registry_number(person: Person, dice: Random) -> str:
    return f"{person.nik[:4]}-LT-{dice.randint(1, 28):02d}{dice.randint(1, 12):02d}2016-{dice.randint(1, 90):04d}"


def _some_day(dice: Random) -> str:
    return f"{dice.randint(1, 28):02d}-{dice.randint(1, 12):02d}-{dice.randint(2012, 2025)}"
