"""How letters name their signer (knowledge/domain.md 5.4)."""

import pytest

from tests.make import assign, make_office, make_officer, make_post
from tuntas.offices.models import Assignment, Office, Post
from tuntas.offices.roles import Role
from tuntas.offices.signatory import signatory_of
from tuntas.offices.tree import PostMissing

Kind, Mode = Assignment.Kind, Assignment.Mode
pytestmark = pytest.mark.django_db


@pytest.fixture
def posts() -> dict[str, Post]:
    office = make_office()
    return {
        "head": make_post(office, Role.HEAD, title="Lurah"),
        "secretary": make_post(office, Role.SECRETARY, title="Seklur"),
        "section": make_post(office, Role.SECTION_HEAD, title="Kasi Pemerintahan", section="pemerintahan"),
    }


def test_a_head_signs_directly_with_titles_rank_and_nip(posts) -> None:
    dewi = make_officer(
        "dewi", name="Dewi Lestari, S.IP., M.Si.", nip="197805122003122004", rank="Penata Tingkat I (III/d)"
    )

    signatory = signatory_of(assign(dewi, posts["head"]))

    assert signatory == {
        "lines": ["LURAH SIALANG,"],
        "name": "Dewi Lestari, S.IP., M.Si.",
        "rank": "Penata Tingkat I (III/d)",
        "nip": "197805122003122004",
        "title": "Lurah Sialang",
        "kind": "definitive",
        "mode": "direct",
    }


@pytest.mark.parametrize(
    ("kind", "line", "title"),
    [
        (Kind.ACTING, "Plt. LURAH SIALANG,", "Plt. Lurah Sialang"),
        (Kind.ACTING_DAILY, "Plh. LURAH SIALANG,", "Plh. Lurah Sialang"),
    ],
)
def test_who_acts_for_the_head_says_so(posts, kind, line, title) -> None:
    citra = make_officer("citra", post=posts["secretary"])

    signatory = signatory_of(assign(citra, posts["head"], kind=kind))

    assert signatory["lines"] == [line]
    assert signatory["title"] == title
    assert signatory["kind"] == kind


def test_on_behalf_names_the_head_first(posts) -> None:
    citra = make_officer("citra", post=posts["secretary"])

    signatory = signatory_of(assign(citra, posts["head"], mode=Mode.ON_BEHALF))

    assert signatory["lines"] == ["a.n. LURAH SIALANG", "SEKRETARIS,"]
    assert signatory["title"] == "Sekretaris, a.n. Lurah Sialang"


def test_two_levels_down_goes_through_the_secretary(posts) -> None:
    budi = make_officer("budi", post=posts["section"])

    signatory = signatory_of(assign(budi, posts["head"], mode=Mode.THROUGH))

    assert signatory["lines"] == ["a.n. LURAH SIALANG", "SEKRETARIS", "u.b.", "KEPALA SEKSI PEMERINTAHAN,"]


def test_the_mode_may_also_stand_at_ones_own_post(posts) -> None:
    citra = make_officer("citra")

    signatory = signatory_of(assign(citra, posts["secretary"], mode=Mode.ON_BEHALF))

    assert signatory["lines"] == ["a.n. LURAH SIALANG", "SEKRETARIS,"]


def test_an_acting_secretary_signs_on_behalf_as_acting(posts) -> None:
    citra = make_officer("citra")

    signatory = signatory_of(assign(citra, posts["secretary"], mode=Mode.ON_BEHALF, kind=Kind.ACTING))

    assert signatory["lines"] == ["a.n. LURAH SIALANG", "Plt. SEKRETARIS,"]


def test_nobody_signs_for_a_head_that_the_office_does_not_have() -> None:
    secretary = make_post(make_office(), Role.SECRETARY, title="Seklur")

    with pytest.raises(PostMissing, match="Kelurahan Sialang belum punya Kepala kantor"):
        signatory_of(assign(make_officer("citra"), secretary, mode=Mode.ON_BEHALF))


@pytest.mark.parametrize(
    ("office_name", "title", "line"),
    [
        ("Kelurahan Plaju Ulu", "Lurah", "LURAH PLAJU ULU,"),
        ("Desa Semangus", "Kades", "KEPALA DESA SEMANGUS,"),
        ("Kecamatan Sako", "Camat", "CAMAT SAKO,"),
        (
            "Dinas Kependudukan dan Pencatatan Sipil Kota Palembang",
            "Kadis",
            "KEPALA DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL KOTA PALEMBANG,",
        ),
        ("Nagari Pagaruyung", "Wali Nagari", "WALI NAGARI PAGARUYUNG,"),
        ("Kelurahan Sialang", "Lurah Sialang", "LURAH SIALANG,"),
    ],
)
def test_titles_and_places_are_the_offices_own(office_name, title, line) -> None:
    office: Office = make_office(name=office_name)
    head = make_post(office, Role.HEAD, title=title)

    assert signatory_of(assign(make_officer("dewi"), head))["lines"] == [line]
