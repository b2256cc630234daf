"""Letters on paper: what the counter prints, noted like every reading, and the register of their numbers."""

from io import BytesIO

import pikepdf
import pytest
from django.test import Client

from tests.make import MONDAY, Cast
from tests.screens.desk.papers import bring, client_of, text_of
from tuntas.cases.models import Case
from tuntas.cases.states import State
from tuntas.config.work import HANDLERS
from tuntas.jobs.worker import drain
from tuntas.letters.models import Series
from tuntas.letters.reading import find_letter, read_pdf
from tuntas.letters.sealing import revoke_letter
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db

COUNTER = {"method": "pickup"}


def seal(cast: Cast, **fields: object) -> Case:
    case = bring(cast, steps=4, **fields)
    drain(HANDLERS)
    case.refresh_from_db()
    assert case.state == State.READY
    return case


def count_pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def readings() -> list[str]:
    return list(AuditEntry.objects.filter(action="letter.read").values_list("subject", flat=True))


def test_the_counter_prints_the_sealed_letter_itself(cast: Cast, budi: Client) -> None:
    case = seal(cast, delivery=COUNTER)

    answer = budi.get(f"/meja/{case.pk}/surat.pdf")

    assert answer.content == read_pdf(find_letter(case))
    assert answer["Cache-Control"] == "no-store"
    assert readings() == [str(case.pk)]
    assert Case.objects.get(pk=case.pk).state == State.READY  # paper on the counter is in nobody's hand yet


def test_all_letters_that_are_fetched_are_printed_at_once_and_no_others(cast: Cast, budi: Client) -> None:
    fetched = [seal(cast, delivery=COUNTER), seal(cast, delivery=COUNTER)]
    seal(cast)

    page = text_of(budi.get("/meja/serah/"))
    pdf = budi.get("/meja/serah/cetak.pdf").content

    assert "Cetak 2 surat untuk loket" in page
    assert count_pages(pdf) == 2
    assert readings() == [str(case.pk) for case in fetched]


def test_a_document_of_a_package_is_handed_over_in_the_name_of_whom_it_is_about(cast: Cast, budi: Client) -> None:
    case = seal(cast, delivery=COUNTER)
    case.output, case.filled = "skd", {"applicant": {"name": "Dini Contoh"}}
    case.save(update_fields=["output", "filled"])

    page = text_of(budi.get(f"/meja/{case.pk}/serah/"))

    assert "Atas nama Dini Contoh." in page
    assert 'value="Ani Contoh"' in page  # who most likely stands at the counter


def test_where_nobody_waits_for_paper_there_is_nothing_to_print(cast: Cast, budi: Client) -> None:
    seal(cast)

    assert "untuk loket" not in text_of(budi.get("/meja/serah/"))
    assert budi.get("/meja/serah/cetak.pdf").status_code == 404


def test_a_letter_that_was_revoked_is_offered_for_the_printer_nowhere(cast: Cast, budi: Client) -> None:
    case = seal(cast, delivery=COUNTER)
    revoke_letter(find_letter(case), reason="Nama keliru", at=MONDAY)

    pages = [text_of(budi.get(path)) for path in ("/meja/serah/", f"/meja/{case.pk}/serah/")]

    assert not [page for page in pages if "surat.pdf" in page or "cetak.pdf" in page]


def test_a_letter_that_is_not_sealed_yet_is_not_printed(cast: Cast, budi: Client) -> None:
    case = bring(cast, steps=3)

    assert budi.get(f"/meja/{case.pk}/surat.pdf").status_code == 404
    assert readings() == []


def test_the_register_says_which_numbers_are_missing(cast: Cast, dewi: Client) -> None:
    seal(cast)
    whole = text_of(dewi.get("/meja/register/"))
    Series.objects.update(last=3)

    broken = text_of(dewi.get("/meja/register/"))

    assert "hilang dari catatan" not in whole
    assert "Nomor urut 2, 3 pada seri" in broken


def test_another_office_prints_nothing(cast: Cast) -> None:
    case = seal(cast, delivery=COUNTER)
    eko = client_of(cast.eko)

    assert eko.get(f"/meja/{case.pk}/surat.pdf").status_code == 404
    assert eko.get("/meja/serah/cetak.pdf").status_code == 404
    assert readings() == []
