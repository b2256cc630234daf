"""Import: what a file brings in, what it does not and why, and how it is taken back."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.make import MONDAY, Cast
from tests.people.villagers import list_villagers, to_csv, to_xlsx
from tuntas.config.work import tend_database
from tuntas.flow.import_residents import import_residents, load_import, open_loading, read_file, start_import
from tuntas.flow.import_residents import undo_import as undo
from tuntas.flow.import_survey import CHUNK
from tuntas.jobs.worker import drain
from tuntas.people.imports import ImportMoved, State, forget_old_imports
from tuntas.people.keeping import index_kk, index_nik
from tuntas.people.models import Change, Family, Import, ImportProblem, Kind, NameWord, Resident
from tuntas.people.sheets import SheetRefused
from tuntas.vault.models import AuditEntry, Blob

pytestmark = pytest.mark.django_db
JOBS = {"import_residents": import_residents, "count_residents": lambda _payload: None, "tend_database": tend_database}


def load(cast: Cast, data: bytes) -> Import:
    """A whole import by hand: uploaded, checked, loaded."""
    origin = start_import(data, office=cast.office, by=cast.budi, at=MONDAY)
    drain(JOBS)
    origin.refresh_from_db()
    if origin.state == State.CHECKED:
        load_import(origin, by=cast.budi, at=MONDAY)
        drain(JOBS)
    origin.refresh_from_db()
    return origin


def list_problems(origin: Import) -> list[tuple[int, str, str]]:
    rows = origin.problems.filter(refuses=True).order_by("row", "pk")
    return [(row.row, row.column, row.message) for row in rows]


def spoil(rows: list[dict[str, Any]], changes: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with some cells changed, by the row's number in the spreadsheet (the heading is row 1)."""
    return [{**row, **changes.get(number, {})} for number, row in enumerate(rows, 2)]


def test_ten_thousand_rows_with_three_hundred_bad_ones_load_9700_and_explain_300(cast):
    rows = list(list_villagers(10_000))
    bad: dict[int, dict[str, str]] = {}
    for count, number in enumerate(range(5, 10_000, 33)):
        if count == 300:
            break
        bad[number] = [
            {"NIK": "123"},
            {"Tgl Lahir": "31-02-1990"},
            {"Agama": "JEDI"},
            {"NIK": rows[0]["NIK"]},
            {"Nama Lengkap": ""},
            {"NIK": "1.67E+15"},
        ][count % 6]

    origin = open_loading(office=cast.office, at=MONDAY)
    origin = read_file(origin, to_csv(spoil(rows, bad)), at=MONDAY)

    assert (origin.good, origin.bad, origin.total) == (9_700, 300, 10_000)
    assert Resident.objects.count() == 9_700
    assert [row for row, _column, _message in list_problems(origin)] == sorted(bad)


def test_nothing_is_in_the_register_before_somebody_says_so(cast):
    origin = start_import(to_csv(list_villagers(20)), office=cast.office, by=cast.budi, at=MONDAY)

    drain(JOBS)

    origin.refresh_from_db()
    assert (origin.state, origin.good) == (State.CHECKED, 20)
    assert not Resident.objects.exists()


@pytest.mark.parametrize("make", [to_csv, to_xlsx], ids=["csv", "xlsx"])
def test_a_resident_comes_in_encrypted_and_is_found_by_number(cast, make):
    row = next(list_villagers(1))

    load(cast, make([row]))

    resident = Resident.objects.get(nik_index=index_nik(row["NIK"]))
    assert resident.person["name"] == row["Nama Lengkap"]
    assert resident.person["birth_date"] == "1960-01-01"
    assert resident.person["phone"] == "+6281200000000"
    assert resident.family.card == {"kk": row["No KK"], "address": row["Alamat"], "rt": "001", "rw": "001"}
    assert resident.family.kk_index == index_kk(row["No KK"])
    assert (resident.office, resident.region, resident.is_head) == (cast.office, "16.71.08.1006", True)


def test_rows_of_one_kk_become_one_family(cast):
    load(cast, to_csv(list_villagers(8)))

    assert Family.objects.count() == 3
    assert sorted(family.residents.count() for family in Family.objects.all()) == [1, 3, 4]


def test_a_family_may_be_cut_by_the_end_of_a_lot(cast):
    load(cast, to_csv(list_villagers(CHUNK + 3)))

    assert Resident.objects.count() == CHUNK + 3
    assert Family.objects.filter(residents__isnull=True).count() == 0
    assert len({family.kk_index for family in Family.objects.all()}) == Family.objects.count()


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [
        ("utf-8", ";"),
        ("utf-8-sig", ","),
        ("cp1252", ";"),
        ("utf-16", "\t"),
        ("utf-8", "|"),
    ],
)
def test_any_usual_encoding_and_separator_is_read(cast, encoding, separator):
    row = {**next(list_villagers(1)), "Nama Lengkap": "René Siahaan", "Alamat": "Jalan Melati, No. 4"}

    load(cast, to_csv([row], encoding=encoding, separator=separator))

    resident = Resident.objects.get()
    assert resident.person["name"] == "René Siahaan"
    assert resident.family.card["address"] == "Jalan Melati, No. 4"


def test_a_file_glued_together_of_two_encodings_is_read(cast):
    first, second = list_villagers(2)
    first["Nama Lengkap"], second["Nama Lengkap"] = "René Satu", "André Dua"
    data = to_csv([first], encoding="utf-8") + to_csv([second], encoding="cp1252").split(b"\n", 1)[1]

    load(cast, data)

    assert sorted(resident.person["name"] for resident in Resident.objects.all()) == ["André Dua", "René Satu"]


def test_headings_may_stand_below_a_title_and_in_other_words(cast):
    row = next(list_villagers(1))
    other = {
        "NO.": "1",
        "NOMOR KARTU KELUARGA": row["No KK"],
        "N.I.K": "",
        "NAMA_LGKP": row["Nama Lengkap"],
        "TEMPAT/TGL LAHIR": "Palembang, 01-01-1960",
        "L/P": "L",
        "NIK": row["NIK"],
        "STAT_HBKEL": "1",
        "RT/RW": "3/1",
        "GOL. DARAH": "O",
    }

    origin = load(cast, to_xlsx([other], above=[["DAFTAR PENDUDUK KELURAHAN SIALANG"], [None], ["Tahun 2026"]]))

    resident = Resident.objects.get()
    assert (resident.person["birth_place"], resident.person["birth_date"]) == ("Palembang", "1960-01-01")
    assert (resident.family.card["rt"], resident.family.card["rw"]) == ("003", "001")
    assert resident.is_head
    assert origin.unused == ["NO.", "N.I.K", "GOL. DARAH"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "kosong"),
        (b"  \n \n", "kosong"),
        (b"nama;alamat\nAni;Jalan 1\n", "NIK, No KK, Tgl Lahir, Jenis Kelamin, SHDK"),
        (b"a;b\n1;2\n", "judul kolom tidak ditemukan"),
        (b"%PDF-1.7 ...", "bukan tabel"),
        (b"\xd0\xcf\x11\xe0 old excel", ".xls"),
        (b"<html><table><tr><td>NIK</td></tr></table>", "halaman web"),
        (b"PK\x03\x04 broken", "tidak utuh"),
    ],
)
def test_wrong_columns_and_other_files_are_refused_before_anything_is_kept(cast, data, sentence):
    with pytest.raises(SheetRefused, match=re.escape(sentence)):
        start_import(data, office=cast.office, by=cast.budi, at=MONDAY)

    assert not Import.objects.exists()
    assert not Blob.objects.exists()


def test_headings_without_rows_are_refused(cast):
    origin = load(cast, to_csv([]))

    assert origin.state == State.REFUSED
    assert "Tidak ada baris" in origin.refusal
    assert not Blob.objects.exists()


def test_numbers_that_excel_shortened_are_explained(cast):
    rows = spoil(list(list_villagers(4)), {2: {"NIK": "1.67109E+15"}, 3: {"No KK": "1,67E+15"}})

    origin = load(cast, to_csv(rows))

    problems = list_problems(origin)
    assert [(row, column) for row, column, _message in problems] == [(2, "NIK"), (3, "No KK")]
    assert all("1,67E+15" in message and "Teks" in message for _row, _column, message in problems)


def test_a_column_whose_sixteenth_digit_excel_made_zero_is_explained(cast):
    rows = list(list_villagers(8))
    for row in rows:
        row["NIK"] = int(row["NIK"][:15] + "0")

    origin = load(cast, to_xlsx(rows))

    assert origin.good == 0
    assert {message for _row, _column, message in list_problems(origin) if "ke-16" in message}


def test_numbers_written_by_a_program_are_whole_and_taken(cast):
    rows = list(list_villagers(12))
    for row in rows:
        row["NIK"], row["No KK"] = int(row["NIK"]), int(row["No KK"])

    origin = load(cast, to_xlsx(rows))

    assert (origin.good, list_problems(origin)) == (12, [])


def test_dates_of_a_spreadsheet_are_dates(cast):
    row = {**next(list_villagers(1)), "Tgl Lahir": datetime(1960, 1, 1, tzinfo=UTC).replace(tzinfo=None)}

    load(cast, to_xlsx([row]))

    assert Resident.objects.get().person["birth_date"] == "1960-01-01"


def test_a_date_that_became_a_number_is_explained(cast):
    origin = load(cast, to_csv([{**next(list_villagers(1)), "Tgl Lahir": "32000"}]))

    assert "Excel menyimpan tanggal" in list_problems(origin)[0][2]


def test_the_same_nik_twice_in_a_file_loads_once_and_names_the_first_row(cast):
    rows = list(list_villagers(3))

    origin = load(cast, to_csv([*rows, rows[1]]))

    assert Resident.objects.count() == 3
    assert list_problems(origin) == [(5, "NIK", "NIK ini sudah ada di baris 3 berkas ini.")]


def test_a_nik_that_the_register_has_is_explained(cast):
    load(cast, to_csv(list_villagers(3)))

    origin = load(cast, to_csv(list_villagers(5)))

    assert (origin.good, origin.bad) == (2, 3)
    assert list_problems(origin)[0] == (2, "NIK", "NIK ini sudah ada dalam buku penduduk.")


def test_another_offices_register_is_not_looked_at(cast):
    data = to_csv(list_villagers(3))
    load(cast, data)

    origin = read_file(open_loading(office=cast.elsewhere, at=MONDAY), data, at=MONDAY)

    assert origin.good == 3
    assert Resident.objects.filter(office=cast.elsewhere).count() == 3


def test_a_family_without_a_head_is_explained(cast):
    rows = [{**row, "SHDK": "ANAK"} for row in list_villagers(1)]

    origin = load(cast, to_csv(rows))

    assert origin.good == 0
    assert "kepala keluarga" in list_problems(origin)[0][2]


def test_a_family_whose_head_is_in_the_register_takes_more_members(cast):
    head, wife = [row for row in list_villagers(3) if row["SHDK"] in {"KEPALA KELUARGA", "ISTRI"}][1:]
    load(cast, to_csv([head]))

    origin = load(cast, to_csv([wife]))

    assert (origin.good, Family.objects.count()) == (1, 1)


def test_a_head_whose_own_row_is_bad_does_not_keep_the_family_out(cast):
    rows = spoil(list(list_villagers(5)), {3: {"Agama": "JEDI"}})

    origin = load(cast, to_csv(rows))

    assert (origin.good, origin.bad) == (4, 1)


def test_a_nik_that_tells_another_birth_date_is_loaded_and_pointed_out(cast):
    origin = load(cast, to_csv([{**next(list_villagers(1)), "Tgl Lahir": "02-01-1960"}]))

    assert origin.good == 1
    assert [problem.message for problem in origin.problems.filter(refuses=False)] == [
        "Tanggal lahir berbeda dengan yang terbaca dari NIK."
    ]


def test_no_sentence_and_no_column_of_the_account_repeats_a_value(cast):
    rows = spoil(
        list(list_villagers(6)),
        {2: {"NIK": "167108X990019999"}, 3: {"Nama Lengkap": "Rahasia 王"}, 4: {"No HP": "0812-SALAH"}},
    )

    origin = load(cast, to_csv(rows))

    text = " ".join(message for _row, _column, message in list_problems(origin))
    assert origin.bad == 3
    assert not re.search(r"Rahasia|0812-SALAH|167108X", text)


def test_a_job_that_was_killed_goes_on_with_the_next_lot(cast):
    rows = list(list_villagers(2 * CHUNK + 7))
    origin = start_import(to_csv(rows), office=cast.office, by=cast.budi, at=MONDAY)
    drain(JOBS)
    load_import(origin, by=cast.budi, at=MONDAY)
    origin.refresh_from_db()

    class Killed(BaseException):
        pass

    def kill(now: Import) -> None:
        if now.done >= CHUNK:
            raise Killed

    with pytest.raises(Killed):
        read_file(origin, to_csv(rows), at=MONDAY, say=kill)
    drain(JOBS)

    origin.refresh_from_db()
    assert (origin.state, origin.good, Resident.objects.count()) == (State.LOADED, len(rows), len(rows))


def test_two_workers_with_one_import_load_it_once(cast):
    data = to_csv(list_villagers(CHUNK + 10))
    origin = open_loading(office=cast.office, at=MONDAY)
    late = Import.objects.get(pk=origin.pk)

    read_file(origin, data, at=MONDAY)
    with pytest.raises(ImportMoved):
        read_file(late, data, at=MONDAY)

    assert Resident.objects.count() == CHUNK + 10


def test_undo_takes_everybody_out_again(cast):
    kept = load(cast, to_csv(list_villagers(5, first=500)))
    origin = load(cast, to_csv(list_villagers(CHUNK + 40)))

    undo(origin, by=cast.budi, at=MONDAY)
    drain(JOBS)

    origin.refresh_from_db()
    assert (origin.state, origin.kept) == (State.UNDONE, 0)
    assert set(Resident.objects.values_list("imported", flat=True)) == {kept.pk}
    assert set(NameWord.objects.values_list("resident", flat=True)) == set(
        Resident.objects.values_list("pk", flat=True)
    )
    assert not Family.objects.filter(residents__isnull=True).exists()


def test_undo_leaves_whom_more_has_happened_to(cast):
    origin = load(cast, to_csv(list_villagers(3)))
    changed = Resident.objects.order_by("pk")[0]
    Change.objects.create(
        office=cast.office,
        region=changed.region,
        resident=changed,
        kind=Kind.DEATH,
        sex="L",
        recorded_on=MONDAY.date(),
        by=cast.budi,
        at=MONDAY,
    )

    undo(origin, by=cast.budi, at=MONDAY)
    drain(JOBS)

    origin.refresh_from_db()
    assert origin.kept == 1
    assert Resident.objects.get() == changed


def test_what_is_loaded_is_not_loaded_twice_and_what_is_undone_not_undone(cast):
    origin = load(cast, to_csv(list_villagers(2)))

    with pytest.raises(ImportMoved):
        load_import(origin, by=cast.budi, at=MONDAY)
    undo(origin, by=cast.budi, at=MONDAY)
    with pytest.raises(ImportMoved):
        undo(origin, by=cast.budi, at=MONDAY)


def test_the_file_is_destroyed_once_it_is_loaded(cast):
    load(cast, to_csv(list_villagers(2)))

    assert not Blob.objects.exists()


def test_a_file_that_was_only_checked_is_forgotten_after_a_week(cast):
    origin = start_import(to_csv(list_villagers(2)), office=cast.office, by=cast.budi, at=MONDAY)
    drain(JOBS)

    assert forget_old_imports(MONDAY) == 0
    assert forget_old_imports(datetime(2026, 12, 1, tzinfo=UTC)) == 1

    origin.refresh_from_db()
    assert origin.state == State.REFUSED
    assert not Blob.objects.exists()


def test_an_import_stands_in_the_audit_chain_without_a_name(cast):
    origin = load(cast, to_csv(list_villagers(2)))

    entries = AuditEntry.objects.filter(subject=str(origin.pk)).order_by("seq")
    assert [entry.action for entry in entries] == ["residents.import_asked", "residents.imported"]
    assert entries[1].note == {"loaded": 2, "refused": 0}


def test_the_account_of_a_dry_run_is_replaced_by_that_of_the_load(cast):
    rows = spoil(list(list_villagers(5)), {3: {"Agama": "JEDI"}})

    origin = load(cast, to_csv(rows))

    assert ImportProblem.objects.filter(origin=origin, refuses=True).count() == 1
