"""Documents on file: what was judged good once need not be brought again, by its owner alone."""

from datetime import date, timedelta

import pytest

from tests.flow.papers import approve_until, send
from tests.make import MONDAY, PIN
from tests.people.neighbours import add_resident
from tests.tables import load_catalogue
from tuntas.config.work import HANDLERS
from tuntas.flow.approve import approve
from tuntas.flow.keep_documents import keep_documents, reuse_document
from tuntas.intake.uploads import claim
from tuntas.jobs.worker import drain
from tuntas.offices.signing import set_signing_pin
from tuntas.people.models import Document
from tuntas.people.prefill import list_valid
from tuntas.vault import files

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def signing_cast(cast):
    load_catalogue()
    set_signing_pin(cast.dewi, pin=PIN)
    return cast


def finish_skd(cast, *, fine=("KTP", "KK", "PGT")):
    """Ani's SKD, whose documents the operator ticks as good, sealed."""
    case = send(cast).cases[0]
    case = approve(case, by=cast.budi, fine=fine, at=MONDAY)
    for officer in cast.chain[1:]:
        case = approve(case, by=officer, pin=PIN, at=MONDAY)
    drain(HANDLERS)
    case.refresh_from_db()
    return case


def test_a_sealed_letter_leaves_the_good_documents_on_file(signing_cast):
    ani = add_resident(signing_cast.office)

    finish_skd(signing_cast)

    kept = {row.requirement: row for row in ani.documents.all()}
    assert set(kept) == {"KTP", "KK"}  # the RT's letter belongs to this one application
    assert kept["KTP"].expires_on == kept["KTP"].verified_on + timedelta(days=365)


def test_what_was_not_judged_good_is_not_kept(signing_cast):
    ani = add_resident(signing_cast.office)

    finish_skd(signing_cast, fine=["KK"])

    assert [row.requirement for row in ani.documents.all()] == ["KK"]


def test_nothing_is_kept_of_who_is_not_in_the_register(signing_cast):
    finish_skd(signing_cast)

    assert not Document.objects.exists()


def test_learning_twice_keeps_one_of_each(signing_cast):
    add_resident(signing_cast.office)
    case = finish_skd(signing_cast)

    keep_documents(case, at=MONDAY)

    assert Document.objects.count() == 2


def test_a_document_is_used_again_as_a_file_of_its_own(signing_cast):
    ani = add_resident(signing_cast.office)
    finish_skd(signing_cast)
    document = ani.documents.select_related("blob").get(requirement="KTP")

    upload = reuse_document(document)

    assert upload.blob_id != document.blob_id
    assert files.read(upload.blob) == files.read(document.blob)
    assert (upload.media_type, upload.pages) == ("image/jpeg", 1)
    claim([upload])


def test_an_expired_document_is_not_offered(signing_cast):
    ani = add_resident(signing_cast.office)
    finish_skd(signing_cast)

    assert {row.requirement for row in list_valid(ani, on=date(2026, 12, 1))} == {"KTP", "KK"}
    assert list_valid(ani, on=date(2030, 1, 1)) == []


def test_a_document_goes_with_its_bytes(signing_cast):
    ani = add_resident(signing_cast.office)
    blob = files.store(b"x", media_type="image/jpeg")
    Document.objects.create(
        resident=ani, office=ani.office, requirement="KTP", blob=blob, verified_on=MONDAY.date(), case=ani.pk
    )

    files.destroy(blob)

    assert not Document.objects.exists()


def test_a_case_that_is_not_finished_leaves_nothing(signing_cast):
    ani = add_resident(signing_cast.office)

    approve_until(send(signing_cast).cases[0], signing_cast, steps=2)
    drain(HANDLERS)

    assert not ani.documents.exists()
