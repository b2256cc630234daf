"""Officers: added, given posts, relieved, locked; nothing deleted, everything noted, nobody above themselves."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import PASSWORD, assign, make_officer, make_post
from tests.screens.admin.conftest import World, log_in
from tuntas.offices.duty import list_posts, rights_today
from tuntas.offices.models import Assignment, Officer, Post
from tuntas.offices.roles import Right, Role
from tuntas.offices.sessions import LoginRefused, find_officer, open_session
from tuntas.vault.models import AuditEntry

TODAY = timezone.localdate()


def post_of(world: World, role: Role = Role.OPERATOR) -> Post:
    return Post.objects.get(office=world.regency.village, role=role)


def holder(world: World, role: Role = Role.OPERATOR) -> Officer:
    return Assignment.objects.get(post=post_of(world, role)).officer


def give(client: Client, officer: Officer, post: Post, **more: str) -> int:
    given = {"post": str(post.pk), "starts_on": TODAY.isoformat(), **more}
    return client.post(f"/atur/petugas/{officer.pk}/tugas/", given).status_code


def read_password(page: str) -> str:
    return page.split('Kata sandi awal</dt><dd class="code">')[1].split("<")[0]


def test_a_new_officer_gets_a_password_once_and_must_change_it(world: World, rizal: Client) -> None:
    given = {
        "name": "Gita Putri, S.E.",
        "username": "Gita.Sialang",
        "nip": "",
        "rank": "",
        "starts_on": TODAY.isoformat(),
    }

    answer = rizal.post("/atur/petugas/baru/", given | {"post": str(post_of(world).pk)})

    password = read_password(answer.content.decode())
    gita = Officer.objects.get(username="gita.sialang")
    assert gita.check_password(password)
    assert "no-store" in answer["Cache-Control"]
    assert password not in rizal.get(f"/atur/petugas/{gita.pk}/").content.decode()
    assert [post.pk for post in list_posts(gita, on=TODAY)] == [post_of(world).pk]
    client = log_in(gita)
    assert client.get("/meja/")["Location"] == "/akun/sandi/"
    with pytest.raises(LoginRefused):
        open_session("gita.sialang", password=password, at=timezone.now())

    new = {"oldpassword": password, "password1": "sungai-musi-2026", "password2": "sungai-musi-2026"}
    assert client.post("/akun/sandi/", new).status_code == 302
    assert client.get("/meja/").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"username": "A B"}, {"username": "rizal"}, {"nip": "123"}, {"post": "x"}, {"starts_on": ""}],
)
def test_what_is_missing_of_a_new_officer_is_told(world: World, rizal: Client, wrong: dict[str, str]) -> None:
    given = {"name": "Gita", "username": "gita.sialang", "starts_on": TODAY.isoformat(), "post": str(post_of(world).pk)}

    answer = rizal.post("/atur/petugas/baru/", given | wrong)

    assert answer.status_code == 422
    assert not Officer.objects.filter(username="gita.sialang").exists()


def test_each_sees_the_officers_of_their_offices(world: World, rizal: Client, sari: Client) -> None:
    eko = f"/atur/petugas/{world.eko.pk}/"

    assert "Eko Prasetyo" not in rizal.get("/atur/petugas/").content.decode()
    assert rizal.get(eko).status_code == 404
    assert rizal.post(f"{eko}sandi/").status_code == 404
    assert rizal.post(f"{eko}kunci/").status_code == 404
    camat = Assignment.objects.get(post__office=world.regency.district, post__role=Role.HEAD).officer
    assert sari.get(f"/atur/petugas/{camat.pk}/").status_code == 404
    assert rizal.get(f"/atur/petugas/{camat.pk}/").status_code == 200
    assert "Tidak ada petugas" in rizal.get("/atur/petugas/?cari=Eko").content.decode()
    assert camat.name in rizal.get("/atur/petugas/?cari=sako").content.decode()


def test_an_acting_head_is_named_and_ends(world: World, rizal: Client) -> None:
    secretary, head = holder(world, Role.SECRETARY), post_of(world, Role.HEAD)

    assert (
        give(rizal, secretary, head, kind="plh", decree="800/12/2026", ends_on=(TODAY + timedelta(3)).isoformat())
        == 302
    )

    assert Right.SIGN in rights_today(secretary, on=TODAY)
    made = Assignment.objects.get(officer=secretary, post=head)
    assert (made.kind, made.decree) == ("plh", "800/12/2026")
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    assert rizal.post(f"/atur/petugas/{secretary.pk}/tugas/{made.pk}/", {"last_on": yesterday}).status_code == 302
    assert Right.SIGN not in rights_today(secretary, on=TODAY)
    assert Assignment.objects.filter(pk=made.pk).exists()
    record = rizal.get("/atur/catatan/").content.decode()
    assert f"Memberi {secretary.name} jabatan Lurah, Kelurahan Sialang" in record
    assert f"Mengakhiri tugas {secretary.name} sebagai Lurah" in record


def test_one_post_is_held_once_and_days_are_in_order(world: World, rizal: Client) -> None:
    operator = holder(world)

    assert give(rizal, operator, post_of(world)) == 422
    assert give(rizal, operator, post_of(world, Role.HEAD), ends_on="2020-01-01") == 422
    assert give(rizal, operator, post_of(world, Role.HEAD), starts_on="nanti") == 422


def test_a_post_elsewhere_is_not_given(world: World, sari: Client) -> None:
    camat = Post.objects.get(office=world.regency.district, role=Role.HEAD)

    assert give(sari, holder(world), camat) == 422
    assert not Assignment.objects.filter(officer=holder(world), post=camat).exists()


def test_the_right_to_change_services_passes_only_from_hand_to_hand(world: World, rizal: Client, sari: Client) -> None:
    chief = make_post(world.regency.village, Role.CHIEF_ADMIN)

    assert give(sari, world.sari, chief) == 422
    assert Right.PUBLISH not in rights_today(world.sari, on=TODAY)
    assert give(rizal, world.sari, chief) == 302
    assert Right.PUBLISH in rights_today(world.sari, on=TODAY)


def test_who_gives_themselves_a_post_stands_marked_in_the_record(world: World, sari: Client) -> None:
    give(sari, world.sari, post_of(world, Role.HEAD))

    assert "untuk diri sendiri" in sari.get("/atur/catatan/").content.decode()
    assert AuditEntry.objects.filter(action="admin.officer.assigned", note__own=1).exists()


def test_a_password_given_anew_ends_every_session(world: World, rizal: Client) -> None:
    operator = holder(world)
    client, (token, _o) = log_in(operator), open_session(operator.username, password=PASSWORD, at=timezone.now())

    page = rizal.post(f"/atur/petugas/{operator.pk}/sandi/").content.decode()

    operator.refresh_from_db()
    assert operator.check_password(read_password(page))
    assert operator.must_change_password
    assert client.get("/meja/").status_code == 302
    assert find_officer(token, at=timezone.now()) is None
    assert f"Memberi {operator.name} kata sandi baru." in rizal.get("/atur/catatan/").content.decode()


def test_an_account_is_locked_and_opened_but_not_ones_own(world: World, rizal: Client) -> None:
    operator = holder(world)
    client = log_in(operator)

    rizal.post(f"/atur/petugas/{operator.pk}/kunci/", {"do": "lock"})
    assert client.get("/meja/").status_code == 302
    rizal.post(f"/atur/petugas/{operator.pk}/kunci/", {"do": "open"})
    operator.refresh_from_db()
    assert operator.is_active
    assert rizal.post(f"/atur/petugas/{world.rizal.pk}/kunci/", {"do": "lock"}).status_code == 422


def test_a_small_office_cannot_take_over_an_account_from_above(world: World, sari: Client) -> None:
    """Rizal also helps at Sialang: Sari keeps that office, but not his account."""
    assign(world.rizal, make_post(world.regency.village, Role.OPERATOR))

    page = sari.get(f"/atur/petugas/{world.rizal.pk}/").content.decode()
    assert "Akun ini juga dipakai di kantor lain." in page
    for tail in ("sandi/", "kunci/"):
        assert sari.post(f"/atur/petugas/{world.rizal.pk}/{tail}", {"do": "lock"}).status_code == 422
    world.rizal.refresh_from_db()
    assert world.rizal.check_password(PASSWORD)
    assert world.rizal.is_active


def test_an_assignment_elsewhere_is_not_ended(world: World, sari: Client) -> None:
    held = Assignment.objects.get(officer=world.rizal)
    assign(world.rizal, make_post(world.regency.village, Role.OPERATOR))

    answer = sari.post(f"/atur/petugas/{world.rizal.pk}/tugas/{held.pk}/", {"last_on": TODAY.isoformat()})

    assert answer.status_code == 404


def test_name_and_rank_are_mended(world: World, rizal: Client) -> None:
    operator = holder(world)

    rizal.post(f"/atur/petugas/{operator.pk}/", {"name": "Budi Santoso, A.Md.", "nip": "", "rank": "Pengatur (II/c)"})
    answer = rizal.post(f"/atur/petugas/{operator.pk}/", {"name": "", "nip": "", "rank": ""})

    operator.refresh_from_db()
    assert operator.name == "Budi Santoso, A.Md."
    assert answer.status_code == 422


def test_the_record_has_pages(world: World, rizal: Client) -> None:
    for number in range(60):
        rizal.post("/atur/kantor/16.71.08.1006/sakelar/", {"survey": "on"} if number % 2 else {})

    page = rizal.get("/atur/catatan/").content.decode()
    further = page.split('href="?sebelum=')[1].split('"')[0]

    assert rizal.get(f"/atur/catatan/?sebelum={further}").status_code == 200
    assert rizal.get("/atur/catatan/?sebelum=" + "9" * 40).status_code == 200
    assert rizal.get("/atur/catatan/?sebelum=x").status_code == 200


def test_who_administers_nothing_today_sees_nothing(world: World) -> None:
    world.sari.assignments.update(ends_on=date(2020, 1, 2))
    left = make_officer("left")

    for officer in (world.sari, left, world.eko):
        assert log_in(officer).get("/atur/").status_code == 403
