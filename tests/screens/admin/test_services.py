"""Changing a service: seen, drafted, previewed, refused or published, and taken back; nothing of it reaches a case."""

import pytest
from django.test import Client

from tests.flow.region import apply, make_body
from tests.make import MONDAY
from tests.screens.admin.conftest import World, log_in
from tuntas.cases.models import Case
from tuntas.catalog.editing import find_edit, find_waiting_file, get_file
from tuntas.catalog.finding import definition_of, get_service
from tuntas.catalog.models import Edit, ServiceVersion
from tuntas.catalog.publishing import load, offer
from tuntas.catalog.texts import PARTS, with_texts
from tuntas.flow.publish_service import bring_along, publish_edit
from tuntas.intake.submission import check_submission
from tuntas.offices.models import Post
from tuntas.vault.models import AuditEntry

HINT = "requirements.KTP.hint"


def save(client: Client, part: str, *, code: str = "skd", **texts: str) -> int:
    return client.post(f"/atur/layanan/{code}/ubah/{part}/", texts).status_code


def promote(world: World) -> None:
    """Sari may change services too."""
    Post.objects.filter(assignments__officer=world.sari).update(role="CHIEF_ADMIN")


def publish(client: Client, *, code: str = "skd", note: str = "") -> int:
    return client.post(f"/atur/layanan/{code}/terbit/", {"note": note}).status_code


def hint_of(code: str = "SKD") -> str:
    return next(one.hint for one in get_service(code)[1].requirements if one.code == "KTP")


def test_the_first_page_counts_what_there_is(rizal: Client) -> None:
    page = rizal.get("/atur/").content.decode()

    assert "layanan. 0 diubah di sini" in page
    assert "4 kantor." in page


def test_every_service_and_package_opens(rizal: Client) -> None:
    codes = [version.code for version in ServiceVersion.objects.filter(is_current=True)]

    for code in codes:
        assert rizal.get(f"/atur/layanan/{code.lower()}/").status_code == 200, code
        assert rizal.get(f"/atur/layanan/{code.lower()}/pratinjau/").status_code == 200, code


@pytest.mark.parametrize("code", ["skd", "ktp-baru", "skaw"])
def test_every_page_of_a_service_opens(rizal: Client, code: str) -> None:
    tails = ["riwayat/", "pratinjau/chat/", "pratinjau/surat/", *[f"ubah/{part}/" for part in PARTS]]

    for tail in tails:
        assert rizal.get(f"/atur/layanan/{code}/{tail}").status_code == 200, tail


def test_the_list_is_searched_and_filtered(rizal: Client) -> None:
    save(rizal, "syarat", **{HINT: "Baru."})

    assert "Surat Keterangan Usaha</b>" not in rizal.get("/atur/layanan/?cari=ngontrak").content.decode()
    assert "Surat Keterangan Domisili</b>" in rizal.get("/atur/layanan/?cari=ngontrak").content.decode()
    assert "Surat Keterangan Domisili</b>" in rizal.get("/atur/layanan/?hanya=draft").content.decode()
    assert "Tidak ada layanan yang cocok" in rizal.get("/atur/layanan/?hanya=newer").content.decode()


def test_a_draft_is_seen_by_its_author_alone_until_it_is_published(world: World, rizal: Client) -> None:
    assert save(rizal, "syarat", **{HINT: "Bagian depan saja."}) == 302

    assert hint_of() == ""
    assert "Bagian depan saja." in rizal.get("/atur/layanan/skd/pratinjau/").content.decode()
    assert "Bagian depan saja." not in log_in(world.sari).get("/atur/layanan/skd/pratinjau/").content.decode()

    assert publish(rizal, note="Warga sering memotret belakangnya") == 302
    version, _definition = get_service("SKD")
    assert hint_of() == "Bagian depan saja."
    assert (version.number, version.origin, version.published_by) == (2, "edited", world.rizal)
    assert not Edit.objects.exists()
    page = rizal.get("/atur/layanan/skd/riwayat/").content.decode()
    assert "Warga sering memotret belakangnya" in page
    assert "Rizal Mahendra" in page
    assert "Menerbitkan SKD versi 2." in rizal.get("/atur/catatan/").content.decode()


def test_the_page_before_publishing_says_what_changes(rizal: Client) -> None:
    save(rizal, "umum", summary="Ringkasan baru.")

    page = rizal.get("/atur/layanan/skd/terbit/").content.decode()

    assert "1 hal berubah" in page
    assert "<ins>Ringkasan baru.</ins>" in page


def test_a_running_case_keeps_its_version(world: World, rizal: Client) -> None:
    sent = apply(world.regency, "SKD")

    save(rizal, "syarat", **{"requirements.KTP.name": "KTP yang baru"})
    publish(rizal)

    case = Case.objects.get(application=sent.application)
    assert case.service_version.number == 1
    assert {one.name for one in definition_of(case.service_version).requirements} >= {"KTP-el pemohon"}
    assert get_service("SKD")[0].number == 2


def test_code_in_texts_is_shown_as_letters_and_prints_as_letters(world: World, rizal: Client) -> None:
    evil = '<script>alert(1)</script> #panic("x") {{ 7*7 }} "kutip" 🙂'
    save(rizal, "umum", code="sku", summary=evil)
    save(rizal, "syarat", code="sku", **{HINT: evil})

    form = rizal.get("/atur/layanan/sku/pratinjau/").content.decode()
    chat = rizal.get("/atur/layanan/sku/pratinjau/chat/")
    letter = rizal.get("/atur/layanan/sku/pratinjau/surat.png")

    assert "&lt;script&gt;alert(1)" in form
    assert "<script>alert" not in form
    assert chat.status_code == 200
    assert letter.content.startswith(b"\x89PNG")
    assert publish(rizal, code="sku") == 302


def test_an_emoji_that_a_letter_would_print_is_refused_before_publishing(rizal: Client) -> None:
    save(rizal, "umum", **{"letter.archive": "400 🙂"})

    answer = rizal.post("/atur/layanan/skd/terbit/")

    assert answer.status_code == 409
    assert "tidak dapat dicetak pada surat" in answer.content.decode()
    assert get_service("SKD")[0].number == 1


def test_a_text_of_five_thousand_letters_comes_back_with_a_sentence_and_is_not_lost(rizal: Client) -> None:
    long = "a" * 5000

    answer = rizal.post("/atur/layanan/skd/ubah/umum/", {"summary": long})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Paling panjang 300 huruf, tulisan ini 5000 huruf." in page
    assert long in page


def test_an_office_without_a_camat_stops_the_publication_by_name(world: World, rizal: Client) -> None:
    post = world.regency.district.posts.get(role="HEAD")
    post.assignments.all().delete()
    post.delete()
    save(rizal, "umum", code="ikr", summary="Baru.")

    answer = rizal.post("/atur/layanan/ikr/terbit/")

    assert answer.status_code == 409
    assert "Kecamatan Sako belum punya jabatan Camat" in answer.content.decode()

    rizal.post("/atur/layanan/ikr/kantor/", {"office": "16.71.08", "do": "close"})
    assert publish(rizal, code="ikr") == 302


def test_of_two_who_publish_at_once_the_second_is_told_and_loses_nothing(world: World, rizal: Client) -> None:
    other = log_in(world.sari)
    promote(world)
    save(rizal, "umum", summary="Dari Rizal.")
    save(other, "syarat", **{HINT: "Dari Sari."})
    assert publish(rizal) == 302

    answer = other.post("/atur/layanan/skd/terbit/")

    assert answer.status_code == 409
    assert "Rizal Mahendra baru menerbitkan versi 2. Draf Anda tetap tersimpan" in answer.content.decode()
    assert other.post("/atur/layanan/skd/ubah/gabung/").status_code == 302
    assert publish(other) == 302
    assert (get_service("SKD")[1].summary, hint_of()) == ("Dari Rizal.", "Dari Sari.")


def test_what_both_changed_is_told(world: World, rizal: Client) -> None:
    promote(world)
    save(rizal, "umum", summary="Dari Rizal.")
    save(log_in(world.sari), "umum", summary="Dari Sari.")
    publish(rizal)
    edit = find_edit("SKD", by=world.sari)
    assert edit is not None

    merged = bring_along(edit, by=world.sari)

    assert [(clash.before, clash.after) for clash in merged.clashes] == [("Dari Rizal.", "Dari Sari.")]
    assert publish_edit(edit, by=world.sari).number == 3


def test_an_older_version_is_published_again(world: World, rizal: Client) -> None:
    before = get_service("SKD")[1]
    save(rizal, "umum", summary="Keliru.")
    publish(rizal)

    assert rizal.get("/atur/layanan/skd/riwayat/1/").status_code == 200
    assert rizal.post("/atur/layanan/skd/riwayat/1/", {"note": "Kembali"}).status_code == 302

    version, definition = get_service("SKD")
    assert (version.number, version.origin) == (3, "restored")
    assert definition == before
    assert [one.number for one in ServiceVersion.objects.filter(code="SKD").order_by("number")] == [1, 2, 3]
    assert load().new == ()


def test_publishing_nothing_is_refused_in_words(rizal: Client) -> None:
    save(rizal, "umum", summary=get_service("SKD")[1].summary)

    answer = rizal.post("/atur/layanan/skd/terbit/")

    assert answer.status_code == 409
    assert "Tidak ada yang berubah" in answer.content.decode()


def test_a_draft_is_thrown_away(rizal: Client) -> None:
    save(rizal, "umum", summary="Baru.")

    rizal.post("/atur/layanan/skd/ubah/buang/")

    assert not Edit.objects.exists()
    assert rizal.get("/atur/layanan/skd/terbit/").status_code == 302


def test_a_requirement_of_the_office_is_asked_of_residents_and_taken_away_again(world: World, rizal: Client) -> None:
    free = {"name": "Foto rumah", "online_form": "Foto rumah dari jalan.", "counter_form": "Bawa foto.", "hint": ""}
    assert rizal.post("/atur/layanan/skd/ubah/syarat/tambah/", free).status_code == 302
    assert rizal.post("/atur/layanan/skd/ubah/syarat/tambah/", {"name": "X"}).status_code == 422
    publish(rizal)

    assert "Foto rumah" in Client().get("/layanan/skd/").content.decode()
    body = make_body(world.regency, "SKD")
    assert "LOKAL-1" in {row["requirement"] for row in body["files"]}
    assert check_submission(body, channel="web", on=MONDAY.date()).version.number == 2

    rizal.post("/atur/layanan/skd/ubah/syarat/hapus/", {"code": "LOKAL-1"})
    publish(rizal)
    assert "Foto rumah" not in Client().get("/layanan/skd/").content.decode()
    assert rizal.post("/atur/layanan/skd/ubah/syarat/hapus/", {"code": "KTP"}).status_code == 422


def test_a_form_that_is_open_while_a_version_is_published_is_told_and_loses_nothing(
    world: World, rizal: Client
) -> None:
    resident = Client()
    resident.cookies["tuntas_kantor"] = "16.71.08.1006"
    resident.get("/ajukan/skd/")
    resident.post("/ajukan/skd/", {"applicant.name": "Ani Contoh", "answers.purpose": "Membuka rekening", "do": "keep"})
    free = {"name": "Foto rumah", "online_form": "Foto rumah dari jalan.", "counter_form": "Bawa foto.", "hint": ""}
    rizal.post("/atur/layanan/skd/ubah/syarat/tambah/", free)
    publish(rizal)

    answer = resident.post("/ajukan/skd/", {"applicant.name": "Ani Contoh", "answers.purpose": "Membuka rekening"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Syarat layanan ini baru diperbarui. Isian Anda tetap ada" in page
    assert "Foto rumah" in page
    assert "Membuka rekening" in page
    assert "Ani Contoh" in page


def test_a_service_is_switched_off_and_opened_again(world: World, rizal: Client) -> None:
    rizal.post("/atur/layanan/skd/kantor/", {"office": "16.71.08.1006", "do": "close"})
    resident = Client()
    resident.cookies["tuntas_kantor"] = "16.71.08.1006"

    assert "sedang tidak membuka SK Domisili" in resident.get("/layanan/skd/").content.decode()
    assert resident.get("/ajukan/skd/").status_code == 302
    assert "Mematikan layanan SKD." in rizal.get("/atur/catatan/").content.decode()

    rizal.post("/atur/layanan/skd/kantor/", {"office": "16.71.08.1006", "do": "open"})
    assert resident.get("/ajukan/skd/").status_code == 200


def test_a_newer_file_is_shown_and_merged(world: World, rizal: Client) -> None:
    save(rizal, "umum", **{"promise.text": "20 menit"})
    publish(rizal)
    offer([with_texts(get_file(get_service("SKD")[0]), {"summary": "Dari pusat."})])

    page = rizal.get("/atur/layanan/skd/berkas/").content.decode()
    assert "Dari pusat." in page
    assert "ada definisi baru" in rizal.get("/atur/layanan/?hanya=newer").content.decode()
    assert rizal.post("/atur/layanan/skd/berkas/", {"do": "merge"}).status_code == 302
    assert publish(rizal) == 302
    version, definition = get_service("SKD")
    assert (definition.summary, definition.promise.text) == ("Dari pusat.", "20 menit")
    assert find_waiting_file("SKD") is None
    assert version.is_edited


@pytest.mark.parametrize(("do", "number", "summary"), [("take", 3, "Dari pusat."), ("decline", 2, "Kami.")])
def test_a_newer_file_is_taken_over_or_left_aside(
    world: World, rizal: Client, do: str, number: int, summary: str
) -> None:
    save(rizal, "umum", summary="Kami.")
    publish(rizal)
    newer = with_texts(get_file(get_service("SKD")[0]), {"summary": "Dari pusat."})
    offer([newer])

    rizal.post("/atur/layanan/skd/berkas/", {"do": do})

    version, definition = get_service("SKD")
    assert (version.number, definition.summary) == (number, summary)
    assert find_waiting_file("SKD") is None
    assert offer([newer]) == ()


def test_who_only_keeps_an_office_sees_services_and_changes_none(world: World, sari: Client) -> None:
    assert sari.get("/atur/layanan/skd/").status_code == 200
    assert sari.get("/atur/layanan/skd/riwayat/").status_code == 200
    assert sari.get("/atur/layanan/skd/ubah/umum/").status_code == 403
    assert save(sari, "umum", summary="X") == 403
    assert publish(sari) == 403
    sari.post("/atur/layanan/skd/riwayat/1/")
    assert ServiceVersion.objects.filter(code="SKD").count() == 1
    assert sari.post("/atur/layanan/skd/kantor/", {"office": "16.71.08", "do": "close"}).status_code == 404
    assert not AuditEntry.objects.filter(action__startswith="admin.").exists()


@pytest.mark.parametrize("path", ["xyz/", "xyz/riwayat/", "skd/riwayat/99/", "skd/ubah/kode/", "skd/riwayat/0/"])
def test_what_is_not_there_is_not_found(rizal: Client, path: str) -> None:
    assert rizal.get(f"/atur/layanan/{path}").status_code == 404
