"""A letter taken back: nobody is sent for it any more, and who has it already is told."""

from typing import Any

import pytest
from django.test import Client

from tests.flow.packages import apply_package, by_output, finish
from tests.flow.region import make_regency
from tests.make import MONDAY, Cast
from tests.screens.desk.papers import bring, client_of, text_of
from tests.screens.resident.papers import prove
from tests.tables import load_catalogue
from tuntas.cases.models import Case
from tuntas.cases.refusals import CannotMove, CaseUnknown
from tuntas.cases.states import State, Verb
from tuntas.config.work import HANDLERS
from tuntas.flow.download import download
from tuntas.flow.revoke import revoke
from tuntas.intake.refusals import InputRefused
from tuntas.jobs.worker import drain
from tuntas.letters.checking import Status, check_code
from tuntas.letters.reading import find_letter
from tuntas.notices.models import Notice
from tuntas.offices.models import Officer
from tuntas.vault.pins import hash_pin

pytestmark = pytest.mark.django_db
WHY = "Nama ayah keliru."


@pytest.fixture
def ready(signing_cast: Cast) -> Case:
    case = bring(signing_cast, steps=4)
    drain(HANDLERS)
    case.refresh_from_db()
    assert case.state == State.READY
    return case


def open_page(case: Case) -> str:
    """The applicant's own page, proven by the PIN."""
    application, client = case.application, Client()
    application.pin_hash = hash_pin("482913")
    application.save(update_fields=["pin_hash"])
    prove(client, application)
    return text_of(client.get(f"/p/{application.receipt}/"))


def verdict_of(case: Case) -> Any:
    letter = find_letter(case)
    assert letter
    return check_code(letter.code, on=MONDAY.date()).status


def test_nobody_is_sent_for_a_letter_that_was_taken_back(ready: Case, cast: Cast) -> None:
    before = open_page(ready)
    revoke(ready, by=cast.dewi, reason=WHY)
    drain(HANDLERS)
    after, counter = open_page(ready), text_of(client_of(cast.budi).get("/meja/serah/"))

    assert "Giliran Anda" in before
    assert "Giliran Anda" not in after
    assert WHY in after
    assert "0 surat siap diserahkan" in counter
    assert Case.objects.get(pk=ready.pk).state == State.WITHDRAWN
    assert verdict_of(ready) == Status.REVOKED
    assert Notice.objects.filter(event__verb=Verb.RECALL).exists()


def test_it_can_neither_be_fetched_nor_handed_over_nor_taken_back_again(ready: Case, cast: Cast) -> None:
    revoke(ready, by=cast.dewi, reason=WHY)
    case, budi = Case.objects.get(pk=ready.pk), client_of(cast.budi)

    with pytest.raises(CaseUnknown):
        download(case)
    budi.post(f"/meja/{case.pk}/serah/", {"receiver": "Ani Contoh", "relation": "self"})
    with pytest.raises(CannotMove):
        revoke(case, by=cast.dewi, reason=WHY)

    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN


def test_who_has_it_already_keeps_a_paper_that_is_told_to_be_void(ready: Case, cast: Cast) -> None:
    download(ready)
    page = text_of(client_of(cast.dewi).get(f"/meja/{ready.pk}/"))

    revoke(ready, by=cast.dewi, reason=WHY)

    assert "Cabut surat" in page
    assert Case.objects.get(pk=ready.pk).state == State.DELIVERED
    assert WHY in open_page(ready)
    assert verdict_of(ready) == Status.REVOKED
    assert "Cabut surat" not in text_of(client_of(cast.dewi).get(f"/meja/{ready.pk}/"))


def test_without_a_reason_nothing_is_taken_back(ready: Case, cast: Cast) -> None:
    with pytest.raises(InputRefused):
        revoke(ready, by=cast.dewi, reason="  ")

    assert verdict_of(ready) == Status.VALID


def test_documents_that_have_begun_after_it_go_on() -> None:
    load_catalogue()
    regency = make_regency()
    application = apply_package(regency, "MATI", letter_from="none").application
    letter = finish(by_output(application)["skk"], regency)

    revoke(letter, by=Officer.objects.get(username="village-4"), reason=WHY, at=MONDAY)

    states = {output: case.state for output, case in by_output(application).items() if output in {"skk", "akta", "kk"}}
    assert states == {"skk": State.WITHDRAWN, "akta": State.IN_REVIEW, "kk": State.WAITING}
