"""Code lists: what people write is found, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.people.codes import (
    BLOOD_TYPES,
    EDUCATIONS,
    MARITAL_STATUSES,
    NATIONALITIES,
    OCCUPATIONS,
    RELATIONSHIPS,
    RELIGIONS,
    SEXES,
    find_label,
)

LISTS = [
    SEXES,
    RELIGIONS,
    MARITAL_STATUSES,
    OCCUPATIONS,
    EDUCATIONS,
    RELATIONSHIPS,
    NATIONALITIES,
    BLOOD_TYPES,
]
codes_and_numbers = st.sampled_from([(codes, number) for codes in LISTS for number in codes])


def test_the_lists_are_complete_and_numbered_from_one() -> None:
    sizes = [len(codes) for codes in LISTS]

    assert sizes == [2, 7, 4, 89, 10, 11, 3, 13]
    assert all(list(codes) == list(range(1, len(codes) + 1)) for codes in LISTS)


def test_no_label_of_a_list_stands_twice() -> None:
    assert all(len(set(codes.values())) == len(codes) for codes in LISTS)


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1, "BELUM/TIDAK BEKERJA"),
        (5, "PEGAWAI NEGERI SIPIL (PNS)"),
        (48, "ANGGOTA DPR-RI"),
        (63, "ANGGOTA DPRD KABUPATEN/KOTA"),
        (85, "PERANGKAT DESA"),
        (88, "WIRASWASTA"),
        (89, "LAINNYA"),
    ],
)
def test_occupations_keep_the_numbers_of_siak(number: int, label: str) -> None:
    assert OCCUPATIONS[number] == label


@given(codes_and_numbers, st.sampled_from([str.upper, str.lower, str.title]), st.sampled_from([" ", "  "]))
def test_a_label_is_found_in_any_case_and_spacing(entry, case, blank) -> None:
    codes, number = entry
    written = f" {case(codes[number]).replace(' ', blank)} "

    assert find_label(codes, written) == codes[number]


@given(codes_and_numbers, st.sampled_from(["{}", "0{}", " {} "]))
def test_a_label_is_found_by_its_number(entry, shape) -> None:
    codes, number = entry

    assert find_label(codes, shape.format(number)) == codes[number]
    assert find_label(codes, number) == codes[number]


@given(st.sampled_from(LISTS), st.text() | st.integers())
def test_anything_else_finds_a_label_of_that_list_or_nothing(codes, value) -> None:
    found = find_label(codes, value)

    assert found is None or found in codes.values()


@pytest.mark.parametrize(
    ("codes", "written", "label"),
    [
        (RELIGIONS, "Kristen", "KRISTEN"),
        (RELIGIONS, "Protestan", "KRISTEN"),
        (RELIGIONS, "Katolik", "KATHOLIK"),
        (RELIGIONS, "Buddha", "BUDHA"),
        (RELIGIONS, "Kong Hu Cu", "KHONGHUCU"),
        (RELIGIONS, "Penghayat Kepercayaan", "KEPERCAYAAN THD TUHAN YME/LAINNYA"),
        (SEXES, "L", "LAKI-LAKI"),
        (SEXES, "laki laki", "LAKI-LAKI"),
        (SEXES, "wanita", "PEREMPUAN"),
        (MARITAL_STATUSES, "menikah", "KAWIN"),
        (MARITAL_STATUSES, "Belum Menikah", "BELUM KAWIN"),
        (EDUCATIONS, "SMA", "SLTA/SEDERAJAT"),
        (EDUCATIONS, "S1", "DIPLOMA IV/STRATA I"),
        (OCCUPATIONS, "PNS", "PEGAWAI NEGERI SIPIL (PNS)"),
        (OCCUPATIONS, "ibu rumah tangga", "MENGURUS RUMAH TANGGA"),
        (OCCUPATIONS, "Petani", "PETANI/PEKEBUN"),
        (OCCUPATIONS, "petani / pekebun", "PETANI/PEKEBUN"),
        (NATIONALITIES, "Indonesia", "WNI"),
        (RELATIONSHIPS, "isteri", "ISTRI"),
        (BLOOD_TYPES, "ab -", "AB-"),
    ],
)
def test_common_spellings_are_found(codes, written, label) -> None:
    assert find_label(codes, written) == label


@pytest.mark.parametrize("value", ["", " ", "0", "90", "-1", "1.0", "٣", "S1", None])
def test_what_no_list_knows_is_nothing(value) -> None:
    assert find_label(OCCUPATIONS, value) is None
