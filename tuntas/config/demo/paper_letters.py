"""Sample letters: from the RT, the hospital, the employer, and the applicant's own statement with a duty stamp."""

from random import Random

from PIL import Image

from tuntas.config.demo.paper_person import Person, invent_kin
from tuntas.config.demo.paper_sheet import Sheet
from tuntas.letters.wording import MONTHS


def draw_rt_letter(person: Person, *, dice: Random) -> Image.Image:
    """The RT's introduction to the kelurahan."""
    sheet = _open_letter(
        [
            f"RUKUN TETANGGA {person.rt} RUKUN WARGA {person.rw}",
            f"KELURAHAN {person.village}",
            f"KECAMATAN {person.district}",
        ]
    )
    sheet.centred("SURAT PENGANTAR", size=30, bold=True, gap=2)
    sheet.centred(
        f"Nomor: {dice.randint(1, 180):03d}/RT.{person.rt}/{dice.choice(('VIII', 'IX', 'X', 'XI'))}/2026",
        size=21,
        gap=36,
    )
    sheet.paragraph(f"Yang bertanda tangan di bawah ini Ketua RT {person.rt} RW {person.rw} menerangkan bahwa:")
    _list_person(sheet, person)
    sheet.paragraph(
        "Orang tersebut benar warga kami. Surat ini diberikan untuk pengurusan surat keterangan di kelurahan."
    )
    sheet.paragraph("Demikian surat pengantar ini dibuat untuk dipergunakan sebagaimana mestinya.")
    _close(sheet, person, dice=dice, title=f"Ketua RT {person.rt}", stamp=f"RT {person.rt}\nRW {person.rw}")
    return sheet.image


def draw_statement(person: Person, *, dice: Random) -> Image.Image:
    """The applicant's own statement over a duty stamp; the stamp is a mere box with its name."""
    sheet = Sheet(1000, 1400, margin=100)
    sheet.y = 130
    sheet.centred("SURAT PERNYATAAN", size=32, bold=True, gap=46)
    sheet.paragraph("Saya yang bertanda tangan di bawah ini:")
    _list_person(sheet, person)
    sheet.paragraph(
        "Dengan ini menyatakan dengan sebenarnya bahwa keterangan yang saya berikan dalam permohonan ini benar adanya."
    )
    sheet.paragraph("Apabila pernyataan ini ternyata keliru, saya bersedia dituntut sesuai dengan hukum yang berlaku.")
    sheet.y += 40
    sheet.text(560, sheet.y, f"{person.village.title()}, {_some_day(dice)}")
    sheet.text(560, sheet.y + 34, "Yang menyatakan,")
    sheet.pen.rectangle((540, sheet.y + 86, 690, sheet.y + 196), fill=(240, 196, 204), outline=(190, 96, 116), width=4)
    sheet.text(556, sheet.y + 102, "METERAI", size=22, bold=True, ink=(150, 60, 84))
    sheet.text(556, sheet.y + 136, "10000", size=32, bold=True, ink=(150, 60, 84))
    sheet.sign(620, sheet.y + 150, dice=dice)
    sheet.text(560, sheet.y + 220, person.name, bold=True)
    return sheet.image


def draw_hospital_death(person: Person, *, dice: Random) -> Image.Image:
    """A hospital's statement of a death in the family."""
    sheet = _open_letter(["RUMAH SAKIT UMUM CONTOH", "Instalasi Rekam Medis", person.regency])
    sheet.centred("SURAT KETERANGAN KEMATIAN", size=30, bold=True, gap=2)
    sheet.centred(f"Nomor: {dice.randint(100, 900)}/RM/{dice.randint(1, 12):02d}/2026", size=21, gap=36)
    sheet.paragraph("Dokter yang bertanda tangan di bawah ini menerangkan bahwa:")
    rows = [("Nama", person.father), ("Umur", f"{dice.randint(58, 84)} tahun"), ("Alamat", person.address)]
    rows += [("Meninggal", _some_day(dice)), ("Pukul", f"{dice.randint(0, 23):02d}.{dice.randint(0, 59):02d} WIB")]
    sheet.rows([*rows, ("Keluarga", person.name)], x=110, tab=320, size=23, gap=14)
    sheet.y += 24
    sheet.paragraph("Telah meninggal dunia di rumah sakit ini karena sakit.")
    _close(sheet, person, dice=dice, title="Dokter yang memeriksa", stamp="RSU\nCONTOH")
    return sheet.image


def draw_birth_statement(person: Person, *, dice: Random) -> Image.Image:
    """A midwife's statement of a birth."""
    sheet = _open_letter(["PRAKTIK MANDIRI BIDAN CONTOH", f"Kelurahan {person.village.title()}", person.regency])
    sheet.centred("SURAT KETERANGAN LAHIR", size=30, bold=True, gap=36)
    head, wife, *_ = invent_kin(person)
    rows = [
        ("Tanggal", _some_day(dice)),
        ("Pukul", f"{dice.randint(0, 23):02d}.15 WIB"),
        ("Berat", f"{dice.randint(26, 39) * 100} gram"),
    ]
    rows += [
        ("Panjang", f"{dice.randint(46, 52)} cm"),
        ("Ibu", wife.name),
        ("Ayah", head.name),
        ("Alamat", person.address),
    ]
    sheet.paragraph("Menerangkan bahwa telah lahir seorang anak dengan data sebagai berikut:")
    sheet.rows(rows, x=110, tab=320, size=23, gap=14)
    _close(sheet, person, dice=dice, title="Bidan", stamp="BIDAN\nCONTOH")
    return sheet.image


def draw_pay_slip(person: Person, *, dice: Random) -> Image.Image:
    """A month's pay slip."""
    sheet = Sheet(1200, 820, margin=80)
    sheet.centred("PT CONTOH SEJAHTERA", size=32, bold=True, gap=4)
    sheet.centred(f"SLIP GAJI  {dice.choice(MONTHS[:10])} 2026", size=24, gap=26)
    sheet.rows([("Nama", person.name), ("Jabatan", "STAF")], x=80, tab=240, size=22)
    sheet.y += 14
    pay = dice.randrange(2_800_000, 6_200_000, 50_000)
    parts = [
        ("Gaji pokok", pay),
        ("Tunjangan makan", 440_000),
        ("Transportasi", 300_000),
        ("Potongan BPJS", -pay * 4 // 100),
    ]
    lines = [[name, _rupiah(amount)] for name, amount in [*parts, ("Diterima", sum(amount for _, amount in parts))]]
    sheet.table(("Uraian", "Jumlah (Rp)"), lines, widths=(620, 420), size=22)
    sheet.text(800, sheet.y + 10, "Bagian Keuangan", size=21)
    sheet.sign(810, sheet.y + 76, dice=dice)
    sheet.stamp(760, sheet.y + 84, "PT\nCONTOH")
    return sheet.image


def draw_land_tax(person: Person, *, dice: Random) -> Image.Image:
    """A land tax notice that was paid, as proof of residence or land."""
    sheet = Sheet(1240, 860, paper=(240, 248, 240), margin=70)
    sheet.centred("SURAT PEMBERITAHUAN PAJAK TERUTANG", size=28, bold=True, gap=2)
    sheet.centred("PAJAK BUMI DAN BANGUNAN TAHUN 2026", size=24, gap=26)
    region = f"{person.nik[:2]}.{person.nik[2:4]}.{person.nik[4:6]}0.006"
    number = f"{region}.{dice.randint(1, 40):03d}-{dice.randint(1, 900):04d}.0"
    rows = [
        ("NOP", number),
        ("Letak objek", f"{person.address} RT {person.rt} RW {person.rw}"),
        ("Wajib pajak", person.name),
    ]
    sheet.rows(rows, x=70, tab=300, size=23, gap=12)
    sheet.y += 20
    land, house = dice.randint(72, 240), dice.randint(36, 120)
    lines = [["Bumi", f"{land} m2", _rupiah(land * 335_000)], ["Bangunan", f"{house} m2", _rupiah(house * 823_000)]]
    sheet.table(("Objek pajak", "Luas", "NJOP (Rp)"), lines, widths=(420, 280, 400), size=22)
    sheet.text(70, sheet.y + 20, "LUNAS", size=54, bold=True, ink=(40, 110, 70))
    sheet.stamp(900, sheet.y + 130, "BAPENDA\nCONTOH")
    return sheet.image


def draw_other(person: Person, *, dice: Random, title: str = "SURAT KETERANGAN") -> Image.Image:
    """A plain letter for a requirement that has no drawing of its own."""
    sheet = _open_letter(["DOKUMEN PENDUKUNG", "CONTOH", person.regency])
    sheet.centred(title, size=30, bold=True, gap=36)
    sheet.paragraph("Dengan ini diterangkan bahwa:")
    _list_person(sheet, person)
    sheet.paragraph("Surat ini dibuat untuk melengkapi persyaratan permohonan yang bersangkutan.")
    _close(sheet, person, dice=dice, title="Yang menerangkan", stamp="CONTOH")
    return sheet.image


def _open_letter(heads: list[str]) -> Sheet:
    sheet = Sheet(1000, 1400, margin=100)
    sheet.y = 80
    for size, words in zip((28, 24, 22), heads, strict=True):
        sheet.centred(words, size=size, bold=size > 22, gap=6)
    sheet.y += 8
    sheet.rule(thick=4)
    sheet.y += 30
    return sheet


def _list_person(sheet: Sheet, person: Person) -> None:
    rows = [
        ("Nama", person.name),
        ("NIK", person.nik),
        ("Tempat/tgl lahir", f"{person.birth_place}, {person.birth_date}"),
    ]
    rows += [
        ("Pekerjaan", person.occupation),
        ("Alamat", person.address),
        ("", f"RT {person.rt} RW {person.rw} {person.village}"),
    ]
    sheet.rows(rows, x=110, tab=320, size=23, gap=13)
    sheet.y += 20


def _close(sheet: Sheet, person: Person, *, dice: Random, title: str, stamp: str) -> None:
    top = sheet.y + 30
    sheet.text(560, top, f"{person.village.title()}, {_some_day(dice)}")
    sheet.text(560, top + 34, title)
    sheet.sign(580, top + 120, dice=dice)
    sheet.stamp(530, top + 130, stamp)
    sheet.text(560, top + 190, dice.choice(("MARZUKI", "SYAIFUL BAHRI", "ERNAWATI", "TARMIZI")), bold=True)


def _some_day(dice: Random) -> str:
    return f"{dice.randint(1, 28)} {dice.choice(MONTHS[:10])} 2026"


def _rupiah(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
