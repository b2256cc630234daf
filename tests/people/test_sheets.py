"""Sheets: any file that an office sends is read as it was meant, or refused with a sentence."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.people.villagers import list_villagers, to_csv, to_xlsx
from tuntas.people.cells import (
    CellSpoilt,
    Roundings,
    date_text,
    is_nothing,
    number_text,
    phone_text,
    text_of,
)
from tuntas.people.columns import FIELD_OF, NEEDED, find_table, plain_heading
from tuntas.people.sheets import SheetRefused, decode, read_rows

PRINTABLE = st.text(alphabet=st.characters(codec="cp1252", exclude_categories=("Cc", "Cs")), max_size=20)
CELLS = st.lists(st.lists(PRINTABLE, min_size=3, max_size=3), min_size=1, max_size=6)


def write(rows, *, separator, encoding):
    memory = io.StringIO(newline="")
    csv.writer(memory, delimiter=separator).writerows(rows)
    return memory.getvalue().encode(encoding)


def read_or_refuse(data):
    """The rows, or the sentence instead of them."""
    try:
        return list(read_rows(data))
    except SheetRefused as refusal:
        return str(refusal)


@given(CELLS, st.sampled_from([";", ",", "\t"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_written_is_read_again(rows, separator, encoding):
    head = ["NIK", "NAMA", "ALAMAT"]

    read = [cells for _number, cells in read_rows(write([head, *rows], separator=separator, encoding=encoding))]

    kept = [[cell.replace("\ufeff", "") for cell in row] for row in [head, *rows] if any(cell.strip() for cell in row)]
    assert [[cell.replace("\r\n", "\n") for cell in row] for row in read] == kept


@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_a_sentence(data):
    answer = read_or_refuse(data)

    assert answer if isinstance(answer, str) else all(number > 0 for number, _cells in answer)


@given(st.binary(max_size=300))
@settings(max_examples=50)
def test_a_damaged_spreadsheet_is_refused_with_a_sentence(noise):
    data = to_xlsx(list_villagers(2))
    place = len(data) // 2

    answer = read_or_refuse(data[:place] + noise + data[place:])

    assert isinstance(answer, list) or answer


def test_every_byte_of_cp1252_and_beyond_is_read():
    assert decode(b"Ren\xe9 \x81 Ani\xb4") == "René \x81 Ani´"


def test_lines_of_different_encodings_are_each_read_in_their_own():
    assert decode("Anï;1\n".encode() + "René;2\n".encode("cp1252")) == "Anï;1\nRené;2\n"


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    rows = dict(read_rows(b"a;b\n\n\n1;2\n"))

    assert rows == {1: ["a", "b"], 4: ["1", "2"]}


def test_a_sheet_that_is_empty_is_passed_over_for_the_next():
    book = openpyxl.Workbook()
    book.create_sheet("Data").append(["NIK", "NAMA"])
    memory = io.BytesIO()
    book.save(memory)

    assert list(read_rows(memory.getvalue())) == [(1, ["NIK", "NAMA"])]


def test_an_archive_that_is_no_spreadsheet_is_refused():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(SheetRefused, match="bukan tabel"):
        list(read_rows(memory.getvalue()))


def test_a_spreadsheet_that_unpacks_into_a_flood_is_refused(monkeypatch):
    monkeypatch.setattr("tuntas.people.sheets._MOST_UNPACKED", 1000)

    with pytest.raises(SheetRefused, match="terlalu besar"):
        list(read_rows(to_xlsx(list_villagers(5))))


def test_the_official_headings_and_the_contracts_are_known():
    contract = "nik kk name birth_place birth_date sex religion marital_status occupation education".split()  # noqa: SIM905
    contract += "relationship address rt rw phone".split()  # noqa: SIM905

    assert {FIELD_OF[plain_heading(word)] for word in contract} == set(contract)
    assert plain_heading("TGL. LAHIR (dd/mm/yyyy)") == "tgl lahir"


def test_headings_are_found_below_titles_and_in_any_order():
    data = to_csv([dict(reversed(next(list_villagers(1)).items()))])
    table = find_table(read_rows(b"DAFTAR PENDUDUK\nKELURAHAN SIALANG;;\n" + data))

    assert set(NEEDED) <= set(table.columns.places)
    assert len(list(table.rows)) == 1


@pytest.mark.parametrize(
    "value", ["1.67E+15", "1,67109E+15", "1.671085203900004e+15", "2E15", "+1.6E+15", 9.1e15, 9.5e15]
)
def test_a_number_that_excel_shortened_is_not_taken(value):
    with pytest.raises(CellSpoilt, match="Excel"):
        number_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1671085203900004", "1671085203900004"),
        ("'1671085203900004", "1671085203900004"),
        (" 1671085203900004\u00a0", "1671085203900004"),
        (1671085203900004, "1671085203900004"),
        (1671085203900004.0, "1671085203900004"),
        ("1671085203900004.0", "1671085203900004"),
        ("1671085203900004,00", "1671085203900004"),
        ("1671.0852.0390.0004", "1671.0852.0390.0004"),
    ],
)
def test_a_whole_number_is_taken_as_it_was(value, text):
    assert number_text(value) == text


@given(st.integers(min_value=10**15, max_value=2**53))
def test_sixteen_digits_survive_a_spreadsheets_numbers(number):
    assert number_text(float(number)) == str(number) == number_text(number)


def test_a_phone_gets_back_the_zero_that_excel_dropped():
    assert phone_text(81271000143) == "081271000143"
    assert phone_text("0812-7100-0143") == "0812-7100-0143"


@pytest.mark.parametrize("value", [32000, "32000", 32000.0, "32000.0"])
def test_a_date_that_became_a_number_is_not_taken(value):
    with pytest.raises(CellSpoilt, match="tanggal"):
        date_text(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(1990, 3, 12), "1990-03-12"),
        (datetime(1990, 3, 12, tzinfo=UTC), "1990-03-12"),
        ("1990-03-12 00:00:00", "1990-03-12"),
        ("1990-03-12T00:00:00.000", "1990-03-12"),
        ("12/03/1990", "12/03/1990"),
    ],
)
def test_a_date_loses_only_its_midnight(value, text):
    assert date_text(value) == text


@pytest.mark.parametrize("value", [None, "", " ", "-", "NULL", "n/a", "#N/A", "tidak ada", 0, "0"])
def test_what_people_write_for_nothing_is_nothing(value):
    assert is_nothing(value)


@given(st.lists(st.integers(min_value=10**15, max_value=9 * 10**15), min_size=5, max_size=30))
def test_a_column_rounded_to_fifteen_digits_is_told_from_a_whole_one(numbers):
    whole, rounded = Roundings(), Roundings()
    for number in numbers:
        whole.look({"nik": number // 10 * 10 + 3})
        rounded.look({"nik": number // 10 * 10})

    whole.check("nik", numbers[0] // 10 * 10)
    with pytest.raises(CellSpoilt, match="ke-16"):
        rounded.check("nik", numbers[0] // 10 * 10)


def test_a_few_texts_that_end_in_zero_prove_nothing():
    roundings = Roundings()
    roundings.look({"nik": "1671085203900010"})

    roundings.check("nik", "1671085203900010")


def test_one_cell_of_text_is_shown_as_it_stands():
    assert text_of("  Jalan\u00a0Melati ") == "Jalan Melati"
    assert text_of(3.0) == "3"
