"""The catalogue: papers walk through all their offices, and end as letters or documents of the registry.

That every service comes to its end is walked in tests/api/test_catalogue.py, by the same verbs.
"""

import pytest

from tests.catalog.files import read_services
from tests.flow.region import ISSUED, apply, make_body, make_regency, walk
from tests.make import MONDAY, PIN
from tests.tables import load_catalogue
from tuntas.cases.access import list_visible
from tuntas.cases.chain import find_current_step
from tuntas.cases.refusals import CannotMove, CaseUnknown
from tuntas.cases.states import Duty, State
from tuntas.catalog.finding import get_service
from tuntas.config.work import HANDLERS
from tuntas.flow.approve import approve
from tuntas.flow.attach import attach
from tuntas.flow.download_issued import download_issued
from tuntas.flow.print_form import print_form
from tuntas.intake.refusals import InputRefused
from tuntas.intake.submission import check_submission
from tuntas.jobs.worker import drain
from tuntas.letters.models import Letter
from tuntas.offices.models import Assignment, Post
from tuntas.offices.signing import WrongPin
from tuntas.offices.tree import PostMissing

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SERVICES = {one.code: one for one in read_services()}


@pytest.fixture
def regency():
    load_catalogue()
    return make_regency(survey=True, camat=True)


def test_a_paper_for_the_camat_goes_up_and_comes_back(regency):
    case = apply(regency, "SKAW").cases[0]

    passed = walk(case, regency, SERVICES["SKAW"])

    assert passed == [
        "village check",
        "village initial",
        "village initial",
        "district check",
        "district initial",
        "district initial",
        "district countersign",
        "village sign",
    ]


def test_the_camat_who_takes_note_stands_on_the_letter(regency):
    case = apply(regency, "SKAW").cases[0]
    walk(case, regency, SERVICES["SKAW"])
    drain(HANDLERS)

    [note] = Letter.objects.get(case=case).sheet["noted"]

    assert note["name"] == "Camat District"
    assert note["dated"].startswith("23 November 2026")


def test_nobody_takes_note_without_the_signing_pin(regency):
    case = apply(regency, "SKAW").cases[0]
    while find_current_step(case).duty != Duty.COUNTERSIGN:
        case = approve(case, by=regency.sits(case), at=MONDAY)

    with pytest.raises(WrongPin):
        approve(case, by=regency.sits(case), pin="000000", at=MONDAY)


def test_the_camat_is_asked_only_where_the_office_wants_it():
    load_catalogue()
    regency = make_regency(camat=False)

    case = apply(regency, "SKT").cases[0]

    assert not case.steps.filter(office=regency.district).exists()


def test_the_village_takes_in_and_the_registry_issues(regency):
    case = apply(regency, "AKL").cases[0]

    assert case.application.office == regency.village
    assert case.office == regency.registry
    assert [step.office.level for step in case.steps.all()] == ["village"] + ["civil_registry"] * 4
    assert case.desk.office == regency.village


def test_a_registry_may_take_papers_directly(regency):
    regency.registry.switches = {"direct_registry": True}
    regency.registry.save()

    case = apply(regency, "AKL").cases[0]

    assert case.desk.office == regency.registry


def test_the_district_does_not_see_what_does_not_pass_it(regency):
    case = apply(regency, "AKL").cases[0]
    camat = Assignment.objects.get(post__office=regency.district, post__role="HEAD").officer

    assert not list_visible(camat, at=MONDAY).filter(pk=case.pk).exists()


def test_a_village_without_a_registry_cannot_take_in_for_it():
    load_catalogue()
    regency = make_regency()
    body = make_body(regency, "AKL")
    Assignment.objects.filter(post__office=regency.registry).delete()
    Post.objects.filter(office=regency.registry).delete()
    regency.registry.delete()

    with pytest.raises(InputRefused) as refused:
        check_submission(body, channel="web", on=MONDAY.date())

    assert [error.field for error in refused.value.errors] == ["service"]


def test_an_office_without_a_camat_says_so_and_keeps_nothing(regency):
    Assignment.objects.filter(post__office=regency.district, post__role="HEAD").delete()
    regency.district.posts.filter(role="HEAD").delete()

    with pytest.raises(PostMissing, match="Kepala kantor"):
        apply(regency, "SKAW")


def to_attach(regency, code):
    """A case on the desk of whoever prints."""
    case = apply(regency, code).cases[0]
    while find_current_step(case).duty != Duty.ATTACH:
        case = approve(case, by=regency.sits(case), at=MONDAY)
    return case, regency.sits(case)


def test_nothing_is_issued_before_it_is_attached(regency):
    case, clerk = to_attach(regency, "AKL")

    with pytest.raises(CannotMove, match="Lampirkan dulu Kutipan akta kelahiran"):
        approve(case, by=clerk, at=MONDAY)

    case.refresh_from_db()
    assert case.state == State.IN_REVIEW


def test_a_card_needs_its_number_only_and_a_paper_its_pdf(regency):
    case, clerk = to_attach(regency, "KTP-BARU")
    attach(case, by=clerk, code="KTP", number="1671-0001", at=MONDAY)
    assert approve(case, by=clerk, at=MONDAY).state == State.READY

    case, clerk = to_attach(regency, "KK-HLG")
    with pytest.raises(InputRefused) as refused:
        attach(case, by=clerk, code="KK", number="1671-0001", at=MONDAY)
    assert [error.field for error in refused.value.errors] == ["file"]


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"%PDF-1.7 cut off", b"x" * 100])
def test_what_is_no_whole_pdf_is_refused(regency, data):
    case, clerk = to_attach(regency, "KK-HLG")

    with pytest.raises(InputRefused):
        attach(case, by=clerk, code="KK", number="1", data=data, at=MONDAY)

    assert not case.issued.exists()


def test_only_who_prints_attaches(regency):
    case = apply(regency, "KK-HLG").cases[0]

    with pytest.raises(CannotMove):
        attach(case, by=regency.sits(case), code="KK", data=ISSUED, at=MONDAY)


def test_a_document_of_another_service_is_refused(regency):
    case, clerk = to_attach(regency, "KK-HLG")

    with pytest.raises(InputRefused):
        attach(case, by=clerk, code="AKL", data=ISSUED, at=MONDAY)


def test_the_newest_of_a_document_counts_and_the_older_stays(regency):
    case, clerk = to_attach(regency, "KK-HLG")
    attach(case, by=clerk, code="KK", number="old", data=ISSUED, at=MONDAY)
    newest = attach(case, by=clerk, code="KK", number="new", data=ISSUED + b"\n", at=MONDAY)
    approve(case, by=clerk, at=MONDAY)
    case.refresh_from_db()

    assert download_issued(case, document_id=newest.pk).data == ISSUED + b"\n"
    assert case.issued.count() == 2


def test_the_applicant_fetches_the_very_bytes_and_that_is_the_hand_over(regency):
    case, clerk = to_attach(regency, "KK-HLG")
    document = attach(case, by=clerk, code="KK", number="1", data=ISSUED, at=MONDAY)
    with pytest.raises(CaseUnknown):
        download_issued(case, document_id=document.pk)
    approve(case, by=clerk, at=MONDAY)
    case.refresh_from_db()

    found = download_issued(case, document_id=document.pk)

    case.refresh_from_db()
    assert (found.data, found.code, case.state) == (ISSUED, "KK", State.DELIVERED)


def test_a_card_must_reach_a_hand_whatever_was_downloaded(regency):
    case, clerk = to_attach(regency, "AKL")
    akta = attach(case, by=clerk, code="AKL", number="1", data=ISSUED, at=MONDAY)
    attach(case, by=clerk, code="KK", number="1", data=ISSUED, at=MONDAY)
    attach(case, by=clerk, code="KIA", number="1671-0002", at=MONDAY)
    approve(case, by=clerk, at=MONDAY)
    case.refresh_from_db()

    download_issued(case, document_id=akta.pk)

    case.refresh_from_db()
    assert case.state == State.READY


@pytest.mark.parametrize("code", [code for code, one in SERVICES.items() if one.forms])
def test_every_form_of_a_service_can_be_printed(regency, code):
    case = apply(regency, code).cases[0]
    forms = [form.code for form in get_service(code)[1].forms if form.when is None]

    printed = [print_form(case, form) for form in forms]

    assert all(pdf.startswith(b"%PDF") for pdf in printed)


def test_a_form_of_another_service_is_not_there(regency):
    case = apply(regency, "KK-HLG").cases[0]

    for form in ("F-2.01", "F-1.07", "../skd", "N2"):
        with pytest.raises(CaseUnknown):
            print_form(case, form)


def test_the_signing_pin_is_asked_of_the_village_head_too(regency):
    case = apply(regency, "SKHL").cases[0]
    for _desk in range(2):
        case = approve(case, by=regency.sits(case), at=MONDAY)

    with pytest.raises(WrongPin):
        approve(case, by=regency.sits(case), pin="1", at=MONDAY)
    assert approve(case, by=regency.sits(case), pin=PIN, at=MONDAY).state == State.SIGNING
