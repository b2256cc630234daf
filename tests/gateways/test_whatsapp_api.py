"""The Cloud API's adapter against our emulator of it: what is sent, what is refused, what is fetched."""

from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.gateways.messages import Message, Status
from tuntas.gateways.refusals import GatewayDown, GatewayRefused, GatewayUnknown
from tuntas.gateways.whatsapp_account import Account
from tuntas.gateways.whatsapp_api import ApiBusy, ApiPaused, CloudApi, MediaGone, MediaUnfit, WindowClosed
from tuntas.gateways.whatsapp_emulator import Emulator
from tuntas.gateways.whatsapp_errors import Answer, answer_to
from tuntas.gateways.whatsapp_outgoing import (
    Address,
    Document,
    Option,
    Outgoing,
    Template,
    from_json,
    make_payload,
    to_json,
)
from tuntas.gateways.whatsapp_phonebook import Phonebook
from tuntas.gateways.whatsapp_senders import say_text

ACCOUNT = Account("https://graph.contoh.id/v25.0/", "1001", "rahasia", ("app",), "cek", media_hosts=())
PHONE = "+6281271000143"
TO = Address(PHONE)


class Clock:
    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def emulator(tmp_path: Path, clock: Clock) -> Emulator:
    """WhatsApp with Siti on it, who has just written to us."""
    found = Emulator(ACCOUNT, Phonebook(tmp_path / "wa.sqlite3", now=clock))
    say_text(found.book, found.book.add_person("Siti", phone=PHONE), "halo")
    return found


@pytest.fixture
def api(emulator: Emulator) -> CloudApi:
    return CloudApi(ACCOUNT, emulator)


def heard(emulator: Emulator) -> list[dict]:
    person = emulator.book.find_person(PHONE)
    assert person
    return [line.content for line in emulator.book.list_lines(person.id) if line.is_ours]


def test_a_notice_goes_out_as_text_and_keeps_its_key(api: CloudApi, emulator: Emulator) -> None:
    sent = api.send(Message(key="0193", to=PHONE, text="Surat Anda siap."))

    assert sent.status == Status.ACCEPTED
    assert sent.message_id.startswith("wamid.")
    assert heard(emulator)[0]["biz_opaque_callback_data"] == "0193"
    assert heard(emulator)[0]["text"]["body"] == "Surat Anda siap."


@pytest.mark.parametrize(
    ("count", "kind"),
    [(0, "text"), (2, "button"), (3, "button"), (4, "list"), (10, "list"), (11, "text"), (40, "text")],
)
def test_options_become_what_their_number_allows(api: CloudApi, emulator: Emulator, count: int, kind: str) -> None:
    options = tuple(
        Option(f"menu:{n}", f"{n}. Surat Keterangan yang namanya panjang"[: 19 if count < 4 else 60], "30 menit")
        for n in range(count)
    )

    api.send_to(TO, Outgoing("Pilih", options, menu="Pilih layanan kelurahan"), key="k")

    content = heard(emulator)[0]
    assert content.get("interactive", {}).get("type", "text") == kind


def test_document_template_and_user_id_go_out(api: CloudApi, emulator: Emulator) -> None:
    media = api.upload(b"%PDF-1.7 surat", media_type="application/pdf", filename="SKD.pdf")
    api.send_to(TO, Outgoing("Surat", document=Document(media, "SKD.pdf")), key="d")
    api.send_to(TO, Outgoing("", template=Template("pesan_tertunda", ("Kelurahan\nSialang",))), key="t")
    person = emulator.book.find_person(PHONE)
    assert person
    api.send_to(Address(user_id=person.id), Outgoing("Halo"), key="u")

    assert [content["type"] for content in heard(emulator)] == ["document", "template", "text"]
    assert api.fetch(media) == b"%PDF-1.7 surat"


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
def test_a_text_that_the_api_would_refuse_is_not_sent(api: CloudApi, text: str) -> None:
    with pytest.raises(GatewayRefused):
        api.send_to(TO, Outgoing(text), key="k")


def test_after_a_day_only_a_template_passes(api: CloudApi, clock: Clock) -> None:
    clock.now += 24 * 3600 + 1

    with pytest.raises(WindowClosed):
        api.send_to(TO, Outgoing("Halo"), key="k")
    assert api.send_to(TO, Outgoing("", template=Template("pesan_tertunda")), key="k")


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (400, 131056, ApiBusy),
        (429, 130429, ApiPaused),
        (400, 131048, ApiPaused),
        (402, 131042, ApiPaused),
        (401, 190, ApiPaused),
        (403, 200, ApiPaused),
        (400, 368, ApiPaused),
        (500, 131000, ApiBusy),
        (503, 999999, ApiBusy),
        (400, 131026, GatewayRefused),
        (400, 132001, GatewayRefused),
        (400, 999999, GatewayRefused),
    ],
)
def test_each_code_asks_for_its_own_answer(
    api: CloudApi, emulator: Emulator, status: int, code: int, error: type[Exception]
) -> None:
    emulator.troubles[PHONE.lstrip("+")] = [(status, code)]

    with pytest.raises(error) as raised:
        api.send_to(TO, Outgoing("Halo"), key="k")

    assert PHONE not in str(raised.value)
    assert heard(emulator) == []


@given(st.integers(), st.sampled_from([0, 200, 400, 404, 429, 500, 503]))
def test_every_code_has_an_answer(code: int, status: int) -> None:
    assert answer_to(code, http_status=status) in Answer


def test_silence_is_not_knowing(api: CloudApi) -> None:
    with pytest.raises(GatewayUnknown):
        api.send_to(Address("+6281200000004"), Outgoing("Halo"), key="k")


def test_a_wrong_token_is_refused(emulator: Emulator) -> None:
    stranger = CloudApi(Account("https://graph.contoh.id/v25.0", "1001", "lain", (), ""), emulator)

    with pytest.raises(GatewayDown):
        stranger.send_to(TO, Outgoing("Halo"), key="k")


def test_a_media_address_is_asked_for_anew_and_an_old_id_is_gone(
    api: CloudApi, emulator: Emulator, clock: Clock
) -> None:
    media = emulator.book.add_media(b"\xff\xd8\xff foto", media_type="image/jpeg")
    assert api.fetch(media) == b"\xff\xd8\xff foto"
    clock.now += 600
    assert api.fetch(media) == b"\xff\xd8\xff foto"

    for gone in ("1234567890", "../messages", ""):
        with pytest.raises(MediaGone):
            api.fetch(gone)


def test_what_we_do_not_read_is_not_fetched(api: CloudApi, emulator: Emulator) -> None:
    film = emulator.book.add_media(b"film", media_type="video/mp4")

    with pytest.raises(MediaUnfit):
        api.fetch(film)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"url": "https://jahat.contoh/x", "mime_type": "image/jpeg"}, "host"),
        ({"url": "http://graph.contoh.id/x", "mime_type": "image/jpeg"}, "host"),
        ({"url": "https://graph.contoh.id/x", "mime_type": "image/jpeg", "file_size": 10**9}, "size"),
        ({"url": "https://graph.contoh.id/x", "mime_type": "image/jpeg", "sha256": "0" * 64}, "sha256"),
    ],
)
def test_our_token_goes_to_the_provider_alone_and_sizes_are_held(about: dict, reason: str) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        return (
            httpx.Response(200, json=about) if request.url.path.endswith("/77") else httpx.Response(200, content=b"x")
        )

    with pytest.raises(MediaUnfit, match=reason):
        CloudApi(ACCOUNT, httpx.MockTransport(answer)).fetch("77")

    assert set(asked) == {"graph.contoh.id"}


def test_a_solution_provider_is_reached_by_its_own_path_and_header() -> None:
    account = Account("https://waba.contoh.id", "", "kunci", (), "", path="messages", auth="D360-API-KEY: {token}")
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json={"messages": [{"id": "wamid.1"}]})

    CloudApi(account, httpx.MockTransport(answer)).send_to(TO, Outgoing("Halo"), key="k")

    assert str(asked[0].url) == "https://waba.contoh.id/messages"
    assert asked[0].headers["D360-API-KEY"] == "kunci"
    assert "Authorization" not in asked[0].headers


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.text(max_size=30), st.text(min_size=1, max_size=90), st.text(max_size=90)), max_size=12),
)
def test_a_message_comes_back_from_the_outbox_as_it_was(text: str, rows: list[tuple[str, str, str]]) -> None:
    message = Outgoing(text, tuple(Option(*row) for row in rows), "Pilih" if rows else "")

    assert from_json(to_json(message)) == message


@given(st.text(min_size=1, max_size=5000), st.integers(0, 15))
def test_whatever_is_said_fits_the_limits_or_is_refused(text: str, count: int) -> None:
    message = Outgoing(text, tuple(Option(f"m:{n}", f"{n}. {'x' * 40}") for n in range(count)))
    try:
        payload = make_payload(message, to=TO, key="k")
    except GatewayRefused:
        return

    from tuntas.gateways.whatsapp_emulator import check_limits

    check_limits(payload)
