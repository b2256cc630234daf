"""Who heads an office is called as the region calls them, until the office writes a title of its own."""

import pytest

from tests.make import make_office
from tuntas.offices.roles import Role
from tuntas.offices.titles import name_post


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "name", "title"),
    [
        ("16.71.08.1006", "Kelurahan Sialang", "Lurah"),
        ("13.06.01.2001", "Nagari Sungai Pua", "Wali Nagari"),
        ("11.71.01.2001", "Gampong Baro", "Keuchik"),
        ("16.71.08", "Kecamatan Sako", "Camat"),
        ("91.71.01", "Distrik Abepura", "Kepala Distrik"),
    ],
)
def test_a_head_has_the_regions_own_title(code: str, name: str, title: str) -> None:
    office = make_office(code, name=name)

    assert name_post(office, role=Role.HEAD) == title
    assert name_post(office, role=Role.OPERATOR) == "Operator"
