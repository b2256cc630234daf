"""The desk of whoever prints, the Camat's PIN, and what the applicant finds on the status page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.flow.region import ISSUED, Regency, apply, make_registry, staff
from tests.make import MONDAY, PIN
from tests.tables import load_catalogue
from tuntas.cases.chain import find_current_step
from tuntas.cases.states import Duty, State
from tuntas.flow.approve import approve

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office():
    """No cast here: a whole regency of its own."""


@pytest.fixture
def regency(cast):
    """The kelurahan of every test of the desk, with its kecamatan and its Disdukcapil staffed."""
    load_catalogue()
    registry = make_registry()
    for office in (registry, cast.office.parent):
        staff(office)
    return Regency(cast.office, cast.office.parent, registry, cast.ani)


def bring(regency, code, duty):
    """An application whose case waits for a step of this duty, and the browser of who takes it."""
    sent = apply(regency, code)
    case = sent.cases[0]
    while find_current_step(case).duty != duty:
        case = approve(case, by=regency.sits(case), at=MONDAY)
    browser = Client()
    browser.force_login(regency.sits(case))
    return sent, case, browser


def pdf():
    return SimpleUploadedFile("kk.pdf", ISSUED, "application/pdf")


def test_the_clerk_attaches_and_issues(regency):
    _sent, case, browser = bring(regency, "KK-HLG", Duty.ATTACH)
    page = browser.get(f"/meja/{case.pk}/")
    early = browser.post(f"/meja/{case.pk}/putus/", {"do": "approve"}, follow=True)

    browser.post(f"/meja/{case.pk}/lampirkan/", {"document": "KK", "number": "1671-0001", "file": pdf()})
    after = browser.get(f"/meja/{case.pk}/").content.decode()
    browser.post(f"/meja/{case.pk}/putus/", {"do": "approve"})

    assert "Lampirkan dokumen" in page.content.decode()
    assert "Lampirkan dulu Kartu Keluarga" in early.content.decode()
    assert "1671-0001" in after
    case.refresh_from_db()
    assert case.state == State.READY


def test_the_page_says_what_is_missing(regency):
    _sent, case, browser = bring(regency, "KK-HLG", Duty.ATTACH)

    answer = browser.post(f"/meja/{case.pk}/lampirkan/", {"document": "KK", "number": "1"})

    assert answer.status_code == 422
    assert "Pilih berkas PDF" in answer.content.decode()


def test_the_camat_gives_the_pin_on_the_case(regency):
    _sent, case, browser = bring(regency, "SKAW", Duty.COUNTERSIGN)
    page = browser.get(f"/meja/{case.pk}/").content.decode()

    wrong = browser.post(f"/meja/{case.pk}/putus/", {"do": "approve", "pin": "000000"})
    browser.post(f"/meja/{case.pk}/putus/", {"do": "approve", "pin": PIN})

    assert 'name="pin"' in page
    assert wrong.status_code == 422
    case.refresh_from_db()
    assert case.desk.title == "Lurah"


def test_the_form_opens_at_the_desk_and_for_the_applicant_only(regency):
    sent, case, browser = bring(regency, "KK-HLG", Duty.CHECK)
    resident = Client()
    address = f"/p/{sent.application.receipt}/formulir/{case.pk}/F-1.02.pdf"

    at_desk = browser.get(f"/meja/{case.pk}/formulir/F-1.02.pdf")
    unproven = resident.get(address)
    resident.post("/lacak/", {"no": sent.application.receipt, "pin": sent.pin})
    proven = resident.get(address)

    assert at_desk.content.startswith(b"%PDF")
    assert unproven.status_code == 302
    assert proven.content.startswith(b"%PDF")
    assert browser.get(f"/meja/{case.pk}/formulir/F-2.01.pdf").status_code == 404
    assert resident.get(address.replace("F-1.02", "F-2.01")).status_code == 404


def issue(regency, code):
    sent, case, browser = bring(regency, code, Duty.ATTACH)
    kind = "KTP" if code == "KTP-BARU" else "KK"
    body = {"document": kind, "number": "1671-0001"} | ({} if kind == "KTP" else {"file": pdf()})
    browser.post(f"/meja/{case.pk}/lampirkan/", body)
    browser.post(f"/meja/{case.pk}/putus/", {"do": "approve"})
    resident = Client()
    resident.post("/lacak/", {"no": sent.application.receipt, "pin": sent.pin})
    return sent, case, resident


def test_the_applicant_downloads_the_family_card(regency):
    sent, case, resident = issue(regency, "KK-HLG")
    page = resident.get(f"/p/{sent.application.receipt}/").content.decode()
    address = f"/p/{sent.application.receipt}/dokumen/{case.pk}/{case.issued.get().pk}.pdf"

    looked = resident.get(address)
    fetched = resident.post(address)
    again = resident.get(address)

    assert address in page
    assert looked.status_code == 302
    assert fetched.content == ISSUED
    assert again.content == ISSUED
    assert Client().post(address).status_code == 302
    case.refresh_from_db()
    assert case.state == State.DELIVERED


def test_a_card_is_told_to_be_fetched(regency):
    sent, case, resident = issue(regency, "KTP-BARU")

    page = resident.get(f"/p/{sent.application.receipt}/").content.decode()

    assert "Ambil di loket. Bawa KTP lama untuk ditarik." in page
    assert f"/dokumen/{case.pk}/" not in page
    assert f"/surat/{case.pk}.pdf" not in page
