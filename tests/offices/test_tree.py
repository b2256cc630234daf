"""From codes to offices, up the tree, and to a post."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import assign, make_office, make_officer, make_post
from tuntas.offices.models import Assignment, Office
from tuntas.offices.roles import Role
from tuntas.offices.tree import OfficeUnknown, PostMissing, dotted, get_office_of_level, get_post, get_village_office

TODAY = date(2026, 11, 23)
digits = st.text("0123456789", min_size=10, max_size=10)


@given(digits)
def test_dots_and_blanks_do_not_matter_to_a_code(code) -> None:
    kept = dotted(code)

    assert kept == f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}"
    assert dotted(kept) == kept
    assert dotted(f" {code[:2]} {code[2:4]}-{code[4:6]}.{code[6:]} ") == kept


@pytest.mark.parametrize("code", ["16", "16.71", "1671", "16.71.08", "16.71.08.1006"])
def test_every_level_has_a_code(code) -> None:
    assert dotted(dotted(code).replace(".", "")) == dotted(code)


@pytest.mark.parametrize(
    "code", ["", "1", "16.7", "1671085204900001", "16.71.08.100x", "１６７１０８１００６", "16710810061"]
)
def test_what_is_no_code_is_refused_without_repeating_it(code) -> None:
    with pytest.raises(OfficeUnknown) as refusal:
        dotted(code)

    assert str(refusal.value) == "Tulis kode wilayah dengan 10 angka, contoh 16.71.08.1006."


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["16.71.08.1006", "1671081006"])
def test_a_village_office_is_found_by_its_ten_digits(code) -> None:
    office = make_office()

    assert get_village_office(code) == office


@pytest.mark.django_db
def test_a_village_without_an_office_is_unknown() -> None:
    make_office("16.71.08")

    for code in ["16.71.08.1006", "16.71.08"]:
        with pytest.raises(OfficeUnknown, match="belum memakai Tuntas"):
            get_village_office(code)


@pytest.mark.django_db
def test_a_closed_office_takes_no_applications() -> None:
    make_office(is_open=False)

    with pytest.raises(OfficeUnknown, match="Kelurahan Sialang sedang tidak menerima permohonan"):
        get_village_office("1671081006")


@pytest.fixture
def palembang(db) -> dict[str, Office]:
    """Sialang below Sako below the city, with the city's civil registry; and Lingga's, which must never be meant."""
    regency = make_office("16.71", level="regency", name="Pemerintah Kota Palembang")
    district = make_office("16.71.08", parent=regency)
    village = make_office(parent=district)
    registry = Office.objects.create(
        code="16.71.dukcapil", region=regency.region, parent=regency, level="civil_registry", name="Dinas Kependudukan"
    )
    far = make_office("21.04", level="regency")
    Office.objects.create(
        code="21.04.dukcapil", region=far.region, parent=far, level="civil_registry", name="Dinas Lingga"
    )
    return {"village": village, "district": district, "civil_registry": registry, "own": village}


@pytest.mark.parametrize("level", ["own", "village", "district", "civil_registry"])
def test_a_chain_finds_the_offices_above(palembang, level) -> None:
    assert get_office_of_level(palembang["village"], level) == palembang[level]


def test_a_civil_registry_is_its_own_and_has_no_district(palembang) -> None:
    registry = palembang["civil_registry"]

    assert get_office_of_level(registry, "civil_registry") == registry
    with pytest.raises(OfficeUnknown, match="Di atas Dinas Kependudukan belum ada kantor"):
        get_office_of_level(registry, "district")


@pytest.mark.django_db
def test_a_village_in_a_regency_without_civil_registry_has_none() -> None:
    with pytest.raises(OfficeUnknown):
        get_office_of_level(make_office(), "civil_registry")


@pytest.mark.django_db
def test_the_section_comes_before_any_post_of_the_role() -> None:
    office = make_office()
    government = make_post(office, Role.SECTION_HEAD, section="pemerintahan")
    social = make_post(office, Role.SECTION_HEAD, section="kesra")

    assert get_post(office, role=Role.SECTION_HEAD, section="pemerintahan") == government
    assert get_post(office, role=Role.SECTION_HEAD, section="kesra") == social
    assert get_post(office, role=Role.SECTION_HEAD, section="trantib") in {government, social}

    general = make_post(office, Role.SECTION_HEAD)
    assert get_post(office, role=Role.SECTION_HEAD, section="trantib") == general
    assert get_post(office, role=Role.SECTION_HEAD) == general


@pytest.mark.django_db
def test_a_post_that_nobody_holds_that_day_does_not_count() -> None:
    office = make_office()
    social = make_post(office, Role.SECTION_HEAD, section="kesra")
    other = make_post(office, Role.SECTION_HEAD, section="ekbang")
    assign(make_officer("citra"), social, ends_on=date(2026, 11, 22))
    make_officer("tono", post=other)

    assert get_post(office, role=Role.SECTION_HEAD, section="kesra", on=TODAY) == other
    assert get_post(office, role=Role.SECTION_HEAD, section="kesra", on=date(2026, 11, 22)) == social


@pytest.mark.django_db
def test_an_acting_holder_staffs_a_post() -> None:
    office = make_office()
    head = make_post(office, Role.HEAD)
    assign(make_officer("citra"), head, kind=Assignment.Kind.ACTING)

    assert get_post(office, role=Role.HEAD, on=TODAY) == head


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"role": Role.HEAD}, "Kelurahan Sialang belum punya Kepala kantor yang bertugas."),
        (
            {"role": Role.SECTION_HEAD, "section": "kesra"},
            "Kelurahan Sialang belum punya Kepala seksi (kesra) yang bertugas.",
        ),
        ({"role": Role.RT_HEAD, "rt": "3", "rw": "1"}, "Kelurahan Sialang belum punya Ketua RT 003/001 yang bertugas."),
        ({"role": Role.RT_HEAD}, "Kelurahan Sialang belum punya Ketua RT yang bertugas."),
    ],
)
def test_a_missing_post_is_named(wanted, sentence) -> None:
    office = make_office()
    make_officer("dewi", post=make_post(office, Role.HEAD), is_active=False)

    with pytest.raises(PostMissing) as refusal:
        get_post(office, on=TODAY, **wanted)

    assert str(refusal.value) == sentence


@pytest.mark.django_db
def test_of_two_posts_for_one_rt_the_first_is_meant_as_of_other_posts() -> None:
    office = make_office()
    twins = [make_post(office, Role.RT_HEAD, rt="003", rw="001") for _each in range(2)]

    assert get_post(office, role=Role.RT_HEAD, rt="3", rw="1") == min(twins, key=lambda post: post.pk)


@pytest.mark.django_db
def test_an_rt_head_is_never_replaced_by_another_rt() -> None:
    office = make_office()
    third = make_post(office, Role.RT_HEAD, rt="003", rw="001")
    make_post(office, Role.RT_HEAD, rt="003", rw="002")
    everywhere = make_post(office, Role.RT_HEAD, rt="009", rw="")

    assert get_post(office, role=Role.RT_HEAD, rt="3", rw="1") == third
    assert get_post(office, role=Role.RT_HEAD, rt="009", rw="004") == everywhere
    for rt, rw in [("004", "001"), ("003", "003"), ("", ""), ("", "001")]:
        with pytest.raises(PostMissing):
            get_post(office, role=Role.RT_HEAD, rt=rt, rw=rw)
