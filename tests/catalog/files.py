"""A small, good service definition as text, for tests that spoil one thing in it."""

from pathlib import Path

from tuntas.catalog.definition import ServiceDefinition
from tuntas.catalog.packages import read_catalog
from tuntas.catalog.reading import SERVICES_FOLDER

GOOD = """\
code = "SKX"
name = "Surat Keterangan Contoh"
short = "SK Contoh"
group = "tempat-tinggal"
summary = "Surat contoh."
level = "village"
chain = [
  { role = "OPERATOR", duty = "check" },
  { role = "HEAD", duty = "sign" },
]

[promise]
minutes = 30
text = "30 menit"

[letter]
template = "skx"
title = "SURAT KETERANGAN CONTOH"
archive = "400"
series = "surat-keluar"

[[requirements]]
code = "KTP"

[[requirements]]
code = "KK"
when = { field = "answers.moved", values = ["true"] }

[[pages]]
title = "Isi"

[[pages.questions]]
code = "moved"
label = "Pindah?"
kind = "yes_no"
example = "tidak"

[[pages.questions]]
code = "moved_on"
label = "Kapan?"
kind = "date"
when = { field = "answers.moved", values = ["true"] }

[[pages.questions]]
code = "purpose"
label = "Untuk apa?"
kind = "text"
example = "Bank"
"""


def write(folder: Path, text: str = GOOD, *, name: str = "skx.toml", **replaced: str) -> Path:
    """Writes one file; `replaced` maps "old" to "new" texts, given as pairs old=..., new=... ."""
    if replaced:
        assert replaced["old"] in text, "the text to replace is gone from the sample"
        text = text.replace(replaced["old"], replaced["new"], 1)
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def read_services(folder: Path = SERVICES_FOLDER, **options: Path) -> list[ServiceDefinition]:
    """The services of a folder without its packages."""
    return [one for one in read_catalog(folder, **options) if not one.is_package]
