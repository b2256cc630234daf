"""Wording: dates, money and names as Indonesian letters have them."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import MONDAY, make_office
from tuntas.catalog.definition import Choice, Kind, Question
from tuntas.letters.context import make_letterhead, make_place
from tuntas.letters.wording import (
    say_answer,
    say_date,
    say_label,
    say_money,
    say_month,
    say_nip,
    say_purpose,
    say_rt_rw,
    say_time,
    say_weekday,
)
from tuntas.people.codes import OCCUPATIONS


def test_dates_are_said_in_words():
    assert say_date("2026-11-21") == "21 November 2026"
    assert say_weekday(date(2026, 11, 21)) == "Sabtu, 21 November 2026"
    assert say_month("2021-03") == "Maret 2021"
    assert say_date("") == say_weekday("") == say_month("") == ""


@pytest.mark.parametrize(
    ("zone", "said"),
    [("Asia/Jakarta", "09.00 WIB"), ("Asia/Makassar", "10.00 WITA"), ("Asia/Jayapura", "11.00 WIT"), ("UTC", "02.00")],
)
def test_times_are_those_of_the_office(zone, said):
    assert say_time(MONDAY, timezone=zone) == said


@pytest.mark.parametrize(
    ("rupiah", "said"),
    [
        (0, "Rp0,00 (nol rupiah)"),
        (11, "Rp11,00 (sebelas rupiah)"),
        (100, "Rp100,00 (seratus rupiah)"),
        (1000, "Rp1.000,00 (seribu rupiah)"),
        (1_500_000, "Rp1.500.000,00 (satu juta lima ratus ribu rupiah)"),
        (21_100_110, "Rp21.100.110,00 (dua puluh satu juta seratus ribu seratus sepuluh rupiah)"),
        (1_000_000_000_000, "Rp1.000.000.000.000,00 (satu triliun rupiah)"),
    ],
)
def test_money_is_said_in_figures_and_words(rupiah, said):
    assert say_money(rupiah) == said


@given(st.integers(0, 10**12))
def test_any_amount_keeps_its_figures(rupiah):
    figures = say_money(rupiah).partition(",")[0]

    assert int(re.sub(r"\D", "", figures)) == rupiah
    assert re.fullmatch(r"[a-z ]+ rupiah", say_money(rupiah).partition("(")[2].rstrip(")"))


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("MENGURUS RUMAH TANGGA", "Mengurus rumah tangga"),
        ("PEGAWAI NEGERI SIPIL (PNS)", "Pegawai negeri sipil (PNS)"),
        ("KARYAWAN BUMN", "Karyawan BUMN"),
        ("KEPOLISIAN RI (POLRI)", "Kepolisian RI (Polri)"),
        ("ANGGOTA DPRD KABUPATEN/KOTA", "Anggota DPRD kabupaten/kota"),
        ("KATHOLIK", "Katolik"),
        ("WNI", "Indonesia"),
        ("SLTA/SEDERAJAT", "SLTA/sederajat"),
        ("Usaha sendiri", "Usaha sendiri"),
        ("", ""),
    ],
)
def test_labels_of_code_lists_are_said_as_in_a_sentence(label, said):
    assert say_label(label) == said


@pytest.mark.parametrize("label", OCCUPATIONS.values())
def test_every_occupation_begins_with_a_capital(label):
    assert say_label(label)[0].isupper()
    assert not re.search(r"[A-Z]{6,}", say_label(label))


def test_rt_and_rw_are_left_out_where_there_are_none():
    assert say_rt_rw("012", "004") == "RT 012 RW 004"
    assert say_rt_rw("000", "000") == ""


def test_a_nip_is_grouped_as_people_write_it():
    assert say_nip("197805122003122004") == "19780512 200312 2 004"
    assert say_nip("123") == "123"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Membuka rekening bank.", "membuka rekening bank"), ("KUR BRI", "KUR BRI"), ("S2 luar negeri", "S2 luar negeri")],
)
def test_a_purpose_fits_into_a_sentence(text, said):
    assert say_purpose(text) == said


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (Kind.DATE, "2026-11-21", "21 November 2026"),
        (Kind.MONTH, "2021-03", "Maret 2021"),
        (Kind.TIME, "09:05", "09.05"),
        (Kind.MONEY, 2000, "Rp2.000,00 (dua ribu rupiah)"),
        (Kind.NUMBER, 12345, "12.345"),
        (Kind.RT_RW, "012/004", "RT 012 RW 004"),
        (Kind.NAME, "Hendra  Saputra", "HENDRA SAPUTRA"),
        (Kind.LONG, "satu\ndua", "satu\ndua"),
        (Kind.TEXT, "satu\n dua", "satu dua"),
        (Kind.CHOICE, "a", "Pilihan A"),
        (Kind.YES_NO, True, True),
        (Kind.YES_NO, None, False),
        (Kind.TEXT, None, ""),
        (Kind.TABLE, None, []),
    ],
)
def test_answers_are_said_by_their_kind(kind, value, said):
    question = Question("x", "X", kind, choices=(Choice("a", "Pilihan A"),))

    assert say_answer(question, value) == said


def test_rows_of_a_table_have_every_column():
    columns = (Question("name", "Nama", Kind.NAME), Question("nik", "NIK", Kind.NIK, required=False))
    question = Question("rows", "Baris", Kind.TABLE, columns=columns)

    assert say_answer(question, [{"name": "Ani"}]) == [{"name": "ANI", "nik": ""}]


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("16.71.08.1006", ("Kelurahan Sialang", "Kecamatan Sako", "Kota Palembang")),
        ("21.04.01.1001", ("Kelurahan Dabo", "Kecamatan Singkep", "Kabupaten Lingga")),
        ("16.71.08", ("Kecamatan Sako", "", "Kota Palembang")),
        ("16.02.01.2003", ("Kelurahan Wilayah 16.02.01.2003", "Kecamatan Wilayah 16.02.01", "Kabupaten Wilayah 16.02")),
    ],
)
def test_an_office_lies_in_its_district_and_regency(code, said):
    place = make_place(make_office(code))

    assert (place.unit, place.district, place.regency) == said


@pytest.mark.one_database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "contact"),
    [
        ("Jalan Siaran 1", "Jalan Siaran 1, Palembang 30163 · Telepon 0711-555-0143"),
        ("Jalan Siaran 1, Palembang", "Jalan Siaran 1, Palembang 30163 · Telepon 0711-555-0143"),
        ("Jalan Palembang 1", "Jalan Palembang 1, Palembang 30163 · Telepon 0711-555-0143"),
    ],
)
def test_a_letterhead_says_where_the_office_is_once(address, contact):
    office = make_office(address=address, postcode="30163", phone="0711-555-0143")

    assert make_letterhead(office).contact == contact
    assert make_letterhead(office).name == "KELURAHAN SIALANG"
