"""Whatever a client sends, every operation of the API answers: never an error of ours, every refusal a problem.

Arbitrary JSON, bodies that are nearly right, bytes, headers, paths, queries and methods, against each operation that
the router knows, for strangers and for officers.
"""

import copy
import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flow.papers import draw_photo
from tests.make import PASSWORD, Cast
from tests.proofs.papers import make_quick_body, send_quickly
from tuntas.api.urls import api
from tuntas.flow.submit import Sent

pytestmark = pytest.mark.django_db(transaction=True)
V1 = "/api/v1"
FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    print_blob=False,
)


def list_operations() -> Iterator[tuple[str, str]]:
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method in operations:
            yield method.upper(), path


OPERATIONS = sorted(list_operations())

any_text = st.text(st.characters(exclude_categories=()), max_size=30) | st.sampled_from(
    [
        "",
        " ",
        "\0",
        "\ud800",
        "#panic()",
        "' OR 1=1 --",
        "中文",
        "👩‍👩‍👧",
        "1" * 5000,
        "../../etc/passwd",
        "%00",
        "\r\nX: y",
    ]
)
any_number = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63), 10**400, 1e308, -0.0])
any_json = st.recursive(
    st.none() | st.booleans() | any_number | any_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)
path_part = any_text.map(lambda text: quote(text.encode("utf-8", "surrogatepass"), safe=""))
header_text = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=250)


@st.composite
def nearly(draw: Callable[[Any], Any], body: Any) -> Any:
    """The body with one to three places replaced, removed or added."""
    made = copy.deepcopy(body)
    for _ in range(draw(st.integers(1, 3))):
        place = made
        while isinstance(place, dict | list) and place:
            key = (
                draw(st.sampled_from(sorted(place)))
                if isinstance(place, dict)
                else draw(st.integers(0, len(place) - 1))
            )
            if not isinstance(place[key], dict | list) or not place[key] or draw(st.booleans()):
                break
            place = place[key]
        else:
            continue
        what = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if what == "replace":
            place[key] = draw(any_json)
        elif what == "remove":
            del place[key]
        elif isinstance(place, dict):
            place[draw(any_text)] = draw(any_json)
    return made


class World:
    """A sent application, officers with tokens, and the bodies that each operation would take."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.client = Client()
        self.sent: Sent = send_quickly(cast)
        self.tokens = [self.log_in(officer.username) for officer in (cast.budi, cast.dewi, cast.eko)]

    def log_in(self, username: str) -> str:
        body = json.dumps({"username": username, "password": PASSWORD})
        return str(self.client.post(f"{V1}/session", body, content_type="application/json").json()["token"])

    def body_of(self, path: str) -> Any:
        pin = self.sent.pin
        return {
            "/applications": make_quick_body(self.cast),
            "/applications/{receipt}/corrections": {
                "pin": pin,
                "answers": {"purpose": "Bank"},
                "applicant": {"name": "Ani"},
                "files": [{"requirement": "KK", "upload": str(uuid.uuid4())}],
            },
            "/applications/{receipt}/withdrawal": {"pin": pin, "reason": "Tidak jadi"},
            "/session": {"username": "budi", "password": "bukan ini", "otp": "123456"},
            "/cases/{case_id}/approve": {"note": "Baik", "pin": "000001"},
            "/cases/{case_id}/send-back": {"reasons": [{"requirement": "KK", "code": "unreadable", "note": "x"}]},
            "/cases/{case_id}/reject": {"code": "other", "note": "x"},
            "/cases/{case_id}/hand-over": {"method": "pickup", "receiver": "Ani", "relation": "self", "proof": "x"},
        }.get(path.removeprefix(V1), {})

    def fill(self, path: str) -> str:
        """The path with what is really there."""
        given = {"receipt": self.sent.application.receipt, "case_id": str(self.sent.cases[0].pk), "code": "SKD"}
        return path.format(**given, file_id=str(uuid.uuid4()))


@pytest.fixture
def world(office_at_work: Cast) -> World:
    return World(office_at_work)


def check(answer: Any) -> None:
    """An answer, or a problem document in words."""
    assert answer.status_code < 500
    if answer.status_code < 400:
        return
    kind = answer.headers["Content-Type"]
    assert kind.startswith("application/problem+json"), (answer.status_code, kind, answer.content[:200])
    problem = json.loads(answer.content)
    assert problem["status"] == answer.status_code
    assert problem["title"].strip().endswith((".", "!", "?")), problem
    assert all(error["message"].strip() for error in problem.get("errors", []))


POSTS = [path for method, path in OPERATIONS if method == "POST" and "uploads" not in path and "verify" not in path]


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_nearly_right(world: World, path: str) -> None:
    body, address = world.body_of(path), world.fill(path)

    @FEW
    @given(st.data())
    def send(data: st.DataObject) -> None:
        raw = json.dumps(data.draw(nearly(body) | any_json), ensure_ascii=data.draw(st.booleans()))
        headers = {"Authorization": f"Bearer {data.draw(st.sampled_from(world.tokens))}"}
        if data.draw(st.booleans()):
            headers["Idempotency-Key"] = data.draw(header_text)
        content = raw.encode("utf-8", "surrogatepass")
        check(world.client.post(address, content, content_type="application/json", headers=headers))

    send()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_any_path_query_header_and_bytes(world: World, method: str, path: str) -> None:
    @FEW
    @given(st.data())
    def send(data: st.DataObject) -> None:
        names = {"receipt", "case_id", "code", "file_id"}
        address = (
            path.format(**{name: data.draw(path_part) for name in names})
            if data.draw(st.booleans())
            else world.fill(path)
        )
        query = data.draw(
            st.dictionaries(st.sampled_from(["pin", "cursor", "only", "level", "parent"]) | path_part, path_part)
        )
        address += "?" + "&".join(f"{name}={value}" for name, value in query.items())
        token = data.draw(header_text | st.sampled_from(world.tokens))
        kind = data.draw(header_text | st.sampled_from(["application/json", "multipart/form-data; boundary=x", ""]))
        headers = {"Authorization": f"Bearer {token}"}
        content = data.draw(st.binary(max_size=200))
        check(world.client.generic(method, address, content, content_type=kind, headers=headers))

    send()


@pytest.mark.parametrize(
    "path", sorted({path for _method, path in OPERATIONS} | {V1 + "/", V1 + "/nothing", V1 + "/cases/x"})
)
def test_any_method(world: World, path: str) -> None:
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "OPTIONS"):
        check(world.client.generic(method, world.fill(path), b"{}", content_type="application/json"))


@pytest.mark.parametrize("path", ["/uploads", "/verify"])
def test_any_file(world: World, path: str) -> None:
    photo = draw_photo()

    @FEW
    @given(st.binary(max_size=400), st.integers(0, len(photo)), any_text, st.booleans())
    def send(piece: bytes, cut: int, name: str, is_photo: bool) -> None:
        data = photo[:cut] + piece + photo[cut + len(piece) :] if is_photo else piece
        file = SimpleUploadedFile(name.replace("/", "") or "x", data, "image/jpeg")
        check(world.client.post(V1 + path, {"file": file}))

    send()


DEEP = 100_000
HOSTILE = {
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "an endless number": b'{"pin": ' + b"9" * 10_000 + b"}",
    "not a number": b'{"applicant": {"rt": NaN}, "village": Infinity}',
    "a lone surrogate": b'{"village": "\\ud800", "applicant": {"name": "\\udfff"}}',
    "a NUL": b'{"service": "SKD\\u0000", "village": "16.71.08.1006\\u0000", "applicant": {"name": "A\\u0000"}}',
    "twice the same key": b'{"village": "1", "village": "16.71.08.1006"}',
    "another encoding": '{"village": "Sialang"}'.encode("utf-16"),
    "five megabytes": b'{"village": "' + b"1" * 5_000_000 + b'"}',
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("path", POSTS)
def test_a_hostile_body(world: World, path: str, raw: bytes) -> None:
    headers = {"Authorization": f"Bearer {world.tokens[0]}", "Idempotency-Key": "x"}

    answer = world.client.post(world.fill(path), raw, content_type="application/json", headers=headers)

    check(answer)
    assert answer.status_code >= 400


def test_the_right_pin_still_opens_after_all_that(world: World) -> None:
    answer = world.client.get(f"{V1}/applications/{world.sent.application.receipt}", {"pin": world.sent.pin})

    assert answer.status_code == 200
