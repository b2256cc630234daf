"""The gazetteer: whole countries come in at once, twice changes nothing, and files that do not fit change nothing."""

from pathlib import Path

import pytest

from tuntas.offices.gazetteer import SAMPLE, RegionsRefused, load_regions
from tuntas.offices.models import Region

pytestmark = pytest.mark.django_db
FILES = {
    "provinces": "code,parent_code,name\n16,,Sumatera Selatan\n",
    "regencies": "code,parent_code,name\n16.71,16,Kota Palembang\n",
    "districts": "code,parent_code,name\n16.71.08,16.71,Sako\n",
    "villages": 'code,parent_code,name\n16.71.08.1006,16.71.08,Sialang\n16.71.08.2001,16.71.08,"Desa ""Baru"", Sako"\n',
}


def write(folder: Path, **files: str) -> Path:
    for name, text in {**FILES, **files}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def test_regions_come_in_with_level_and_parent(tmp_path):
    loaded = load_regions(write(tmp_path))

    assert (loaded.new, loaded.changed, loaded.unchanged) == (5, 0, 0)
    sialang = Region.objects.get(code="16.71.08.1006")
    assert (sialang.level, sialang.parent_id, sialang.name) == (Region.Level.VILLAGE, "16.71.08", "Sialang")
    assert Region.objects.get(code="16.71.08.2001").name == 'Desa "Baru", Sako'


def test_loading_again_changes_nothing(tmp_path):
    load_regions(write(tmp_path))

    loaded = load_regions(tmp_path)

    assert (loaded.new, loaded.changed, loaded.unchanged) == (0, 0, 5)


def test_a_region_that_got_another_name_is_renamed(tmp_path):
    load_regions(write(tmp_path))

    loaded = load_regions(write(tmp_path, districts="code,parent_code,name\n16.71.08,16.71,Sako Baru\n"))

    assert (loaded.new, loaded.changed) == (0, 1)
    assert Region.objects.get(code="16.71.08").name == "Sako Baru"


def test_a_region_that_the_files_do_not_name_stays(tmp_path):
    Region.objects.create(code="99", name="Lama", level=Region.Level.PROVINCE)

    load_regions(write(tmp_path))

    assert Region.objects.filter(code="99").exists()


def test_codes_come_without_dots_and_provinces_without_a_parent_column(tmp_path):
    load_regions(
        write(
            tmp_path,
            provinces="code,name\n16,Sumatera Selatan\n",
            villages="code,parent_code,name\n1671081006,167108,Sialang\n",
        )
    )

    assert Region.objects.filter(code="16.71.08.1006").exists()


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (
            {"villages": "code,parent_code,name\n16.71.08,16.71,Sako\n"},
            "villages.csv:2: kode ini bukan kode tingkat ini",
        ),
        ({"villages": "code,parent_code,name\n16.71.08.4006,16.71.08,X\n"}, "bukan kode tingkat ini"),
        ({"villages": "code,parent_code,name\n16.71.09.1006,16.71.09,X\n"}, "induk 16.71.09 tidak ada"),
        ({"villages": "code,parent_code,name\n16.71.08.1006,16.71.09,X\n"}, "bukan bagian dari 16.71.09"),
        ({"regencies": "code,parent_code,name\n16.71,16,A\n16.71,16,B\n"}, "regencies.csv:3: kode 16.71 sudah ada"),
        ({"provinces": "code,name\n16,\n"}, "nama wilayah"),
        ({"provinces": "kode;nama\n16;X\n"}, "judul kolom"),
        ({"provinces": "code,name\nenam belas,X\n"}, "bukan kode"),
    ],
)
def test_files_that_do_not_fit_are_refused_by_line_and_nothing_is_stored(tmp_path, files, sentence):
    with pytest.raises(RegionsRefused, match=sentence):
        load_regions(write(tmp_path, **files))

    assert not Region.objects.exists()


def test_a_missing_file_is_named(tmp_path):
    write(tmp_path)
    (tmp_path / "districts.csv").unlink()

    with pytest.raises(RegionsRefused, match=r"districts\.csv"):
        load_regions(tmp_path)


def test_a_hundred_bad_lines_are_told_in_twenty(tmp_path):
    rows = "".join(f"17.{number:02},17,X\n" for number in range(1, 100))

    with pytest.raises(RegionsRefused) as refusal:
        load_regions(write(tmp_path, regencies=f"code,parent_code,name\n{rows}"))

    lines = str(refusal.value).splitlines()
    assert len(lines) == 21
    assert lines[-1].startswith("... dan ")


def test_the_sample_that_is_shipped_loads():
    loaded = load_regions(SAMPLE)

    assert Region.objects.get(code="16.71.08.1006").name == "Sialang"
    assert loaded.new == sum(loaded.read.values())
