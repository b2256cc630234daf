"""The register at the desk: who may see whom, what is noted, and what never stands in an address."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import MONDAY, Cast, make_office, make_officer, make_post
from tests.people.villagers import list_villagers, to_csv
from tuntas.flow.import_residents import import_residents, open_loading, read_file
from tuntas.jobs.worker import drain
from tuntas.offices.models import Office, Officer
from tuntas.offices.roles import Role
from tuntas.people.counting import count_office
from tuntas.people.imports import State
from tuntas.people.keeping import make_family, make_resident, save_resident
from tuntas.people.models import Import, Kind, Proposal, Resident
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db
SEARCH = "/meja/penduduk/"


@pytest.fixture
def village(cast: Cast) -> Cast:
    """Sialang with eight villagers in three families."""
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(8)), at=MONDAY)
    return cast


def log_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def first_villager() -> dict[str, str]:
    return next(list_villagers(1))


def add_alike(office: Office) -> tuple[Resident, Resident]:
    """One person written down twice, with two neighbouring digits of the NIK exchanged."""
    card = {"kk": "1671080101219999", "address": "Jalan Dua 2", "rt": "001", "rw": "001"}
    family = make_family(card, office=office)
    family.save()
    person = {"name": "Siti Aminah", "nik": "1671084101900012", "birth_date": "1990-01-01", "sex": "P"}
    rows = [
        make_resident({**person, "relationship": "KEPALA KELUARGA"}, family=family),
        make_resident({**person, "name": "Sitti Aminah", "nik": "1671084101900021"}, family=family),
    ]
    for row in rows:
        save_resident(row)
    return rows[0], rows[1]


def test_a_resident_is_found_by_words_of_the_name_in_any_order(village):
    answer = log_in(village.budi).post(SEARCH, {"cari": "aminah ahmad"})

    assert b"AHMAD AMINAH" in answer.content


@pytest.mark.parametrize("column", ["NIK", "No KK", "No HP"])
def test_a_resident_is_found_by_an_exact_number(village, column):
    answer = log_in(village.budi).post(SEARCH, {"cari": first_villager()[column]})

    assert b"AHMAD AMINAH" in answer.content


def test_lists_show_no_nik_and_no_address_holds_what_was_typed(village):
    nik = first_villager()["NIK"]

    answer = log_in(village.budi).post(SEARCH, {"cari": nik})

    shown = answer.content.decode().replace(f'value="{nik}"', "")  # what the officer typed stays in the box
    assert nik not in shown
    assert f"{nik[:4]}••••••••{nik[-4:]}" in shown
    assert "cari=" not in shown


def test_a_get_with_a_number_in_the_address_searches_nothing(village):
    answer = log_in(village.budi).get(SEARCH, {"cari": first_villager()["NIK"]})

    assert b"AHMAD AMINAH" not in answer.content


def test_a_stranger_finds_nobody_of_another_office(village):
    resident = Resident.objects.first()
    eko = log_in(village.eko)

    assert b"AHMAD" not in eko.post(SEARCH, {"cari": first_villager()["NIK"]}).content
    assert eko.get(f"{SEARCH}{resident.pk}/").status_code == 404
    assert eko.get(f"{SEARCH}kk/{resident.family_id}/").status_code == 404
    assert eko.post(f"{SEARCH}{resident.pk}/nik/").status_code == 404


def test_the_kecamatan_sees_the_residents_of_its_kelurahan_and_changes_nothing(village):
    district = Office.objects.get(code="16.71.08")
    gita = make_officer("gita", post=make_post(district, Role.OPERATOR))
    resident = Resident.objects.first()
    client = log_in(gita)

    assert client.get(f"{SEARCH}{resident.pk}/").status_code == 200
    assert b"AHMAD AMINAH" in client.post(SEARCH, {"cari": "ahmad"}).content
    assert "Impor" not in client.get(SEARCH).content.decode()


def test_the_kecamatan_next_door_sees_nobody(village):
    other = make_office("16.71.14")
    hadi = make_officer("hadi", post=make_post(other, Role.HEAD))

    assert log_in(hadi).get(f"{SEARCH}{Resident.objects.first().pk}/").status_code == 404


def test_a_courier_has_no_business_in_the_register(village):
    courier = make_officer("kurir", post=make_post(village.office, Role.COURIER))

    assert log_in(courier).get(SEARCH).status_code == 403


def test_opening_a_record_is_noted_and_shows_no_number_in_full(village):
    resident = Resident.objects.first()

    answer = log_in(village.budi).get(f"{SEARCH}{resident.pk}/")

    assert resident.person["nik"] not in answer.content.decode()
    entry = AuditEntry.objects.get(subject=str(resident.pk))
    assert (entry.action, entry.actor) == ("resident.read", f"officer:{village.budi.pk}")


def test_the_numbers_are_shown_to_who_asks_and_the_asking_is_noted(village):
    resident = Resident.objects.first()

    answer = log_in(village.budi).post(f"{SEARCH}{resident.pk}/nik/")

    nik = resident.person["nik"]
    assert " ".join(nik[start : start + 4] for start in range(0, 16, 4)) in answer.content.decode()
    assert AuditEntry.objects.get(subject=str(resident.pk)).action == "resident.revealed"


def test_numbers_are_not_shown_by_a_mere_link(village):
    resident = Resident.objects.first()

    assert log_in(village.budi).get(f"{SEARCH}{resident.pk}/nik/").status_code == 405


def test_a_search_is_noted_without_what_was_typed(village):
    log_in(village.budi).post(SEARCH, {"cari": "ahmad aminah"})

    entry = AuditEntry.objects.get(action="residents.searched")
    assert entry.note == {"by": "name", "found": 1}


def test_pages_about_people_are_kept_by_no_browser(village):
    answer = log_in(village.budi).get(f"{SEARCH}{Resident.objects.first().pk}/")

    assert "no-store" in answer["Cache-Control"]


def test_a_family_shows_its_members_and_that_it_lacks_a_head(village):
    family = Resident.objects.filter(is_head=False).first().family
    Resident.objects.filter(family=family, is_head=True).update(status="dead", is_head=False)

    text = log_in(village.budi).get(f"{SEARCH}kk/{family.pk}/").content.decode()

    assert "belum punya kepala keluarga" in text
    assert text.count("<tr>") == 1 + family.residents.count()


def test_the_search_costs_the_same_however_many_are_found(village):
    client = log_in(village.budi)
    counts = []
    for text in (first_villager()["NIK"], "ahmad", "putra"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.post(SEARCH, {"cari": text})
        counts.append(len(queries))

    assert max(counts) - min(counts) <= 3


def test_a_file_is_checked_shown_loaded_and_taken_back(cast):
    client = log_in(cast.budi)
    rows = list(list_villagers(6))
    rows[2]["Agama"] = "JEDI"
    jobs = {"import_residents": import_residents, "count_residents": lambda _payload: None}

    sent = client.post(f"{SEARCH}impor/", {"berkas": make_file(to_csv(rows))})
    page = sent["Location"]
    assert 'http-equiv="refresh"' in client.get(page).content.decode()
    drain(jobs)
    text = client.get(page).content.decode()
    assert "Muat 5 orang" in text
    assert "Agama" in text
    assert not Resident.objects.exists()

    client.post(f"{page}muat/")
    drain(jobs)
    assert "5 orang sudah masuk buku" in client.get(page).content.decode()
    assert Resident.objects.count() == 5

    client.post(f"{page}batal/")
    drain(jobs)
    assert Import.objects.get().state == State.UNDONE
    assert not Resident.objects.exists()


def make_file(data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("penduduk.csv", data)


def test_a_file_with_wrong_columns_is_refused_with_the_columns_that_lack(cast):
    answer = log_in(cast.budi).post(f"{SEARCH}impor/", {"berkas": make_file(b"nama;alamat\nAni;Jalan 1\n")})

    assert answer.status_code == 422
    assert "NIK, No KK" in answer.content.decode()
    assert not Import.objects.exists()


def test_no_file_at_all_is_refused(cast):
    answer = log_in(cast.budi).post(f"{SEARCH}impor/", {})

    assert answer.status_code == 422


def test_the_account_of_a_file_downloads_as_a_table(cast):
    rows = [{**row, "Agama": "JEDI"} for row in list_villagers(2)]
    origin = read_file(open_loading(office=cast.office, at=MONDAY), to_csv(rows), at=MONDAY)

    answer = log_in(cast.budi).get(f"{SEARCH}impor/{origin.pk}/galat.csv")

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Baris;Kolom;Penjelasan"
    assert lines[1].startswith("2;Agama;")


def test_a_stranger_finds_no_import_of_another_office(cast):
    origin = open_loading(office=cast.office, at=MONDAY)
    eko = log_in(cast.eko)

    assert eko.get(f"{SEARCH}impor/{origin.pk}/").status_code == 404
    assert eko.post(f"{SEARCH}impor/{origin.pk}/batal/").status_code == 404


def test_a_file_is_loaded_by_post_alone(cast):
    origin = open_loading(office=cast.office, at=MONDAY)

    assert log_in(cast.budi).get(f"{SEARCH}impor/{origin.pk}/muat/").status_code == 405


def test_a_pair_that_looks_alike_is_merged(cast):
    first, second = add_alike(cast.office)
    client = log_in(cast.budi)
    assert "tertukar" in client.get(f"{SEARCH}ganda/").content.decode()

    client.post(f"{SEARCH}ganda/putus/", {"first": first.pk, "second": second.pk, "do": "first"})

    second.refresh_from_db()
    assert second.status == Resident.Status.MERGED
    assert "Tidak ada yang mirip" in client.get(f"{SEARCH}ganda/").content.decode()


def test_a_pair_that_is_two_people_is_not_shown_again(cast):
    first, second = add_alike(cast.office)
    client = log_in(cast.budi)

    client.post(f"{SEARCH}ganda/putus/", {"first": second.pk, "second": first.pk, "do": "apart"})

    assert "Tidak ada yang mirip" in client.get(f"{SEARCH}ganda/").content.decode()
    assert Resident.objects.present().count() == 2


def test_a_stranger_decides_no_pair(cast):
    first, second = add_alike(cast.office)

    answer = log_in(cast.eko).post(f"{SEARCH}ganda/putus/", {"first": first.pk, "second": second.pk, "do": "first"})

    assert answer.status_code == 404
    assert Resident.objects.present().count() == 2


def make_proposal(office: Office, resident: Resident) -> Proposal:
    return Proposal.objects.create(
        office=office,
        region=office.region_id,
        kind=Kind.DEATH,
        data={"people": [dict(resident.person)], "card": {}, "on": "2026-11-20", "where": "Palembang"},
        receipt="2611-7K3F-9QXM",
        subject_index="x" * 32,
        proposed_at=MONDAY,
    )


def test_an_officer_writes_a_death_into_the_register(village):
    resident = Resident.objects.filter(is_head=True).first()
    proposal = make_proposal(village.office, resident)
    client = log_in(village.citra)
    assert "1671" in client.get(f"{SEARCH}mutasi/{proposal.pk}/").content.decode()

    client.post(f"{SEARCH}mutasi/{proposal.pk}/", {"people": "0", "do": "confirm"})

    resident.refresh_from_db()
    assert resident.status == Resident.Status.DEAD
    assert "Meninggal" in client.get(f"{SEARCH}{resident.pk}/").content.decode()


def test_a_proposal_is_declined_with_a_reason(village):
    proposal = make_proposal(village.office, Resident.objects.first())
    client = log_in(village.citra)

    without = client.post(f"{SEARCH}mutasi/{proposal.pk}/", {"do": "decline", "reason": ""})
    client.post(f"{SEARCH}mutasi/{proposal.pk}/", {"do": "decline", "reason": "Orangnya masih hidup"})

    proposal.refresh_from_db()
    assert without.status_code == 422
    assert (proposal.state, proposal.reason) == (Proposal.State.DECLINED, "Orangnya masih hidup")


def test_a_stranger_decides_no_proposal(village):
    proposal = make_proposal(village.office, Resident.objects.first())

    assert log_in(village.eko).post(f"{SEARCH}mutasi/{proposal.pk}/", {"people": "0"}).status_code == 404


def test_the_head_reads_and_does_not_write(village):
    client = log_in(village.dewi)

    assert client.get(SEARCH).status_code == 200
    assert client.get(f"{SEARCH}impor/").status_code == 403
    assert client.get(f"{SEARCH}mutasi/").status_code == 403


def test_figures_for_the_public_hide_small_groups(village):
    count_office(village.office, on=date(2026, 11, 23), at=MONDAY)
    client = log_in(village.budi)

    inside = client.get(f"{SEARCH}angka/", {"menurut": "religion"}).content.decode()
    outside = client.get(f"{SEARCH}angka/", {"menurut": "religion", "umum": "1"}).content.decode()

    assert "ISLAM" in inside
    assert "–</td>" not in inside
    assert "–</td>" in outside


def test_figures_and_lampid_download_as_tables(village):
    count_office(village.office, on=date(2026, 11, 23), at=MONDAY)
    client = log_in(village.budi)

    figures = client.get(f"{SEARCH}angka/", {"menurut": "rt", "bentuk": "csv"}).content.decode("utf-8-sig")
    lampid = client.get(f"{SEARCH}lampid/", {"bulan": "2026-11", "bentuk": "csv"}).content.decode("utf-8-sig")

    assert figures.splitlines()[-1] == "Jumlah;4;4;8"
    assert "Penduduk akhir bulan" in lampid


@pytest.mark.parametrize("month", ["", "2026-13", "x", "2026-01", "9999-01"])
def test_lampid_opens_for_any_month_that_is_typed(village, month):
    assert log_in(village.budi).get(f"{SEARCH}lampid/", {"bulan": month}).status_code == 200


def test_an_operator_mends_a_record(village):
    resident = Resident.objects.first()
    client = log_in(village.budi)
    address = f"{SEARCH}{resident.pk}/perbaiki/"
    assert resident.person["name"] in client.get(address).content.decode()

    refused = client.post(address, {"name": "", "birth_date": "31-02-1990"})
    client.post(address, {"name": "Ahmad Baru", "birth_date": "02-01-1960"})

    resident.refresh_from_db()
    assert refused.status_code == 422
    assert "tidak ada di kalender" in refused.content.decode()
    assert (resident.person["name"], resident.person["birth_date"]) == ("Ahmad Baru", "1960-01-02")
    assert "Data diperbaiki" in client.get(f"{SEARCH}{resident.pk}/").content.decode()


def test_who_only_reads_mends_nothing(village):
    resident = Resident.objects.first()

    assert log_in(village.dewi).get(f"{SEARCH}{resident.pk}/perbaiki/").status_code == 403
    assert log_in(village.eko).get(f"{SEARCH}{resident.pk}/perbaiki/").status_code == 404


def test_a_heading_that_is_a_formula_comes_back_as_words(cast):
    rows = [{("=NIK(1)" if name == "NIK" else name): value for name, value in row.items()} for row in list_villagers(1)]
    origin = read_file(open_loading(office=cast.office, at=MONDAY), to_csv([{**rows[0], "=NIK(1)": "1"}]), at=MONDAY)

    answer = log_in(cast.budi).get(f"{SEARCH}impor/{origin.pk}/galat.csv").content.decode("utf-8-sig")

    assert "2;NIK(1);" in answer
