"""Finding and comparing: the right people, in the right offices, without a name in clear."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import MONDAY, make_office, make_officer, make_post
from tests.people.neighbours import add_resident
from tuntas.offices.roles import Role
from tuntas.people.access import ResidentUnknown, get_resident, list_kept, list_seen
from tuntas.people.duplicates import list_alike
from tuntas.people.finding import By, find_by_nik, find_residents
from tuntas.people.models import Apart

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def names(found):
    return [resident.person["name"] for resident in found.residents]


@pytest.mark.parametrize(
    "text", ["Siti Aminah", "aminah SITI", "  siti,   aminah. ", "Hj. Siti Aminah, S.Pd.", "aminah", "binti siti karim"]
)
def test_words_find_a_name_in_any_order(cast, text):
    add_resident(cast.office, name="Siti Aminah binti Karim")
    add_resident(cast.office, name="Siti Rahma", nik="1671085204900002")

    assert names(find_residents(text, offices=[cast.office.pk])) == ["Siti Aminah binti Karim"]


def test_a_name_that_nobody_has_is_looked_for_as_it_sounds(cast):
    add_resident(cast.office, name="Achmad Yusuf")

    found = find_residents("ahmad yusup", offices=[cast.office.pk])

    assert (found.by, names(found)) == (By.SOUND, ["Achmad Yusuf"])


@pytest.mark.parametrize("text", ["", "  ", "a", "9", "!!", "12 34"])
def test_too_little_to_search_for_finds_nobody(cast, text):
    add_resident(cast.office)

    assert find_residents(text, offices=[cast.office.pk]).by == By.NOTHING


@pytest.mark.parametrize(
    ("text", "index"),
    [("1671085204900001", "resident_once"), ("081234567800", "resident_by_phone"), ("rahma", "name_word")],
)
def test_nobody_reads_the_whole_register_to_find_one(cast, text, index):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by what it has counted")
    add_resident(cast.office, name="Siti Rahma", phone="+6281234567800")

    with CaptureQueriesContext(connection) as asked:
        find_residents(text, offices=[cast.office.pk])

    assert f"INDEX {index} (" in explain(asked.captured_queries[0]["sql"])


def explain(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return "\n".join(row[3] for row in cursor.fetchall())


@pytest.mark.parametrize("text", ["1671 0852 0490 0001", "1671.0852.0490.0001", "1671085204900001"])
def test_a_nik_finds_its_resident_however_it_is_spaced(cast, text):
    add_resident(cast.office)

    assert names(find_residents(text, offices=[cast.office.pk])) == ["Ani Contoh"]


@pytest.mark.parametrize("text", ["081234567800", "0812-3456-7800", "+62 812 3456 7800", "6281234567800"])
def test_a_phone_finds_everybody_who_gave_it(cast, text):
    add_resident(cast.office)
    add_resident(cast.office, name="Budi Contoh", nik="1671081204900002")

    found = find_residents(text, offices=[cast.office.pk])

    assert (found.by, names(found)) == (By.PHONE, ["Ani Contoh", "Budi Contoh"])


def test_a_kk_number_finds_the_family(cast):
    add_resident(cast.office)
    add_resident(cast.office, name="Budi Contoh", nik="1671081204900002")

    assert names(find_residents("1671081201100001", offices=[cast.office.pk])) == ["Ani Contoh", "Budi Contoh"]


def test_another_office_finds_nobody(cast):
    add_resident(cast.office)

    for text in ("Ani Contoh", "1671085204900001", "1671081201100001", "081234567800"):
        assert not find_residents(text, offices=[cast.elsewhere.pk]).residents
    assert not find_residents("Ani Contoh", offices=[]).residents


def test_who_left_is_found_after_who_lives_here(cast):
    add_resident(cast.office, name="Ani Aaa", status="moved")
    add_resident(cast.office, name="Ani Zzz", nik="1671085204900002")

    assert names(find_residents("ani", offices=[cast.office.pk])) == ["Ani Zzz", "Ani Aaa"]


def test_more_than_fifty_are_not_read(cast):
    for number in range(52):
        add_resident(cast.office, name=f"Ani {number}", nik=f"16710852049{number:05}")

    found = find_residents("ani", offices=[cast.office.pk])

    assert (len(found.residents), found.has_more) == (50, True)


def test_no_name_number_or_address_lies_in_the_database_in_clear(cast):
    add_resident(cast.office, name="Anindita Contoh")
    tables = ("people_resident", "people_family", "people_nameword")
    secrets = ("nindita", "ontoh", "1671085204900001", "1671081201100001", "34567800", "1990-04", "Jalan")

    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            text = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor])
            for secret in secrets:
                assert secret not in text


def test_a_kecamatan_sees_its_villages_and_keeps_none_of_their_registers(cast):
    district = cast.office.parent
    gita = make_officer("gita", post=make_post(district, Role.OPERATOR))

    assert list_seen(gita, on=TODAY) == [cast.office]
    assert list_kept(gita, on=TODAY) == []
    assert list_kept(cast.budi, on=TODAY) == [cast.office]


def test_who_holds_no_post_any_more_sees_nobody(cast):
    resident = add_resident(cast.office)
    cast.budi.assignments.update(ends_on=date(2026, 11, 22))

    with pytest.raises(ResidentUnknown):
        get_resident(cast.budi, resident.pk, on=TODAY)


@pytest.mark.parametrize("role", [Role.RT_HEAD, Role.COURIER, Role.PRINT_CLERK, Role.FIELD_OFFICER, Role.ADMIN])
def test_roles_without_business_in_the_register_see_nobody(cast, role):
    officer = make_officer("lain", post=make_post(cast.office, role))

    assert list_seen(officer, on=TODAY) == []


def test_the_nik_of_who_lives_here_comes_before_who_left(cast):
    other = make_office("16.71.14.1001")
    add_resident(other, status="moved")
    here = add_resident(cast.office)

    assert find_by_nik("1671085204900001", offices=[other.pk, cast.office.pk]) == here


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ({"name": "Siti Aminah"}, {"name": "Sitti Aminah"}, True),
        ({"name": "Ahmad Yusuf"}, {"name": "Yusup, H. Achmad"}, True),
        ({"name": "Siti"}, {"name": "Siti Aminah"}, True),
        ({"name": "Siti Aminah"}, {"name": "Siti Rahma"}, False),
        ({"name": "Budi Santoso"}, {"name": "Rina Wijaya"}, False),
        ({"name": "Siti Aminah"}, {"name": "Siti Aminah", "birth_date": "1991-04-12"}, False),
    ],
)
def test_the_same_birthday_and_a_name_that_sounds_alike_make_a_pair(cast, first, second, alike):
    add_resident(cast.office, **first)
    add_resident(cast.office, nik="1671085204900002", **second)

    assert bool(list_alike(cast.office)) is alike


def test_a_pair_needs_one_office_and_two_who_live_here(cast):
    add_resident(cast.office)
    add_resident(cast.elsewhere, nik="1671085204900002")
    add_resident(cast.office, nik="1671085204900003", status="merged")

    assert list_alike(cast.office) == []


def test_two_who_were_found_to_be_two_are_no_pair(cast):
    pair = sorted(
        [add_resident(cast.office), add_resident(cast.office, nik="1671085204900002")], key=lambda one: one.pk
    )
    Apart.objects.create(first=pair[0], second=pair[1], by=cast.budi, at=MONDAY)

    assert list_alike(cast.office) == []


@pytest.mark.parametrize(
    ("nik", "says"), [("1671085204900002", True), ("1671085204900010", True), ("1671085204909999", False)]
)
def test_a_pair_says_when_the_niks_differ_by_a_slip_of_the_finger(cast, nik, says):
    add_resident(cast.office)
    add_resident(cast.office, nik=nik)

    assert ("tertukar" in list_alike(cast.office)[0].why) is says


def test_each_pair_is_named_once(cast):
    for number, name in enumerate(("siti aminah", "siti", "aminah siti", "siti aminah", "budi")):
        add_resident(cast.office, name=name, nik=f"16710852049{number:05}")

    pairs = [frozenset((alike.first.pk, alike.second.pk)) for alike in list_alike(cast.office)]

    assert len(pairs) == len(set(pairs)) == 6
