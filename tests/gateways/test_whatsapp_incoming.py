"""Reading webhooks: lenient to every shape, and blind to identity numbers from the first moment."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuntas.gateways.messages import Status
from tuntas.gateways.whatsapp_incoming import read_body, read_messages, read_receipts, redact
from tuntas.gateways.whatsapp_signature import is_signed, sign

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["entry", "changes", "value", "messages", "statuses", "contacts", "text", "type", "id", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)
SIXTEEN = re.compile(r"(?<!\d)\d{16}(?!\d)")


def wrap(**value: Any) -> dict[str, Any]:
    return {"entry": [{"changes": [{"value": {"metadata": {"phone_number_id": "1001"}, **value}}]}]}


@given(JSON)
def test_no_shape_is_too_odd_to_read(payload: Any) -> None:
    clean = read_body(json.dumps(payload).encode())

    assert isinstance(read_messages(clean), list)
    assert isinstance(read_receipts(clean), list)


@given(st.text(max_size=60), st.from_regex(r"[0-9]([ .\-]?[0-9]){15}", fullmatch=True), st.text(max_size=60))
def test_an_identity_number_never_survives(before: str, number: str, after: str) -> None:
    payload = wrap(
        messages=[{"id": "wamid.1", "from": "628", "type": "text", "text": {"body": f"{before} {number} {after}"}}]
    )

    clean = json.dumps(read_body(json.dumps(payload).encode()), ensure_ascii=False)

    assert not SIXTEEN.search(clean)
    assert number not in clean


def test_ids_that_are_digits_stay_as_they_are() -> None:
    media = "1003383421387256"
    payload = wrap(
        messages=[
            {"id": "w", "from": "6281", "type": "image", "image": {"id": media, "caption": "KTP 1671085203900004"}}
        ]
    )

    message = read_messages(read_body(json.dumps(payload).encode()))[0]

    assert message.media_id == media
    assert "1671" not in message.text


@pytest.mark.parametrize("text", ["0812-7100-0143", "2611-7K3F-9QXM", "12 Maret 1990", "Rp1.500.000", "482 913"])
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == text


def test_taps_of_all_kinds_are_read() -> None:
    items = [
        {
            "id": "1",
            "type": "interactive",
            "interactive": {"type": "list_reply", "list_reply": {"id": "menu.0:SKD", "title": "1. SKD"}},
        },
        {
            "id": "2",
            "type": "interactive",
            "interactive": {"type": "button_reply", "button_reply": {"id": "x", "title": "Ya"}},
        },
        {"id": "3", "type": "button", "button": {"payload": "p", "text": "Lanjut"}},
        {"id": "4", "type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"response_json": "{}"}}},
    ]

    found = read_messages(wrap(messages=items))

    assert [(one.choice, one.text) for one in found] == [
        ("menu.0:SKD", "1. SKD"),
        ("x", "Ya"),
        ("p", "Lanjut"),
        ("", "{}"),
    ]


def test_a_user_without_a_number_is_known_by_id() -> None:
    contact = {"user_id": "ID.13491", "profile": {"name": "Rizal", "username": "rizal"}}

    found = read_messages(
        wrap(
            contacts=[contact],
            messages=[{"id": "1", "from_user_id": "ID.13491", "type": "text", "text": {"body": "hai"}}],
        )
    )[0]

    assert (found.phone, found.user_id, found.name) == ("", "ID.13491", "Rizal")


def test_receipts_carry_our_key_code_and_price() -> None:
    item = {
        "id": "wamid.9",
        "status": "failed",
        "biz_opaque_callback_data": "0193",
        "errors": [{"code": 131026, "title": "x"}],
        "pricing": {"billable": True, "category": "service"},
    }

    found = read_receipts(wrap(statuses=[item, {"status": "warped", "id": "1"}, {"status": "read"}]))

    assert [(one.message_id, one.status, one.key, one.code, one.is_billed) for one in found] == [
        ("wamid.9", Status.FAILED, "0193", 131026, True)
    ]


@given(st.binary(max_size=200), st.text(max_size=80))
def test_only_our_secret_signs(body: bytes, given_header: str) -> None:
    assert is_signed(body, given=sign(body, secret="a"), secrets=("b", "a"))
    assert not is_signed(body, given=sign(body, secret="c"), secrets=("b", "a", ""))
    assert not is_signed(body, given=given_header, secrets=("a",))
    assert not is_signed(body, given=sign(body, secret=""), secrets=("",))
