"""The offices of the demo world: complete, staffed, loaded twice without harm."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from tests.make import MONDAY
from tuntas.config.demo.offices import PASSWORD, SIGNING_PIN, load_offices
from tuntas.offices.duty import list_posts
from tuntas.offices.models import Assignment, Office, Officer, Post, Region
from tuntas.offices.roles import Role
from tuntas.offices.sessions import open_session
from tuntas.offices.signatory import signatory_of
from tuntas.offices.signing import check_signing_pin
from tuntas.offices.tree import get_office_of_level, get_post, get_village_office
from tuntas.offices.worktime import add_working

TODAY = date(2026, 11, 23)
VILLAGES = ["16.71.08.1006", "16.71.14.1001", "21.04.01.1001", "16.12.01.2009", "16.02.23.2014", "74.08.01.2015"]
ACCOUNTS = """
operator.sialang kasi.sialang seklur.sialang lurah.sialang rt03.dabo operator.dabo kasi.dabo seklur.dabo lurah.dabo
camat.sako kurir.sako operator.dukcapil-palembang kasi.dukcapil-palembang kabid.dukcapil-palembang
kadis.dukcapil-palembang cetak.semangus cetak.seriguna cetak.patowonua jemput.oki admin
operator.plaju-ulu kasi.plaju-ulu seklur.plaju-ulu lurah.plaju-ulu operator.semangus kasi.semangus sekdes.semangus
kades.semangus
""".split()  # noqa: SIM905

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once: the tests of this module only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_offices(on=TODAY)
        yield
        transaction.set_rollback(True)


def counts() -> list[int]:
    return [model.objects.count() for model in (Region, Office, Post, Officer, Assignment)]


def test_loading_twice_changes_nothing() -> None:
    before = counts()

    load_offices(on=date(2026, 11, 24))

    assert counts() == before
    assert before[:2] == [20, 22]


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_promised_account_exists_and_holds_a_post(account) -> None:
    officer = Officer.objects.get(username=account)

    assert officer.is_demo
    assert list_posts(officer, on=TODAY)


def test_an_account_opens_with_the_promised_password_and_pin() -> None:
    _, lurah = open_session("lurah.sialang", password=PASSWORD, at=MONDAY)

    check_signing_pin(lurah, pin=SIGNING_PIN, at=MONDAY)


@pytest.mark.parametrize("code", VILLAGES)
def test_every_village_has_its_chain_up_to_the_civil_registry(code) -> None:
    village = get_village_office(code)
    levels = [get_office_of_level(village, level) for level in ("own", "district", "civil_registry")]

    for office in levels:
        for role in [Role.OPERATOR, Role.SECTION_HEAD, Role.HEAD]:
            assert get_post(office, role=role, on=TODAY).office == office
    for office in levels[:2]:
        assert get_post(office, role=Role.SECRETARY, on=TODAY)
    for section in ["dafduk", "capil"]:
        assert get_post(levels[2], role=Role.DIVISION_HEAD, section=section, on=TODAY).section == section
    assert get_post(village, role=Role.FIELD_OFFICER, on=TODAY)
    assert get_post(village, role=Role.PRINT_CLERK, on=TODAY)


@pytest.mark.parametrize("code", VILLAGES)
@pytest.mark.parametrize("section", ["pemerintahan", "kesra", "ekbang"])
def test_every_village_has_its_sections(code, section) -> None:
    post = get_post(get_village_office(code), role=Role.SECTION_HEAD, section=section, on=TODAY)

    assert post.section == section


def test_the_rt_endorses_in_dabo_only() -> None:
    switched_on = [office.code for office in Office.objects.all() if office.switches["rt_endorsement"]]

    assert switched_on == ["21.04.01.1001"]
    head = get_post(Office.objects.get(code="21.04.01.1001"), role=Role.RT_HEAD, rt="3", rw="002", on=TODAY)
    assert Assignment.objects.get(post=head).officer.username == "rt03.dabo"


def test_offices_carry_what_a_letter_needs() -> None:
    sialang = Office.objects.get(code="16.71.08.1006")

    assert sialang.name == "Kelurahan Sialang"
    assert sialang.letterhead == ["PEMERINTAH KOTA PALEMBANG", "KECAMATAN SAKO"]
    assert sialang.number_code == "Kel-Sialang"
    assert sialang.arms.startswith("<svg")
    assert all(office.postcode and office.phone and office.address and office.place for office in Office.objects.all())
    assert Office.objects.get(code="16.12.01.2009").name == "Desa Semangus"
    registry = Office.objects.get(code="16.71.dukcapil")
    assert registry.name == "Dinas Kependudukan dan Pencatatan Sipil Kota Palembang"
    assert registry.letterhead == ["PEMERINTAH KOTA PALEMBANG"]


def test_letters_of_every_head_can_be_signed() -> None:
    lines = [signatory_of(row)["lines"] for row in Assignment.objects.filter(post__role=Role.HEAD)]

    assert ["LURAH SIALANG,"] in lines
    assert ["Plt. LURAH PLAJU ULU,"] in lines
    assert ["KEPALA DESA SEMANGUS,"] in lines
    assert ["CAMAT SAKO,"] in lines


def test_officers_have_names_of_their_own_and_well_formed_numbers() -> None:
    officers = list(Officer.objects.all())

    assert len({officer.name for officer in officers}) == len(officers)
    assert len({officer.nik_index for officer in officers}) == len(officers)
    assert all(len(officer.nik_index) == 32 for officer in officers)
    numbers = [officer.nip for officer in officers if officer.nip]
    assert all(len(number) == 18 and number.isdecimal() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    assert all(bool(officer.nip) == bool(officer.rank) for officer in officers)
    assert all(officer.nip for officer in officers if officer.username.startswith(("lurah.", "camat.", "kadis.")))


def test_every_office_works_by_a_clock() -> None:
    for office in Office.objects.all():
        assert add_working(MONDAY, minutes=30, office=office) > MONDAY


@pytest.mark.parametrize(
    ("account", "post"),
    [("lurah.sialang", "Lurah, Kelurahan Sialang"), ("kasi.sialang", "Kasi Pemerintahan, Kelurahan Sialang")],
)
def test_an_account_holds_the_promised_post(account, post) -> None:
    held = list_posts(Officer.objects.get(username=account), on=TODAY)

    assert post in [str(one) for one in held]
