"""The counter: an officer takes a walk-in, states what was shown, and hands over a slip."""

import pytest
from django.test import Client

from tests.make import MONDAY, Cast, make_applicant, make_office, make_officer, make_post
from tests.people.neighbours import add_resident
from tests.people.villagers import list_villagers, to_csv
from tests.screens.desk.papers import client_of
from tests.screens.desk.walk_in import COUNTER, SERVICES, begin, fill, take_in
from tuntas.cases.models import Application, Case, PaperShown
from tuntas.cases.rules import may
from tuntas.cases.states import Verb
from tuntas.catalog.finding import get_service
from tuntas.flow.import_residents import open_loading, read_file
from tuntas.flow.submit_draft import read_receipt
from tuntas.intake.counter import VALID_FOR, find_by_code, make_code, read_code
from tuntas.intake.drafts import find_draft, open_draft, save_draft
from tuntas.intake.models import Draft
from tuntas.intake.refusals import InputRefused
from tuntas.intake.submission import check_submission
from tuntas.offices.roles import Role
from tuntas.people.models import Resident
from tuntas.vault.keys import blind_index
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_a_walk_in_is_found_in_the_register_and_the_form_is_filled(cast: Cast, budi: Client) -> None:
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(8)), at=MONDAY)
    resident = Resident.objects.first()
    assert resident

    found = budi.post(COUNTER, {"cari": "aminah ahmad"}).content.decode()
    draft = begin(budi, warga=str(resident.pk))

    assert "AHMAD AMINAH" in found
    assert draft.content["applicant"]["nik"] == resident.person["nik"]
    assert draft.taken_by == cast.budi
    actions = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"residents.searched", "resident.prefilled", "counter.begun"} <= actions


def test_who_has_no_nik_yet_is_filled_in_as_far_as_the_register_knows_them(cast: Cast, budi: Client) -> None:
    baby = add_resident(cast.office, nik="", name="Arka Contoh")

    draft = begin(budi, warga=str(baby.pk))

    assert draft.content["applicant"]["name"] == "Arka Contoh"
    assert "nik" not in draft.content["applicant"]


def test_a_resident_of_another_office_cannot_be_chosen(cast: Cast) -> None:
    read_file(open_loading(office=cast.office, at=MONDAY), to_csv(list_villagers(8)), at=MONDAY)
    resident = Resident.objects.first()
    assert resident

    answer = client_of(cast.eko).post(f"{COUNTER}buka/", {"service": "SKD", "warga": str(resident.pk)})

    assert answer.status_code == 404


def test_what_was_shown_is_noted_with_officer_and_time_and_told_to_who_decides(cast: Cast, budi: Client) -> None:
    application = take_in(budi)
    case = application.cases.get()

    page = budi.get(f"/meja/{case.pk}/").content.decode()

    rows = PaperShown.objects.filter(application=application)
    assert {row.requirement for row in rows} >= {"KTP", "KK"}
    assert all((row.by, row.at) == (cast.budi, application.submitted_at) for row in rows)
    assert "aslinya dilihat oleh Budi Santoso" in page
    assert "dibawa pemohon ke loket" not in page


def test_only_an_officer_can_say_that_an_original_was_shown(cast: Cast) -> None:
    raw = {"service": "SKD", "village": cast.office.code, "files": [{"requirement": "KTP", "shown": True}]}

    for channel in ("web", "api", "whatsapp"):
        with pytest.raises(InputRefused) as refusal:
            check_submission(raw | {"channel": "counter"}, channel=channel, on=MONDAY.date())

        assert "files.0" in [error.field for error in refusal.value.errors]


def test_a_resident_cannot_slip_in_that_an_original_was_shown(cast: Cast) -> None:
    resident = Client()
    resident.cookies["tuntas_kantor"] = cast.office.code
    resident.get("/ajukan/skd/")

    resident.post("/ajukan/skd/", {"shown": ["KTP", "KK"], "do": "keep"})

    assert Draft.objects.get().content["shown"] == []


def test_an_officer_does_not_enter_an_application_of_their_own(cast: Cast, budi: Client) -> None:
    cast.budi.nik_index = blind_index("nik", str(make_applicant()["nik"]))
    cast.budi.save()
    draft = begin(budi)
    budi.post(f"{COUNTER}{draft.pk}/", fill(SERVICES["SKD"]))

    answer = budi.post(f"{COUNTER}{draft.pk}/kirim/", follow=True)

    assert "Ini permohonan Anda sendiri" in answer.content.decode()
    assert not Application.objects.exists()


def test_entering_counts_as_no_step_so_that_an_office_with_one_operator_can_work(cast: Cast, budi: Client) -> None:
    case: Case = take_in(budi).cases.get()

    assert may(cast.budi, Verb.APPROVE, case=case, at=MONDAY)
    assert not may(cast.citra, Verb.APPROVE, case=case, at=MONDAY)


def test_somebody_who_comes_for_another_needs_consent_and_its_time_is_shown(cast: Cast, budi: Client) -> None:
    helper = {
        "who": "helper",
        "helper.name": "Lestari Wulandari",
        "helper.relation": "anak",
        "helper.phone": "08127100144",
    }
    draft = begin(budi)

    refused = budi.post(f"{COUNTER}{draft.pk}/", fill(SERVICES["SKD"], **helper))
    application = take_in(budi, **helper, **{"helper.consent": "on"})
    page = budi.get(f"/meja/{application.cases.get().pk}/").content.decode()

    assert refused.status_code == 422
    assert "Minta persetujuan pemohon dulu" in refused.content.decode()
    assert application.helper["consent_at"] == application.submitted_at.isoformat()
    assert application.helper["notify"] is False
    assert "Lestari Wulandari (anak)" in page
    assert "Pemohon setuju, dinyatakan" in page


def test_the_slip_shows_receipt_and_pin_and_the_way_to_the_status(cast: Cast, budi: Client) -> None:
    application = take_in(budi)
    draft = Draft.objects.get(receipt=application.receipt)
    pin = read_receipt(draft).pin

    page = budi.get(f"{COUNTER}{draft.pk}/slip/").content.decode()
    small = budi.get(f"{COUNTER}{draft.pk}/slip/?kertas=a5").content.decode()

    assert application.receipt in page
    assert f"{pin[:3]} {pin[3:]}" in page
    assert 'class="qr"' in page
    assert 'class="slip roll' in page
    assert 'class="slip a5' in small


def test_sending_twice_is_one_application(budi: Client) -> None:
    application = take_in(budi)
    draft = Draft.objects.get(receipt=application.receipt)

    again = budi.post(f"{COUNTER}{draft.pk}/kirim/")

    assert again["Location"].endswith("/slip/")
    assert Application.objects.count() == 1


def test_a_draft_at_the_counter_does_not_exist_for_another_office(cast: Cast, budi: Client) -> None:
    draft = begin(budi)
    eko = client_of(cast.eko)

    for page in ("", "periksa/", "slip/"):
        assert eko.get(f"{COUNTER}{draft.pk}/{page}").status_code == 404
    for act in ("simpan/", "kirim/"):
        assert eko.post(f"{COUNTER}{draft.pk}/{act}").status_code == 404


def test_a_head_who_signs_does_not_take_in(dewi: Client) -> None:
    assert dewi.get(COUNTER).status_code == 403


def make_web_draft(cast: Cast) -> tuple[Draft, str]:
    version, _definition = get_service("SKD")
    draft, token = open_draft(version, office=cast.office)
    save_draft(draft, {"applicant": cast.ani})
    return draft, token


def test_a_draft_from_home_goes_on_at_the_counter_by_its_code(cast: Cast, budi: Client) -> None:
    draft, token = make_web_draft(cast)
    code = make_code(draft, at=MONDAY)
    draft.refresh_from_db()
    draft.code_until = MONDAY.replace(year=2100)
    draft.save()

    asked = budi.get(f"{COUNTER}kode/{code.lower()}/")
    untouched = Draft.objects.get(pk=draft.pk).taken_by
    opened = budi.post(f"{COUNTER}kode/{code}/", follow=True)

    assert "Buka isian di loket" in asked.content.decode()
    assert "Ani Contoh" not in asked.content.decode()
    assert untouched is None
    assert 'value="Ani Contoh"' in opened.content.decode()
    assert find_draft(token) is None


def test_a_code_opens_nothing_at_the_counter_of_another_office(cast: Cast) -> None:
    draft, _token = make_web_draft(cast)
    code = make_code(draft, at=MONDAY.replace(year=2100))

    answer = client_of(cast.eko).post(f"{COUNTER}kode/{code}/", follow=True)

    assert "Kelurahan Sialang" in answer.content.decode()
    assert Draft.objects.get(pk=draft.pk).taken_by is None


def test_a_code_is_worth_nothing_to_a_resident_and_nothing_after_two_weeks(cast: Cast) -> None:
    draft, _token = make_web_draft(cast)
    code = make_code(draft, at=MONDAY)

    assert Client().get(f"{COUNTER}kode/{code}/")["Location"].startswith("/masuk/")
    assert find_by_code(code, at=MONDAY + VALID_FOR) is None
    assert find_by_code(code.lower().replace("-", " "), at=MONDAY) == draft
    assert read_code("1671085204900001") is None


def test_guessing_codes_is_stopped(budi: Client) -> None:
    for number in range(10):
        budi.get(f"{COUNTER}kode/2222-222{number if number > 1 else 'B'}/")

    answer = budi.get(f"{COUNTER}kode/2222-2222/", follow=True)

    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_a_kecamatan_takes_in_for_its_kelurahan(cast: Cast) -> None:
    gita = make_officer("gita", post=make_post(cast.office.parent, Role.OPERATOR))
    make_office("16.71.08.1007", parent=cast.office.parent)

    page = client_of(gita).get(f"{COUNTER}?warga=tanpa").content.decode()
    draft = begin(client_of(gita), kantor=cast.office.code)

    assert "Untuk kelurahan" in page
    assert draft.office == cast.office


def test_a_paper_that_was_promised_is_noted_when_it_comes(cast: Cast, budi: Client) -> None:
    case = take_in(budi, shown=["KK", "STM"], bring=["KTP"]).cases.get()
    before = budi.get(f"/meja/{case.pk}/").content.decode()

    budi.post(f"/meja/{case.pk}/asli/KTP/")
    budi.post(f"/meja/{case.pk}/asli/KTP/")
    unknown = budi.post(f"/meja/{case.pk}/asli/XYZ/", follow=True).content.decode()

    after = budi.get(f"/meja/{case.pk}/").content.decode()
    assert "dibawa pemohon ke loket" in before
    assert "dibawa pemohon ke loket" not in after
    assert "Syarat ini tidak ada pada berkas" in unknown
    assert AuditEntry.objects.filter(action="paper.shown").count() == 1
    assert client_of(cast.eko).post(f"/meja/{case.pk}/asli/KTP/").status_code == 404
    assert client_of(cast.dewi).post(f"/meja/{case.pk}/asli/KTP/").status_code == 403
