"""Who holds which post on a day, and what follows from it."""

from datetime import date

import pytest

from tests.make import assign, make_office, make_officer, make_post
from tuntas.offices.duty import find_assignment, has_right, list_posts, rights_today
from tuntas.offices.models import Assignment
from tuntas.offices.rights_table import make_rights_table
from tuntas.offices.roles import RIGHTS, Right, Role, rights_of

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def test_an_officer_holds_a_post_from_the_first_day_to_the_last() -> None:
    post = make_post(make_office(), Role.HEAD)
    dewi = make_officer("dewi")
    assign(dewi, post, starts_on=date(2026, 11, 1), ends_on=date(2026, 11, 30))

    held = {day: list_posts(dewi, on=day) for day in [date(2026, 11, 1), date(2026, 11, 30)]}

    assert held == {date(2026, 11, 1): [post], date(2026, 11, 30): [post]}
    assert list_posts(dewi, on=date(2026, 10, 31)) == []
    assert list_posts(dewi, on=date(2026, 12, 1)) == []


def test_a_post_without_an_end_is_held_on() -> None:
    post = make_post(make_office(), Role.HEAD)
    dewi = make_officer("dewi", post=post)

    assert list_posts(dewi, on=date(2050, 1, 1)) == [post]


def test_an_officer_who_has_left_holds_nothing() -> None:
    office = make_office()
    post = make_post(office, Role.HEAD)
    dewi = make_officer("dewi", post=post, is_active=False)

    assert list_posts(dewi, on=TODAY) == []
    assert rights_today(dewi, on=TODAY) == frozenset()
    assert find_assignment(dewi, post=post, on=TODAY) is None
    assert not has_right(dewi, Right.SIGN, office=office, on=TODAY)


def test_a_plh_holds_the_post_for_the_days_of_the_letter_of_order() -> None:
    office = make_office()
    head = make_post(office, Role.HEAD)
    make_officer("dewi", post=head)
    citra = make_officer("citra", post=make_post(office, Role.SECRETARY))
    assign(citra, head, kind=Assignment.Kind.ACTING_DAILY, starts_on=TODAY, ends_on=TODAY)

    stands_in = find_assignment(citra, post=head, on=TODAY)

    assert stands_in is not None
    assert stands_in.kind == Assignment.Kind.ACTING_DAILY
    assert has_right(citra, Right.SIGN, office=office, on=TODAY)
    assert not has_right(citra, Right.SIGN, office=office, on=date(2026, 11, 24))


def test_a_definitive_assignment_binds_more_than_an_acting_one() -> None:
    post = make_post(make_office(), Role.HEAD)
    dewi = make_officer("dewi")
    assign(dewi, post, kind=Assignment.Kind.ACTING, starts_on=date(2026, 1, 1))
    assign(dewi, post, kind=Assignment.Kind.DEFINITIVE, starts_on=date(2026, 6, 1))

    assert find_assignment(dewi, post=post, on=TODAY).kind == Assignment.Kind.DEFINITIVE
    assert find_assignment(dewi, post=post, on=date(2026, 3, 1)).kind == Assignment.Kind.ACTING
    assert list_posts(dewi, on=TODAY) == [post]


def test_a_right_ends_at_the_offices_door() -> None:
    here, elsewhere = make_office(), make_office("21.04.01.1001")
    eko = make_officer("eko", post=make_post(elsewhere, Role.HEAD))

    assert has_right(eko, Right.SIGN, office=elsewhere, on=TODAY)
    assert not has_right(eko, Right.SIGN, office=here, on=TODAY)


def test_who_administers_a_regency_administers_the_offices_below() -> None:
    regency = make_office("16.71", level="regency")
    village = make_office(parent=make_office("16.71.08", parent=regency))
    stranger = make_office("21.04.01.1001")
    admin = make_officer("admin", post=make_post(regency, Role.ADMIN))

    assert has_right(admin, Right.ADMINISTER, office=village, on=TODAY)
    assert not has_right(admin, Right.ADMINISTER, office=stranger, on=TODAY)


def test_a_camat_does_not_sign_for_the_kelurahan_below() -> None:
    district = make_office("16.71.08")
    village = make_office(parent=district)
    camat = make_officer("camat", post=make_post(district, Role.HEAD))

    assert not has_right(camat, Right.SIGN, office=village, on=TODAY)


def test_rights_of_several_posts_add_up() -> None:
    office = make_office()
    budi = make_officer("budi", post=make_post(office, Role.OPERATOR))
    assign(budi, make_post(office, Role.COURIER))

    assert rights_today(budi, on=TODAY) == RIGHTS[Role.OPERATOR] | RIGHTS[Role.COURIER]


def test_an_unknown_role_has_no_right() -> None:
    assert rights_of("EMPEROR") == frozenset()


@pytest.mark.parametrize("role", Role)
def test_nobody_who_administers_decides_a_case(role) -> None:
    decides = RIGHTS[role] - {Right.ADMINISTER, Right.PUBLISH, Right.SEE_COSTS}

    assert not (Right.ADMINISTER in RIGHTS[role] and decides)


def test_the_table_of_rights_names_every_role_and_right() -> None:
    table = make_rights_table()
    lines = table.splitlines()

    assert len(lines) == len(Role) + 2
    assert all(f"`{right}`" in lines[0] for right in Right)
    assert len({line.count("|") for line in lines}) == 1
    assert "| `HEAD` | Kepala kantor | Signs the office's letters, and may revoke them. |" in table
