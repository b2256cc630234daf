"""A package: each document begins when its forerunners are ready, and ends when one of them never will be."""

import pytest

from tests.flow.packages import apply_package, by_output, decide_once, finish, finish_all, make_package_body
from tests.flow.papers import make_upload
from tests.flow.region import TODAY, make_regency
from tests.make import MONDAY, PIN
from tests.tables import load_catalogue
from tuntas.cases.access import list_visible
from tuntas.cases.chain import find_current_step
from tuntas.cases.models import Event, Verdict
from tuntas.cases.refusals import CannotMove, CaseUnknown
from tuntas.cases.states import State, Verb
from tuntas.catalog.packages import read_catalog
from tuntas.config.work import HANDLERS
from tuntas.flow import sign as signing
from tuntas.flow.approve import approve
from tuntas.flow.download import download
from tuntas.flow.read_record import get_file
from tuntas.flow.reject import reject
from tuntas.flow.resubmit import resubmit
from tuntas.flow.send_back import send_back
from tuntas.flow.verdicts import Wrong
from tuntas.flow.withdraw import withdraw
from tuntas.intake.refusals import InputRefused
from tuntas.intake.submission import check_submission
from tuntas.jobs.worker import drain
from tuntas.letters.forms import render_form
from tuntas.notices.models import Notice
from tuntas.offices.models import Assignment
from tuntas.reports.inbox import list_queue
from tuntas.reports.status import read_status
from tuntas.reports.workbench import read_bench
from tuntas.vault.audit import verify
from tuntas.vault.keys import blind_index

pytestmark = pytest.mark.django_db

CATALOG = read_catalog()
WIDOW = {
    "spouse": "other",
    "spouse_name": "Siti Aminah",
    "spouse_nik": "1671085102500001",
    "spouse_sex": "P",
    "spouse_birth_place": "Lahat",
    "spouse_birth_date": "1950-02-11",
    "spouse_religion": "ISLAM",
    "spouse_occupation": "Mengurus rumah tangga",
}


@pytest.fixture
def regency():
    load_catalogue()
    return make_regency()


def died_at_home(regency, **answers):
    """Four documents: the kelurahan's letter, the certificate, the family card, the widow's KTP-el."""
    return apply_package(regency, "MATI", **{"letter_from": "none", "died_at": "home", **WIDOW, **answers})


def states(application):
    return {output: str(case.state) for output, case in by_output(application).items()}


def test_one_application_opens_a_case_for_each_document(regency):
    sent = died_at_home(regency)

    assert states(sent.application) == {
        "skk": "IN_REVIEW",
        "akta": "WAITING",
        "kk": "WAITING",
        "ktp_pasangan": "WAITING",
    }
    assert len({case.application_id for case in sent.cases}) == 1


def test_a_waiting_case_has_no_clock_and_no_desk(regency):
    akta = by_output(died_at_home(regency).application)["akta"]

    assert (akta.due_at, akta.desk) == (None, None)
    assert akta.minutes_left == 480


def test_a_waiting_case_cannot_be_decided(regency):
    akta = by_output(died_at_home(regency).application)["akta"]

    with pytest.raises(CannotMove):
        approve(akta, by=regency.sits(akta), pin=PIN, at=MONDAY)
    with pytest.raises(CannotMove):
        send_back(akta, by=regency.sits(akta), reasons=[Wrong("KTA", "unreadable")], at=MONDAY)
    with pytest.raises(CannotMove):
        reject(akta, by=regency.sits(akta), code="duplicate", at=MONDAY)


def test_the_next_document_begins_when_its_forerunner_is_ready(regency):
    application = died_at_home(regency).application
    cases = by_output(application)

    finish(cases["skk"], regency)

    now = by_output(application)
    assert states(application)["akta"] == "IN_REVIEW"
    assert now["akta"].desk.office == regency.registry
    assert now["akta"].due_at is not None
    assert states(application)["kk"] == "WAITING"


def test_signing_releases_nothing_before_the_seal_is_kept(regency, monkeypatch):
    application = died_at_home(regency).application
    case = by_output(application)["skk"]
    while case.state == State.IN_REVIEW:
        case = decide_once(case, regency)
    assert states(application)["skk"] == "SIGNING"
    assert states(application)["akta"] == "WAITING"

    class Killed(BaseException):
        """The worker dies between the two moves."""

    def die(*_args, **_more):
        raise Killed

    monkeypatch.setattr(signing, "follow_up", die)
    with pytest.raises(Killed):
        signing.finish_signature({"letter": str(case.letters.get().pk)})
    assert states(application)["skk"] == "SIGNING"  # both moves are of one transaction, so neither happened
    assert states(application)["akta"] == "WAITING"

    monkeypatch.undo()
    drain(HANDLERS)
    assert (states(application)["skk"], states(application)["akta"]) == ("READY", "IN_REVIEW")


def test_the_whole_death_ends_with_every_document_ready(regency):
    application = died_at_home(regency).application

    order = finish_all(application, regency)

    assert order[:2] == ["skk", "akta"]
    assert set(states(application).values()) == {"READY"}
    assert verify() > 0


def test_each_document_can_be_fetched_while_others_are_under_way(regency):
    application = died_at_home(regency).application
    skk = finish(by_output(application)["skk"], regency)

    assert download(skk).startswith(b"%PDF")
    assert states(application)["skk"] == "DELIVERED"
    assert states(application)["akta"] == "IN_REVIEW"


def test_what_waits_for_a_rejected_document_ends_with_a_reason(regency):
    application = died_at_home(regency).application
    skk = by_output(application)["skk"]

    reject(skk, by=regency.sits(skk), code="duplicate", at=MONDAY)

    assert states(application) == {
        "skk": "REJECTED",
        "akta": "WITHDRAWN",
        "kk": "WITHDRAWN",
        "ktp_pasangan": "WITHDRAWN",
    }
    event = Event.objects.get(case=by_output(application)["akta"], verb=Verb.END)
    assert event.actor == "system"
    assert event.note.startswith("Surat Keterangan Kematian tidak terbit, jadi dokumen ini tidak dapat dibuat.")
    status = read_status(application, at=MONDAY)
    akta = next(case for case in status.cases if case.output == "akta")
    assert akta.history[-1].note == event.note


def test_one_notice_tells_of_all_that_ended(regency):
    application = died_at_home(regency).application
    skk = by_output(application)["skk"]

    reject(skk, by=regency.sits(skk), code="duplicate", at=MONDAY)

    [ended] = Notice.objects.filter(template="ended")
    assert "Ini juga berlaku untuk: Kartu Keluarga, KTP-el pasangan" in ended.body


def test_a_withdrawn_package_ends_altogether_with_one_notice(regency):
    application = died_at_home(regency).application

    withdraw(application, at=MONDAY)

    assert set(states(application).values()) == {"WITHDRAWN"}
    [told] = Notice.objects.filter(template="withdrawn")
    assert "Paket Kematian" in told.body


def test_one_notice_tells_of_the_receipt_and_later_ones_name_the_document(regency):
    application = died_at_home(regency).application
    [sent] = Notice.objects.all()
    assert "Paket Kematian" in sent.body

    finish(by_output(application)["skk"], regency)

    assert "Surat Keterangan Kematian" in Notice.objects.exclude(pk=sent.pk).get().body


def test_the_card_of_the_widow_shows_the_widow(regency):
    application = died_at_home(regency).application
    ktp = by_output(application)["ktp_pasangan"]

    assert ktp.applicant["name"] == "Siti Aminah"
    assert ktp.applicant["nik"] == "1671085102500001"
    assert ktp.applicant["address"] == regency.ani["address"]
    assert ktp.applicant["marital_status"] == "CERAI MATI"
    assert "education" not in ktp.applicant  # nobody asked it of her, and the applicant's own would be untrue
    assert ktp.answers == {"kind": "changed"}
    assert application.applicant["name"] == "Ani Contoh"


def test_the_desk_and_the_form_show_the_widow(regency):
    application = died_at_home(regency).application
    for output in ("skk", "akta"):
        finish(by_output(application)[output], regency)
    ktp = by_output(application)["ktp_pasangan"]
    officer = regency.sits(ktp)

    bench = read_bench(ktp, officer=officer, at=MONDAY)
    row = next(row for row in list_queue(officer, at=MONDAY).rows if row.case == ktp)

    assert (row.name, row.short) == ("Siti Aminah", "KTP-el pasangan, status cerai mati")
    facts = {fact.label: fact for fact in bench.facts}
    assert facts["Nama"].text == "Siti Aminah"
    assert facts["Nama"].item == "answers.spouse_name"  # what is wrong there is mended where it was answered
    assert {one.item for one in bench.documents} == {"KK", "KPA"}
    assert render_form(ktp, "F-1.02", at=MONDAY).startswith(b"%PDF")


def test_nobody_decides_a_document_that_is_their_own(regency):
    application = died_at_home(regency).application
    for output in ("skk", "akta"):
        finish(by_output(application)[output], regency)
    ktp = by_output(application)["ktp_pasangan"]
    officer = regency.sits(ktp)
    officer.nik_index = blind_index("nik", "1671085102500001")
    officer.save()

    with pytest.raises(CannotMove, match="permohonan Anda sendiri"):
        approve(ktp, by=officer, at=MONDAY)


def test_an_office_sees_neither_the_other_documents_nor_their_papers(regency):
    application = died_at_home(regency).application
    cases = by_output(application)
    clerk = Assignment.objects.get(post__office=regency.registry, post__role="PRINT_CLERK").officer
    village = Assignment.objects.get(post__office=regency.village, post__role="OPERATOR").officer
    camat = Assignment.objects.get(post__office=regency.district, post__role="HEAD").officer

    seen = set(list_visible(clerk, at=MONDAY).values_list("output", flat=True))
    assert "skk" not in seen
    assert set(list_visible(village, at=MONDAY).values_list("output", flat=True)) == set(cases)
    assert not list_visible(camat, at=MONDAY).exists()

    strange = application.files.get(requirement="KTA")
    with pytest.raises(CaseUnknown):
        get_file(cases["ktp_pasangan"], file_id=strange.pk, by=clerk)
    assert "deceased_mother" not in cases["ktp_pasangan"].answers


def test_the_village_looks_once_and_what_follows_goes_straight_on(regency):
    cases = by_output(apply_package(regency, "MATI", letter_from="letter").application)

    assert cases["akta"].desk.office == regency.village
    assert {step.office.level for step in cases["kk"].steps.all()} == {"civil_registry"}


def test_a_bad_page_is_seen_by_both_offices_and_asked_for_once(regency):
    application = died_at_home(regency).application
    for output in ("skk", "akta"):
        finish(by_output(application)[output], regency)
    cases = by_output(application)
    send_back(cases["kk"], by=regency.sits(cases["kk"]), reasons=[Wrong("KK", "unreadable")], at=MONDAY)

    bench = read_bench(cases["ktp_pasangan"], officer=regency.sits(cases["ktp_pasangan"]), at=MONDAY)
    assert next(one for one in bench.documents if one.item == "KK").said == Verdict.Says.UNCLEAR

    ktp = cases["ktp_pasangan"]
    send_back(ktp, by=regency.sits(ktp), reasons=[Wrong("KK", "unreadable")], at=MONDAY)
    application.refresh_from_db()
    assert [ask.item for ask in read_status(application, at=MONDAY).asks] == ["KK"]

    resubmit(application, files=[("KK", make_upload())], at=MONDAY)
    assert states(application)["kk"] == states(application)["ktp_pasangan"] == "IN_REVIEW"


def test_a_corrected_answer_reaches_every_document_that_uses_it(regency):
    application = died_at_home(regency).application
    skk = by_output(application)["skk"]
    send_back(skk, by=regency.sits(skk), reasons=[Wrong("answers.deceased_name", "differs")], at=MONDAY)

    resubmit(application, answers={"deceased_name": "Abdul Karim bin Yusuf"}, at=MONDAY)

    cases = by_output(application)
    assert cases["skk"].answers["deceased_name"] == "Abdul Karim bin Yusuf"
    assert cases["akta"].answers["deceased_name"] == "Abdul Karim bin Yusuf"
    assert cases["kk"].answers["changes"][0]["name"] == "Abdul Karim bin Yusuf"


def test_a_correction_of_the_widows_name_is_asked_under_the_question_she_was_asked_by(regency):
    application = died_at_home(regency).application
    for output in ("skk", "akta"):
        finish(by_output(application)[output], regency)
    ktp = by_output(application)["ktp_pasangan"]

    send_back(ktp, by=regency.sits(ktp), reasons=[Wrong("answers.spouse_name", "differs")], at=MONDAY)
    [ask] = read_status(application, at=MONDAY).asks
    assert ask.name == "Nama pasangan almarhum"
    resubmit(application, answers={"spouse_name": "Siti Aminah binti Umar"}, at=MONDAY)

    assert by_output(application)["ktp_pasangan"].applicant["name"] == "Siti Aminah binti Umar"


def test_a_constant_of_the_package_cannot_be_asked_of_the_applicant(regency):
    application = died_at_home(regency).application
    for output in ("skk", "akta"):
        finish(by_output(application)[output], regency)
    ktp = by_output(application)["ktp_pasangan"]

    with pytest.raises(InputRefused):
        send_back(ktp, by=regency.sits(ktp), reasons=[Wrong("answers.kind", "differs")], at=MONDAY)


def test_a_correction_that_makes_a_document_needless_ends_it_and_one_that_needs_another_begins_it(regency):
    application = died_at_home(regency).application
    skk = by_output(application)["skk"]
    send_back(skk, by=regency.sits(skk), reasons=[Wrong("answers.deceased_name", "differs")], at=MONDAY)
    application.refresh_from_db()
    application.answers = {**application.answers, "spouse": "none", "family_after": "head", "members_count": 2}
    application.save(update_fields=["answers"])

    resubmit(application, answers={"deceased_name": "Abdul Karim"}, at=MONDAY)

    assert states(application) == {
        "skk": "IN_REVIEW",
        "akta": "WAITING",
        "kk": "WITHDRAWN",
        "kk_kepala": "WAITING",
        "ktp_pasangan": "WITHDRAWN",
    }


@pytest.mark.parametrize(
    ("answers", "made"),
    [
        ({"letter_from": "letter", "spouse": "none", "family_after": "alone"}, {"akta"}),
        ({"letter_from": "letter", "spouse": "none"}, {"akta", "kk"}),
        ({"letter_from": "letter", "spouse": "me"}, {"akta", "kk", "ktp"}),
        ({"letter_from": "police", "spouse": "me", "family_after": "head"}, {"akta", "kk_kepala", "ktp"}),
        ({"letter_from": "none", "spouse": "me"}, {"skk", "akta", "kk", "ktp"}),
        (
            {"letter_from": "letter", "spouse": "none", "family_after": "head", "dependant": "child"},
            {"akta", "kk_kepala", "kk_tanggungan", "kia"},
        ),
    ],
)
def test_the_answers_decide_which_documents_are_made(regency, answers, made):
    """That each of them gets ready, in these and all other branches, is walked in tests/api/test_packages.py."""
    application = apply_package(regency, "MATI", **answers).application

    assert set(by_output(application)) == made


def test_a_package_is_named_as_a_package(regency):
    body = make_package_body(regency, "MATI")

    with pytest.raises(InputRefused) as refused:
        check_submission({**body, "package": "SKD"}, channel="web", on=TODAY)
    assert "package" in {error.field for error in refused.value.errors}

    assert check_submission(body, channel="api", on=TODAY).definition.is_package


def test_a_missing_paper_of_the_package_is_named_once(regency):
    body = make_package_body(regency, "MATI", letter_from="letter")
    body["files"] = [row for row in body["files"] if row["requirement"] != "KK"]

    with pytest.raises(InputRefused) as refused:
        check_submission(body, channel="web", on=TODAY)

    assert [error.field for error in refused.value.errors] == ["files.KK"]


def test_every_case_of_a_package_sits_at_a_desk_or_waits_for_a_known_case(regency):
    application = died_at_home(regency, dependant="child").application
    keys = set(by_output(application))

    for case in by_output(application).values():
        assert set(case.waits_for) <= keys
        assert (case.state == State.WAITING) == bool(case.waits_for)
        assert find_current_step(case) is not None
