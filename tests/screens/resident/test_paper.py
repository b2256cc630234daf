"""The form on paper: for every service, readable, with a code for the counter, whatever somebody typed."""

import io
import re

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from tests.make import Cast
from tests.screens.desk.papers import client_of
from tests.tables import load_catalogue
from tuntas.catalog.finding import get_service
from tuntas.catalog.packages import read_catalog
from tuntas.intake.drafts import open_draft, save_draft
from tuntas.intake.models import Draft
from tuntas.screens.resident.applying.drafts import cookie_name

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
SERVICES = {one.code: one for one in read_catalog()}


@pytest.fixture(autouse=True)
def _office(cast: Cast) -> None:
    load_catalogue()


def read_text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document)


def draw_page(pdf: bytes, *, dpi: int) -> Image.Image:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil()
    return image


def read_qr(page: Image.Image) -> str:
    [symbol] = zxingcpp.read_barcodes(page)
    return str(symbol.text)


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def print_draft(cast: Cast, **content: object) -> bytes:
    version, _definition = get_service("SKD")
    draft, token = open_draft(version, office=cast.office)
    save_draft(draft, dict(content))
    browser = Client()
    browser.cookies[cookie_name("SKD")] = token
    answer = browser.post("/ajukan/skd/cetak/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return bytes(answer.content)


@pytest.mark.parametrize("code", SERVICES)
def test_every_service_has_a_paper_form_with_its_questions_and_papers(cast: Cast, code: str) -> None:
    browser = Client()
    browser.cookies["tuntas_kantor"] = cast.office.code

    answer = browser.get(f"/layanan/{code.lower()}/formulir.pdf")

    text = squeeze(read_text(answer.content))
    assert answer["Content-Type"] == "application/pdf"
    for question in SERVICES[code].questions:
        assert squeeze(question.label) in text
    for requirement in SERVICES[code].requirements:
        if requirement.required and requirement.when is None:
            assert squeeze(requirement.name) in text


def test_the_code_of_an_empty_form_opens_the_counter_with_that_service(cast: Cast) -> None:
    pdf = Client().get("/layanan/sku/formulir.pdf").content

    assert read_qr(draw_page(pdf, dpi=150)).endswith("/meja/loket/?layanan=SKU")
    assert read_qr(draw_page(pdf, dpi=360)).endswith("/meja/loket/?layanan=SKU")


def test_a_draft_is_printed_with_its_answers_and_a_code_that_opens_it(cast: Cast) -> None:
    pdf = print_draft(cast, applicant=cast.ani, answers={"purpose": "Membuka rekening bank", "same_address": "true"})

    text, address = read_text(pdf), read_qr(draw_page(pdf, dpi=150))
    code = address.strip("/").rpartition("/")[2]
    page = client_of(cast.budi).post(f"/meja/loket/kode/{code}/", follow=True).content.decode()
    assert "Membuka rekening bank" in text
    assert code in text
    assert squeeze("1671085204900001") in squeeze(text)
    assert "1671085204900001" not in address
    assert 'value="Membuka rekening bank"' in page or ">Membuka rekening bank<" in page


@pytest.mark.parametrize(
    "typed",
    [
        "\"kutip\" dan 'petik'",
        "\U0001f600 senang",
        "\u6f22\u5b57 \u4e2d\u6587",
        "#panic()",
        "$x$ *tebal* _miring_ `kode` //",
        "\\u{1F600} @sitasi <label>",
    ],
)
def test_nothing_that_is_typed_is_read_as_markup_or_breaks_the_form(cast: Cast, typed: str) -> None:
    pdf = print_draft(
        cast,
        applicant={"name": typed, "birth_date": typed, "rt": typed, "nik": typed, "sex": typed},
        answers={"purpose": typed, "lives_since": "2021-13", "same_address": typed},
        helper={"name": typed},
    )

    text = squeeze(read_text(pdf))
    for word in re.findall(r"[A-Za-z#()\\]+", typed):
        assert word in text


def test_a_browser_without_a_draft_prints_nothing(cast: Cast) -> None:
    assert Client().post("/ajukan/skd/cetak/")["Location"] == "/ajukan/skd/"
    assert not Draft.objects.exists()


def test_the_code_on_paper_is_kept_only_as_its_index(cast: Cast) -> None:
    pdf = print_draft(cast, applicant=cast.ani)

    code = read_qr(draw_page(pdf, dpi=150)).strip("/").rpartition("/")[2]
    assert code.replace("-", "") not in Draft.objects.get().code_index
