"""The form filled in from the register: for who holds the phone on record, in the browser that asked, alone."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.make import MONDAY, Cast
from tests.people.neighbours import add_resident
from tests.screens.resident.papers import draw_photo
from tests.screens.resident.test_weights import weigh
from tests.tables import load_catalogue
from tuntas.intake.drafts import find_draft, save_draft
from tuntas.intake.models import Draft
from tuntas.intake.uploads import receive
from tuntas.people.models import Document, ProofCode, Resident
from tuntas.people.proof import MOST_ASKED, MOST_GUESSED
from tuntas.screens.resident.applying.drafts import cookie_name
from tuntas.screens.resident.applying.prefill import COOKIE
from tuntas.screens.shared.place import COOKIE as PLACE
from tuntas.vault.keys import make_id
from tuntas.vault.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)

NIK, STRANGER = "1671085204900001", "1671085204909999"
FORM, ASK, CODE = "/ajukan/skd/", "/ajukan/skd/kenali/", "/ajukan/skd/kenali/kode/"
LINK = "Isi otomatis dengan kode ke HP"


@pytest.fixture(autouse=True)
def ani(cast: Cast) -> Resident:
    load_catalogue()
    return add_resident(cast.office)


def begin(cast: Cast, *, content: dict[str, Any] | None = None) -> Client:
    """A browser with the form open, and what was typed in it so far."""
    client = Client()
    client.cookies[PLACE] = cast.office.code
    client.get(FORM)
    if content:
        save_draft(draft_of(client), content)
    return client


def draft_of(client: Client) -> Draft:
    draft = find_draft(client.cookies[cookie_name("SKD")].value)
    assert draft is not None
    return draft


def newest_code() -> str:
    return ProofCode.objects.latest("created_at").code


def wrong_code() -> str:
    return "111111" if newest_code() != "111111" else "222222"


def main_of(answer: Any) -> str:
    page = answer.content.decode()
    return re.sub(r"<input[^>]+csrfmiddlewaretoken[^>]+>", "", page[page.index("<main") : page.index("</main>")])


def fill_in(client: Client, *, nik: str = NIK) -> Any:
    client.post(ASK, {"nik": nik})
    return client.post(CODE, {"kode": newest_code()}, follow=True)


def test_the_right_code_fills_in_the_form(cast: Cast, ani: Resident) -> None:
    client = begin(cast)

    asked = client.post(ASK, {"nik": "1671 0852 0490 0001"})
    filled = client.post(CODE, {"kode": f" {newest_code()[:3]} {newest_code()[3:]}"}, follow=True)

    assert asked["Location"] == CODE
    assert filled.redirect_chain == [(FORM, 302)]
    page = filled.content.decode()
    assert "Data Anda sudah terisi. Periksa dan ubah bila perlu." in page
    assert 'value="Ani Contoh"' in page
    applicant = draft_of(client).content["applicant"]
    assert (applicant["nik"], applicant["kk"], applicant["address"]) == (NIK, ani.family.card["kk"], "Jalan Contoh 1")
    noted = AuditEntry.objects.filter(actor="applicant").order_by("seq")
    assert [(one.action, one.stream) for one in noted] == [
        ("resident.proven", cast.office.code),
        ("resident.prefilled", cast.office.code),
    ]


def test_a_code_fills_in_once(cast: Cast) -> None:
    client = begin(cast)
    fill_in(client)
    save_draft(draft_of(client), {})

    assert client.get(CODE)["Location"] == ASK


def test_whoever_is_unknown_is_answered_like_a_resident(cast: Cast) -> None:
    """peers 5.1: an answer that tells who is in the register."""
    pages = []
    for nik in (NIK, STRANGER):
        client = begin(cast)
        asked = client.post(ASK, {"nik": nik})
        page = client.get(asked["Location"])
        refused = client.post(CODE, {"kode": wrong_code()})
        pages.append((asked.status_code, asked["Location"], main_of(page), refused.status_code, main_of(refused)))

    assert pages[0] == pages[1]
    assert "Bila NIK ini ada di buku penduduk dengan nomor HP" in pages[0][2]


def test_even_the_code_of_an_unknown_nik_opens_nothing(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": STRANGER})

    answer = client.post(CODE, {"kode": newest_code()})

    assert answer.status_code == 422
    assert draft_of(client).content.get("applicant") is None


@pytest.mark.parametrize("nik", ["", "12345", "1671085299900001"])
def test_what_is_no_nik_is_said_in_words(cast: Cast, nik: str) -> None:
    answer = begin(cast).post(ASK, {"nik": nik})

    assert answer.status_code == 422
    assert "contoh 1671085203900004" in answer.content.decode()
    assert not ProofCode.objects.exists()


def test_a_wrong_code_is_refused_in_one_sentence_and_not_shown_again(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})
    wrong = wrong_code()

    answer = client.post(CODE, {"kode": wrong})

    assert answer.status_code == 422
    assert "Kode ini tidak cocok atau sudah lewat waktunya. Minta kode baru." in answer.content.decode()
    assert wrong not in main_of(answer)


def test_a_code_that_comes_late_is_refused_in_the_same_sentence(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})
    ProofCode.objects.update(created_at=MONDAY - timedelta(days=365))

    answer = client.post(CODE, {"kode": newest_code()})

    assert answer.status_code == 422
    assert "Minta kode baru." in answer.content.decode()


def test_wrong_codes_close_the_way(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})
    wrong = wrong_code()

    answers = [client.post(CODE, {"kode": wrong}) for _ in range(MOST_GUESSED)]
    last = client.post(CODE, {"kode": newest_code()})

    assert [one.status_code for one in answers] == [422] * MOST_GUESSED
    assert last.status_code == 429
    assert int(last["Retry-After"]) > 0
    assert "menit" in main_of(last)
    assert draft_of(client).content.get("applicant") is None


def test_nobody_is_flooded_with_codes_whichever_browser_asks(cast: Cast) -> None:
    """peers 5.1: the attempt counter bound to the visitor rather than to the account."""
    answers = [begin(cast).post(ASK, {"nik": NIK}) for _ in range(MOST_ASKED + 1)]

    assert [one.status_code for one in answers] == [302] * MOST_ASKED + [429]
    assert "Coba lagi dalam" in main_of(answers[-1])


def test_the_code_of_another_draft_opens_nothing_here(cast: Cast) -> None:
    """Who sees a code on Ani's phone, but not in the browser that asked for it, has nothing to type it into."""
    asking, other = begin(cast), begin(cast)
    asking.post(ASK, {"nik": NIK})
    other.cookies[COOKIE] = asking.cookies[COOKIE].value

    answer = other.post(CODE, {"kode": newest_code()})

    assert answer["Location"] == ASK
    assert draft_of(other).content.get("applicant") is None


def test_what_was_typed_is_never_overwritten(cast: Cast) -> None:
    typed = {"applicant": {"name": "Ani C.", "phone": "081200000000", "kk": " "}, "answers": {"purpose": "Bank"}}
    client = begin(cast, content=typed)

    fill_in(client)

    content = draft_of(client).content
    assert (content["applicant"]["name"], content["applicant"]["phone"]) == ("Ani C.", "081200000000")
    assert (content["applicant"]["nik"], content["applicant"]["kk"]) == (NIK, "1671081201100001")
    assert content["answers"] == {"purpose": "Bank"}


@pytest.mark.parametrize(
    "content",
    [{"applicant": {"nik": STRANGER}}, {"applicant": {}, "helper": {"name": "Rina", "consent": False}}],
    ids=["a NIK was typed", "somebody helps"],
)
def test_a_form_with_a_nik_or_a_helper_is_not_filled_in(cast: Cast, content: dict[str, Any]) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})
    save_draft(draft_of(client), content)

    assert LINK not in client.get(FORM).content.decode()
    assert client.get(ASK)["Location"] == FORM
    assert client.post(CODE, {"kode": newest_code()})["Location"] == FORM
    assert draft_of(client).content == content


def test_the_form_leads_there_until_a_nik_is_in_it(cast: Cast) -> None:
    client = begin(cast)

    assert LINK in client.get(FORM).content.decode()
    assert LINK not in fill_in(client).content.decode()


def test_a_draft_that_is_read_in_a_chat_too_is_not_filled_in(cast: Cast) -> None:
    client = begin(cast)
    Draft.objects.update(channel="whatsapp")

    assert LINK not in client.get(FORM).content.decode()
    assert client.get(ASK)["Location"] == FORM


def test_good_papers_on_file_come_along_where_none_was_given(cast: Cast, ani: Resident) -> None:
    for requirement, on in (("KTP", None), ("KK", None), ("PAS", None)):
        keep(ani, requirement, expires_on=on)
    mine = str(receive(draw_photo()).pk)
    client = begin(cast, content={"files": {"KK": [mine]}})

    fill_in(client)

    files = draft_of(client).content["files"]
    assert set(files) == {"KTP", "KK"}  # an SKD asks for no portrait
    assert files["KK"] == [mine]


def keep(ani: Resident, requirement: str, **fields: Any) -> Document:
    upload = receive(draw_photo())
    facts = {name: getattr(upload, name) for name in ("media_type", "pages", "width", "height")}
    given = {"facts": facts, "blob": upload.blob, "verified_on": MONDAY.date(), "case": make_id(), **fields}
    return Document.objects.create(resident=ani, office=ani.office, requirement=requirement, **given)


def test_papers_that_expired_or_are_brought_are_left_out(cast: Cast, ani: Resident) -> None:
    keep(ani, "KTP", expires_on=MONDAY.date() - timedelta(days=365))
    keep(ani, "KK", expires_on=None)
    client = begin(cast, content={"bring": ["KK"]})

    fill_in(client)

    assert draft_of(client).content["files"] == {}


def test_nobody_without_the_browser_reads_what_was_filled_in(cast: Cast) -> None:
    """peers 5.1: a resident's data reached by its address without an owner check."""
    client, stranger = begin(cast), Client()
    fill_in(client)
    stranger.cookies[PLACE] = cast.office.code

    for path in (FORM, f"{FORM}periksa/", ASK, CODE):
        page = stranger.get(path, follow=True).content.decode()
        assert "Ani Contoh" not in page
        assert NIK not in page.replace(" ", "")
    cookie = client.cookies[cookie_name("SKD")]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_the_pages_are_kept_nowhere_and_need_the_form_first(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})

    for path in (ASK, CODE):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert Client().get(path)["Location"] == FORM


def test_no_address_cookie_or_log_names_the_person(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = begin(cast)

    asked = client.post(ASK, {"nik": NIK})
    refused = client.post(CODE, {"kode": wrong_code()})
    filled = client.post(CODE, {"kode": newest_code()})

    assert refused.status_code == 422
    cookies = [one.value for one in client.cookies.values()]
    told = [asked["Location"], filled["Location"], *cookies, *(record.getMessage() for record in caplog.records)]
    for secret in (NIK, "Ani", "81234567800", newest_code()):
        assert [text for text in told if secret in text] == []
    assert (asked.cookies[COOKIE]["path"], asked.cookies[COOKIE]["httponly"]) == (ASK, True)


def test_the_pages_fit_the_first_flight(cast: Cast) -> None:
    client = begin(cast)
    client.post(ASK, {"nik": NIK})

    for path in (ASK, CODE):
        weigh(client, path, limit=6_144)
