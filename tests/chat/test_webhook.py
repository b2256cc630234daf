"""The webhook: who may post, what is kept, and that nothing is counted twice or lost."""

import json
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.chat.phones import PATH, Phone, make_phone, post
from tests.make import Cast
from tuntas.chat.models import Inbound, Message, Reply
from tuntas.config.work import HANDLERS
from tuntas.gateways.whatsapp_account import read_account
from tuntas.gateways.whatsapp_senders import make_webhook, say_text
from tuntas.gateways.whatsapp_signature import sign
from tuntas.jobs.worker import drain

NIK = "1671085203900004"


def test_the_address_is_verified_with_our_token(client: Client) -> None:
    query = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}

    right = client.get(PATH, {**query, "hub.verify_token": read_account().verify_token})
    wrong = client.get(PATH, {**query, "hub.verify_token": "tebak"})

    assert (right.status_code, right.content, right["Content-Type"]) == (200, b"1158201444", "text/plain")
    assert wrong.status_code == client.get(PATH).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "sha256=" + "é" * 64])
def test_a_forged_signature_is_refused(signature: str) -> None:
    assert post(b'{"entry": []}', signature=signature).status_code == 403
    assert Inbound.objects.count() == 0


@pytest.mark.django_db
def test_the_signature_is_of_the_raw_bytes() -> None:
    body = b'{"entry":\t[], "x": "\\u00e9"}'

    assert post(body).status_code == 200
    assert (
        post(json.dumps(json.loads(body)).encode(), signature=sign(body, secret=read_account().secrets[0])).status_code
        == 403
    )


@pytest.mark.django_db
def test_a_body_of_three_megabytes_is_refused_unread() -> None:
    assert post(b'{"x": "' + b"a" * 3 * 1024 * 1024 + b'"}').status_code == 413
    assert Inbound.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"null", b'"x"', b"{", b"\xff\xfe", b'{"entry": 3}', b'{"entry": [{"changes": [7]}]}', b"[" * 5000],
)
def test_an_unknown_shape_is_kept_and_does_no_harm(body: bytes) -> None:
    assert post(body).status_code == 200

    drain(HANDLERS)

    assert Inbound.objects.get().split_at is not None


@pytest.mark.django_db
def test_without_a_database_whatsapp_is_asked_to_come_again() -> None:
    def away(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        assert post(b'{"entry": []}').status_code == 503


def listen(phone: Phone, *messages: dict[str, Any]) -> bytes:
    return make_webhook(phone.emulator.account, messages=list(messages), people=[phone.person])


@pytest.mark.django_db(transaction=True)
def test_a_replayed_webhook_counts_once(siti: Phone) -> None:
    body = listen(siti, say_text(siti.emulator.book, siti.person, "halo"))

    for _ in range(3):
        post(body)
        siti.work()

    assert Inbound.objects.count() == 3
    assert Message.objects.count() == 1
    assert len(siti.heard()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_split_and_each_person_answered(siti: Phone) -> None:
    gita = make_phone("Gita", "+6281377770001")
    first = json.loads(listen(siti, say_text(siti.emulator.book, siti.person, "halo"), {"id": 7}, {"type": "text"}))
    second = json.loads(listen(gita, say_text(gita.emulator.book, gita.person, "petugas")))
    first["entry"][0]["changes"] += [{"value": None}, *second["entry"][0]["changes"]]
    first["entry"] += second["entry"]

    post(json.dumps(first).encode())
    siti.work()

    assert [len(siti.heard()), len(gita.heard())] == [1, 1]
    assert "petugas akan membaca" in gita.heard()[0]


@pytest.mark.django_db(transaction=True)
def test_two_messages_within_a_millisecond_are_both_answered_in_order(siti: Phone) -> None:
    book = siti.emulator.book
    first, second = say_text(book, siti.person, "halo"), say_text(book, siti.person, "1")

    post(listen(siti, first, second))
    siti.work()

    assert ["Layanan Kelurahan" in siti.heard()[0], "Siapkan foto" in siti.heard()[1]] == [True, True]


@pytest.mark.django_db(transaction=True)
def test_a_nik_is_gone_before_anything_is_stored(siti: Phone) -> None:
    said = siti.type(f"nik saya {NIK[:4]} {NIK[4:8]}-{NIK[8:12]}.{NIK[12:]}")

    assert "Jangan kirim NIK" in said
    kept = [json.dumps(one.payload) for one in Inbound.objects.all()]
    kept += [json.dumps(one.content) for one in [*Message.objects.all(), *Reply.objects.all()]]
    assert not any("5203" in text for text in kept)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("kind", "part", "answer"),
    [
        ("audio", {"id": "1", "mime_type": "audio/ogg"}, "rekaman suara"),
        ("video", {"id": "1", "mime_type": "video/mp4"}, "video"),
        ("sticker", {"id": "1", "mime_type": "image/webp"}, "Stiker"),
        ("location", {"latitude": -2.9, "longitude": 104.7}, "lokasi"),
        ("hologram", {"x": 1}, "belum dapat kami baca"),
        ("text", {"body": "  "}, "belum mengerti"),
        ("text", {"body": "🙏"}, "belum mengerti"),
        ("text", {"body": "bangsat"}, "belum mengerti"),
    ],
)
def test_whatever_comes_has_an_answer_and_a_next_step(
    siti: Phone, kind: str, part: dict[str, Any], answer: str
) -> None:
    siti.type("halo")
    message = {"id": "wamid.odd", "type": kind, kind: part, "timestamp": "1", "from_user_id": siti.person.id}

    post(listen(siti, message))
    siti.work()

    assert answer in siti.heard()[-1]
    assert "Layanan Kelurahan" in siti.heard()[-1]


@pytest.mark.django_db(transaction=True)
def test_receipts_move_a_reply_forward_only(siti: Phone) -> None:
    siti.type("halo")
    wamid = siti.emulator.book.list_lines(siti.person.id)[-1].id

    for status in ("read", "sent", "failed", "delivered"):
        post(make_webhook(siti.emulator.account, statuses=[{"id": wamid, "status": status}]))
    siti.work()

    assert Reply.objects.get().state == Reply.State.READ


@pytest.mark.django_db
def test_somebody_new_with_an_old_number_gets_a_conversation_of_their_own(chat_cast: Cast) -> None:
    old, new = make_phone("Lama", "+6281200001111"), make_phone("Baru", "+6281200001111")

    for phone in (old, new):
        message = say_text(phone.emulator.book, phone.person, "halo")
        post(listen(phone, message))
    drain(HANDLERS)

    conversations = {one.person["name"]: one for one in (message.conversation for message in Message.objects.all())}
    assert conversations["Lama"].phone_index is None
    assert conversations["Baru"].phone_index
