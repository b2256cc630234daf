"""An office's switches, hours, letterhead and posts: changed by whoever keeps it, noted, and by nobody else."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.make import make_region
from tests.screens.admin.conftest import World
from tuntas.offices.models import Closure, Office, Post
from tuntas.offices.roles import Role
from tuntas.vault.audit import verify

SIALANG = "/atur/kantor/16.71.08.1006/"
HEAD = {"name": "Kelurahan Sialang", "address": "Jalan Baru 2", "place": "Palembang"}


def sialang() -> Office:
    return Office.objects.get(code="16.71.08.1006")


def test_each_sees_the_offices_that_are_theirs(world: World, rizal: Client, sari: Client) -> None:
    mine, hers = rizal.get("/atur/kantor/").content.decode(), sari.get("/atur/kantor/").content.decode()

    assert "Kecamatan Sako" in mine
    assert "Dinas Kependudukan" in mine
    assert "Singkep" not in mine
    assert "16.71.08.1006" in hers
    assert "Dinas Kependudukan" not in hers
    assert "Kelurahan Sialang" in rizal.get("/atur/kantor/?cari=sial").content.decode()
    assert "Tidak ada kantor" in rizal.get("/atur/kantor/?cari=xx").content.decode()


@pytest.mark.parametrize("tail", ["", "sakelar/", "jam/", "libur/", "kop/", "jabatan/"])
def test_another_office_is_not_there(world: World, rizal: Client, sari: Client, tail: str) -> None:
    for client, code in ((rizal, world.elsewhere.code), (sari, "16.71.08"), (sari, "16.71.dukcapil"), (rizal, "x")):
        address = f"/atur/kantor/{code}/{tail}"
        answer = client.post(address, HEAD | {"opens.0": "8.00", "closes.0": "9.00"}) if tail else client.get(address)

        assert answer.status_code == 404, address


def test_switches_are_set_all_at_once_and_noted_one_by_one(world: World, rizal: Client) -> None:
    assert rizal.post(f"{SIALANG}sakelar/", {"rt_endorsement": "on", "survey": "on"}).status_code == 302

    assert {name for name, is_on in sialang().switches.items() if is_on} == {"rt_endorsement", "survey"}
    record = rizal.get("/atur/catatan/").content.decode()
    assert "Sakelar menyala: Ketua RT memberi pengantar di dalam aplikasi" in record
    assert "Sakelar mati: Camat ikut mengetahui" in record
    assert "Sakelar menyala: Petugas lapangan" not in record  # it was on before
    assert verify() > 0


def test_a_list_that_an_office_chose_stays_when_switches_are_saved(world: World, rizal: Client) -> None:
    Office.objects.filter(code="16.71.08.1006").update(switches={"chat_menu": ["SKD"]})

    rizal.post(f"{SIALANG}sakelar/", {"survey": "on"})

    assert sialang().switches["chat_menu"] == ["SKD"]


def test_working_hours_are_read_as_people_write_them(world: World, rizal: Client) -> None:
    assert rizal.post(f"{SIALANG}jam/", {"opens.0": "8.00", "closes.0": "15:30"}).status_code == 302

    assert sialang().hours == {"0": ["08:00", "15:30"]}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"opens.1": "16.00", "closes.1": "8.00"}, "Selasa: tulis jam buka lalu jam tutup"),
        ({"opens.2": "pagi", "closes.2": "sore"}, "Rabu: tulis jam buka"),
        ({"opens.2": "8.00"}, "Rabu: tulis jam buka"),
        ({"opens.2": "25.00", "closes.2": "26.00"}, "Rabu: tulis jam buka"),
        ({}, "Isi jam paling sedikit untuk satu hari."),
    ],
)
def test_hours_that_cannot_be_are_told(world: World, rizal: Client, given: dict[str, str], sentence: str) -> None:
    before = sialang().hours

    answer = rizal.post(f"{SIALANG}jam/", given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert sialang().hours == before


def test_a_day_off_comes_and_goes(world: World, rizal: Client) -> None:
    on = timezone.localdate() + timedelta(days=30)
    rizal.post(f"{SIALANG}libur/", {"closure_on": on.isoformat(), "closure_name": "Cuti bersama"})
    closure = Closure.objects.get(office=sialang())
    assert "Cuti bersama" in rizal.get(SIALANG).content.decode()

    rizal.post(f"{SIALANG}libur/", {"remove": str(closure.pk)})

    assert not Closure.objects.filter(office=sialang()).exists()
    assert rizal.post(f"{SIALANG}libur/", {"closure_on": "besok", "closure_name": "x"}).status_code == 422
    assert rizal.post(f"{SIALANG}libur/", {"closure_on": on.isoformat()}).status_code == 422


def test_a_day_off_of_another_office_is_not_taken_away(world: World, sari: Client) -> None:
    theirs = Closure.objects.create(office=world.elsewhere, on=date(2027, 1, 4), name="x")

    sari.post(f"{SIALANG}libur/", {"remove": str(theirs.pk)})

    assert Closure.objects.filter(pk=theirs.pk).exists()


def test_the_letterhead_and_a_nagaris_own_name_are_kept(world: World, rizal: Client) -> None:
    lines = ["PEMERINTAH KABUPATEN AGAM", "KECAMATAN SUNGAI PUA", "", ""]

    rizal.post(
        f"{SIALANG}kop/", HEAD | {"name": "Nagari Sungai Pua", "letterhead": lines, "whatsapp": "0811 7100 0143"}
    )

    office = sialang()
    assert (office.name, office.letterhead, office.address) == ("Nagari Sungai Pua", lines[:2], "Jalan Baru 2")
    assert office.whatsapp == "+6281171000143"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"address": "a" * 5000}, {"postcode": "12"}, {"email": "bukan"}, {"whatsapp": "123"}]
)
def test_an_address_that_cannot_be_changes_nothing(world: World, rizal: Client, wrong: dict[str, str]) -> None:
    answer = rizal.post(f"{SIALANG}kop/", HEAD | wrong)

    assert answer.status_code == 422
    assert sialang().address == "Jalan Contoh 1"


def test_titles_are_the_offices_own(world: World, rizal: Client) -> None:
    post = Post.objects.get(office=world.regency.village, role=Role.SECTION_HEAD)

    rizal.post(f"{SIALANG}jabatan/{post.pk}/", {"title": "Subkoordinator <b>Pemerintahan</b>"})

    post.refresh_from_db()
    assert post.title == "Subkoordinator <b>Pemerintahan</b>"
    page = rizal.get("/atur/layanan/skd/?kantor=16.71.08.1006").content.decode()
    assert "Subkoordinator &lt;b&gt;Pemerintahan&lt;/b&gt;" in page
    assert rizal.post(f"{SIALANG}jabatan/{post.pk}/", {"title": " "}).status_code == 422


def test_posts_are_added_and_rt_heads_need_their_number(world: World, rizal: Client) -> None:
    assert rizal.post(f"{SIALANG}jabatan/", {"role": "RT_HEAD", "title": "Ketua RT 3"}).status_code == 422
    assert rizal.post(f"{SIALANG}jabatan/", {"role": "RT_HEAD", "title": "Ketua RT 3", "rt": "3"}).status_code == 302
    assert rizal.post(f"{SIALANG}jabatan/", {"role": "KING", "title": "Raja"}).status_code == 422

    assert Post.objects.get(office=sialang(), role=Role.RT_HEAD).rt == "003"
    assert "belum ada petugas" in rizal.get(SIALANG).content.decode()


def test_nobody_makes_a_post_above_their_own_rights(world: World, sari: Client) -> None:
    answer = sari.post(f"{SIALANG}jabatan/", {"role": "CHIEF_ADMIN", "title": "Administrator"})

    assert answer.status_code == 422
    assert "Hanya administrator layanan" in answer.content.decode()
    assert not Post.objects.filter(office=sialang(), role="CHIEF_ADMIN").exists()


def test_an_office_is_opened_from_its_regions_code(world: World, rizal: Client) -> None:
    make_region("16.71.08.2003")

    answer = rizal.post("/atur/kantor/baru/", {"code": "1671082003"})

    office = Office.objects.get(code="16.71.08.2003")
    assert answer["Location"] == "/atur/kantor/16.71.08.2003/"
    assert (office.name, office.level, office.parent) == (
        "Desa Wilayah 16.71.08.2003",
        "village",
        world.regency.district,
    )
    assert office.letterhead == ["PEMERINTAH KOTA PALEMBANG", "KECAMATAN SAKO"]
    assert (office.timezone, office.place) == ("Asia/Jakarta", "Palembang")
    assert "Membuka kantor ini." in rizal.get("/atur/catatan/").content.decode()


@pytest.mark.parametrize("code", ["16.71.08.1006", "21.04.01.1001", "99.99", "", "abc", "16", "1671085203900004"])
def test_an_office_that_cannot_be_opened_is_refused_in_words(world: World, rizal: Client, code: str) -> None:
    make_region("21.04.01.1001")
    before = Office.objects.count()

    answer = rizal.post("/atur/kantor/baru/", {"code": code})

    assert answer.status_code == 422
    assert Office.objects.count() == before


def test_a_small_administrator_opens_nothing_beside_or_above(world: World, sari: Client) -> None:
    make_region("16.71.08.2003")

    assert sari.post("/atur/kantor/baru/", {"code": "16.71.08.2003"}).status_code == 422
