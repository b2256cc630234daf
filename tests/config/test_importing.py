"""`tuntas import-residents` and `tuntas import-regions`: what the terminal says, and what stands beside the file."""

import csv
from pathlib import Path

import pytest

from tests.people.villagers import list_villagers, to_csv, to_xlsx
from tuntas.config.commands import run_command
from tuntas.offices.gazetteer import SAMPLE
from tuntas.offices.models import Region
from tuntas.people.models import Import, Resident

pytestmark = pytest.mark.django_db
SIALANG = "16.71.08.1006"


def write(folder: Path, *, number: int = 20, bad: int = 0, name: str = "penduduk.csv") -> Path:
    """A file of villagers, the first `bad` of them without a name."""
    rows = [
        {**row, "Nama Lengkap": "" if place < bad else row["Nama Lengkap"]}
        for place, row in enumerate(list_villagers(number))
    ]
    path = folder / name
    path.write_bytes(to_xlsx(rows) if name.endswith("x") else to_csv(rows))
    return path


@pytest.mark.parametrize("name", ["penduduk.csv", "penduduk.xlsx"])
def test_the_last_line_counts_and_the_errors_stand_beside_the_file(cast, tmp_path, capsys, name):
    path = write(tmp_path, bad=3, name=name)

    code = run_command(["import-residents", str(path), "--office", SIALANG])

    assert code == 0
    assert capsys.readouterr().out.splitlines()[-1] == "loaded 17, refused 3"
    assert Resident.objects.filter(office=cast.office).count() == 17
    with path.with_name(f"{name}.errors.csv").open(newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["row"], row["column"]) for row in rows] == [
        ("2", "Nama Lengkap"),
        ("3", "Nama Lengkap"),
        ("4", "Nama Lengkap"),
    ]
    assert all(row["message"] for row in rows)


def test_a_dry_run_keeps_nothing_but_the_errors(cast, tmp_path, capsys):
    path = write(tmp_path, bad=3)

    code = run_command(["import-residents", str(path), "--office", "1671081006", "--dry-run"])

    out = capsys.readouterr().out
    assert code == 0
    assert "would load 17" in out
    assert out.splitlines()[-1] == "loaded 0, refused 3"
    assert not Resident.objects.exists()
    assert not Import.objects.exists()
    assert path.with_name("penduduk.csv.errors.csv").exists()


def test_an_old_account_of_errors_goes_when_there_are_none(cast, tmp_path):
    path = write(tmp_path)
    path.with_name("penduduk.csv.errors.csv").write_text("old")

    run_command(["import-residents", str(path), "--office", SIALANG])

    assert not path.with_name("penduduk.csv.errors.csv").exists()


def test_progress_is_told(cast, tmp_path, capsys):
    run_command(["import-residents", str(write(tmp_path)), "--office", SIALANG])

    assert "20 of 20 rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "office", "sentence"),
    [
        (b"nama;alamat\nAni;Jalan 1\n", SIALANG, "NIK, No KK"),
        (b"", SIALANG, "kosong"),
        (b"NIK\n1\n", "16.71.08.9999", "belum memakai Tuntas"),
        (b"NIK\n1\n", "sialang", "10 angka"),
    ],
)
def test_what_cannot_be_read_ends_with_one_and_a_sentence(cast, tmp_path, capsys, content, office, sentence):
    path = tmp_path / "penduduk.csv"
    path.write_bytes(content)

    code = run_command(["import-residents", str(path), "--office", office])

    assert code == 1
    assert sentence in capsys.readouterr().err
    assert not Import.objects.exists()


def test_a_file_that_is_not_there_ends_with_one(cast, tmp_path, capsys):
    assert run_command(["import-residents", str(tmp_path / "x.csv"), "--office", SIALANG]) == 1
    assert "x.csv" in capsys.readouterr().err


def test_a_file_without_one_good_row_ends_with_one(cast, tmp_path, capsys):
    path = write(tmp_path, number=3, bad=3)

    assert run_command(["import-residents", str(path), "--office", SIALANG]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "loaded 0, refused 3"


def test_regions_are_counted_by_file(db, capsys):
    assert run_command(["import-regions", str(SAMPLE)]) == 0

    out = capsys.readouterr().out
    assert "6 villages" in out
    assert "20 new, 0 changed, 0 unchanged" in out
    assert Region.objects.count() == 20


def test_regions_that_do_not_fit_end_with_one(db, tmp_path, capsys):
    assert run_command(["import-regions", str(tmp_path)]) == 1
    assert "provinces.csv" in capsys.readouterr().err
